import DynamoModel
import Lexi

/// Makes a table ready for the service: there, of the right shape, active, and with expiry on.
struct TableReadiness: Sendable {
    /// How long a table may take to become active: some tens of gigabytes are restored in it.
    private static let limit: Duration = .seconds(600)
    private static let firstPause: Duration = .milliseconds(5)
    private static let longestPause: Duration = .seconds(2)

    /// What was done and found.
    struct Outcome: Sendable {
        /// Whether the table was made just now.
        let isNew: Bool
        /// What is not as it should be, but does not keep the service from working.
        let warnings: [String]
    }

    private let database: any DynamoDB
    private let name: String

    init(_ database: any DynamoDB, _ name: String) { (self.database, self.name) = (database, name) }

    /// Whether a table and all its indexes can be used. While one is being updated, it can be read and written.
    static func isUsable(_ table: TableDescription) -> Bool {
        (table.tableStatus == .active || table.tableStatus == .updating)
            && table.globalSecondaryIndexes.allSatisfy { $0.indexStatus == .active || $0.indexStatus == .updating }
    }

    /// Makes the table unless it is there, waits until it can be used, and switches its expiry on: a restored table
    /// has it off, and so has one whose maker was killed.
    ///
    /// - Parameter say: takes a sentence for the terminal when the table is not ready yet.
    /// - Throws: ``CommandFailure`` for a table of another shape, or one that does not become active in ten minutes.
    func ensure(_ say: (String) -> Void = { _ in }) async throws -> Outcome {
        let found = try await describe()
        if let found {
            try check(found)
        } else {
            _ = try await answering { () async throws(DynamoDBError) in
                try await database.createTable(TableDefinition.lexiApp(tableName: name))
            }
        }
        if found.map(Self.isUsable) != true { try await wait(isMade: found == nil, say) }
        return Outcome(isNew: found == nil, warnings: await switchExpiryOn())
    }

    /// Switches the expiry of the table on unless it is.
    func ensureExpiry() async throws(DynamoDBError) {
        guard try await database.describeTimeToLive(tableName: name) != TableDefinition.timeToLive else { return }
        _ = try await database.updateTimeToLive(tableName: name, TableDefinition.timeToLive)
    }

    private func switchExpiryOn() async -> [String] {
        do throws(DynamoDBError) { try await ensureExpiry() } catch {
            return ["items of the table '\(name)' do not expire: \(error.message)"]
        }
        return []
    }

    private func describe() async throws -> TableDescription? {
        do throws(DynamoDBError) { return try await database.describeTable(tableName: name) } catch {
            guard error.code == .resourceNotFound else { throw CommandFailure(error.message) }
            return nil
        }
    }

    private func check(_ found: TableDescription) throws(CommandFailure) {
        let differences = TableDefinition.differences(of: found)
        guard differences.isEmpty else {
            throw CommandFailure(
                "the table '\(name)' is not one of Lexi's: \(differences.joined(separator: " ")) Choose another with --table"
            )
        }
    }

    private func wait(isMade: Bool, _ say: (String) -> Void) async throws {
        if !isMade { say("Waiting for the table '\(name)', which is being made, restored or changed.") }
        let clock = ContinuousClock()
        let start = clock.now
        var pause = Self.firstPause
        while clock.now - start < Self.limit {
            if let found = try await describe(), Self.isUsable(found) { return }
            try await clock.sleep(for: pause)
            pause = min(pause * 2, Self.longestPause)
        }
        throw CommandFailure(
            "the table '\(name)' did not become active within \(Self.limit.components.seconds) seconds; it goes on when it is opened again"
        )
    }

    private func answering<Answer>(_ body: () async throws(DynamoDBError) -> Answer) async throws -> Answer {
        do throws(DynamoDBError) { return try await body() } catch { throw CommandFailure(error.message) }
    }
}
