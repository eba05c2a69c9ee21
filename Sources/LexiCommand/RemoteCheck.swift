import DynamoModel
import Lexi
import RemoteDynamoDB

/// Whether a table at an endpoint is there, and one that the service can work on: asked before anything else, so that a
/// wrong setting is reported at once, and by its name.
struct RemoteCheck: Sendable {
    /// How long a table may take to become active.
    private static let limit: Duration = .seconds(300)
    private static let firstPause: Duration = .milliseconds(50)
    private static let longestPause: Duration = .seconds(2)

    private let remote: RemotePlace.Remote

    init(_ remote: RemotePlace.Remote) { self.remote = remote }

    private var endpoint: RemoteEndpoint { remote.table.endpoint }

    /// The table when it can be used; waits for one that is being made.
    ///
    /// - Throws: ``CommandFailure``.
    func ready(_ terminal: Terminal) async throws -> TableDescription {
        guard let found = try await find() else { throw missing }
        try check(found)
        return TableReadiness.isUsable(found) ? found : try await wait(terminal)
    }

    /// Makes the table when it is not there, and switches its expiry on.
    ///
    /// - Returns: whether it was made.
    func create(_ terminal: Terminal) async throws -> Bool {
        let found = try await find()
        if let found { try check(found) } else { try await make() }
        if found.map(TableReadiness.isUsable) != true { _ = try await wait(terminal) }
        do throws(DynamoDBError) {
            try await TableReadiness(remote.table, remote.name).ensureExpiry()
        } catch {
            throw failure(error)
        }
        return found == nil
    }

    /// What is not as it should be, but does not keep the service from working.
    func warnings() async -> [String] {
        do throws(DynamoDBError) {
            let expiry = try await remote.table.describeTimeToLive(tableName: remote.name)
            if expiry == TableDefinition.timeToLive { return [] }
            return [
                "items of the table '\(remote.name)' do not expire: 'lexi table create' with the same settings switches that on"
            ]
        } catch {
            return ["it cannot be seen whether items of the table '\(remote.name)' expire: \(error.message)"]
        }
    }

    /// The table; nil when it does not exist.
    ///
    /// - Throws: ``CommandFailure`` that names what is wrong and the setting to change.
    func find() async throws(CommandFailure) -> TableDescription? {
        do throws(DynamoDBError) {
            return try await remote.table.describeTable(tableName: remote.name)
        } catch {
            if error.code == .resourceNotFound { return nil }
            throw failure(error)
        }
    }

    /// Says that there is no table.
    var missing: CommandFailure {
        CommandFailure(
            "there is no table '\(remote.name)' at \(endpoint) in the region \(endpoint.region); make it with 'lexi table create' and the same settings, or choose another with --table or \(endpoint.settings.region)"
        )
    }

    private func make() async throws(CommandFailure) {
        do throws(DynamoDBError) {
            _ = try await remote.table.createTable(TableDefinition.lexiApp(tableName: remote.name))
        } catch {
            // Another process makes it at the same time.
            if error.code == .resourceInUse { return }
            throw failure(error)
        }
    }

    private func check(_ table: TableDescription) throws(CommandFailure) {
        let differences = TableDefinition.differences(of: table)
        guard differences.isEmpty else {
            throw CommandFailure(
                "the table '\(remote.name)' at \(endpoint) is not one of Lexi's: \(differences.joined(separator: " ")) Choose another with --table"
            )
        }
        guard table.tableStatus != .deleting else {
            throw CommandFailure(
                "the table '\(remote.name)' at \(endpoint) is being deleted; choose another with --table")
        }
    }

    private func wait(_ terminal: Terminal) async throws -> TableDescription {
        let clock = ContinuousClock()
        let start = clock.now
        var pause = Self.firstPause
        while clock.now - start < Self.limit {
            try await clock.sleep(for: pause)
            pause = min(pause * 2, Self.longestPause)
            if let found = try await find(), TableReadiness.isUsable(found) {
                terminal.progress("The table '\(remote.name)' is active.", isLast: true)
                return found
            }
            terminal.progress(
                "Waiting for the table '\(remote.name)' to become active: \((clock.now - start).components.seconds) s …"
            )
        }
        throw CommandFailure(
            "the table '\(remote.name)' at \(endpoint) did not become active within \(Self.limit.components.seconds) seconds; try again later"
        )
    }

    /// Reports the client's errors on the way there as they are, since they name the setting to change, and the
    /// service's answers with the table and where it is.
    private func failure(_ error: DynamoDBError) -> CommandFailure {
        if error.code.isServerFault { return CommandFailure(error.message) }
        return CommandFailure(
            "the table '\(remote.name)' at \(endpoint): \(error). See --table and \(endpoint.settings.endpoint)")
    }
}
