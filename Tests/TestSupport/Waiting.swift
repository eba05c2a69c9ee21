import DynamoModel

/// A wait that took too long.
public struct WaitedTooLong: Error, CustomStringConvertible {
    /// What was waited for.
    public let description: String
}

/// How long a table or an index may take to be ready.
public let readinessDeadline: Duration = .seconds(60)

/// Waits until a table and all its indexes are ACTIVE.
@discardableResult
public func waitUntilActive(_ db: any DynamoDB, tableName: String) async throws -> TableDescription {
    try await waitFor("table \(tableName) to be ACTIVE") {
        let table = try await db.describeTable(tableName: tableName)
        let indexes = table.localSecondaryIndexes + table.globalSecondaryIndexes
        let isReady = table.tableStatus == .active && indexes.allSatisfy { $0.indexStatus == .active }
        return isReady ? table : nil
    }
}

/// Waits until there is no table of this name.
public func waitUntilGone(_ db: any DynamoDB, tableName: String) async throws {
    try await waitFor("table \(tableName) to be gone") { () -> Bool? in
        do {
            _ = try await db.describeTable(tableName: tableName)
            return nil
        } catch let error as DynamoDBError where error.code == .resourceNotFound {
            return true
        }
    }
}

/// Asks again and again, with short pauses, until `probe` has an answer.
@discardableResult
public func waitFor<Answer: Sendable>(
    _ what: String, _ probe: @Sendable () async throws -> Answer?
) async throws -> Answer {
    let deadline = ContinuousClock.now + readinessDeadline
    while ContinuousClock.now < deadline {
        if let answer = try await probe() { return answer }
        try await Task.sleep(for: .milliseconds(2))
    }
    throw WaitedTooLong(description: "waited \(readinessDeadline) for \(what)")
}
