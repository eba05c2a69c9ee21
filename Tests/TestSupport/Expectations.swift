import DynamoModel
import Testing

/// Expects that `body` fails with this error of DynamoDB; with `message` that it says exactly this, on our own engine.
///
/// Every other engine has words of its own, and nobody should go by them.
///
/// - Returns: the error, to look at what else it holds; nil when there was none.
@discardableResult
public func expectError<Answer>(
    _ code: DynamoDBError.Code, _ message: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Answer
) async -> DynamoDBError? {
    do {
        let answer = try await body()
        Issue.record("\(code.rawValue) was expected, but it answered: \(answer)", sourceLocation: sourceLocation)
        return nil
    } catch let error as DynamoDBError {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
        if let message, !Backend.isForeign { #expect(error.message == message, sourceLocation: sourceLocation) }
        return error
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
        return nil
    }
}

/// Expects that `body` fails with this error and that the table and its indexes hold afterwards what they held before.
@discardableResult
public func expectRefused<Answer>(
    _ table: TestTable, _ code: DynamoDBError.Code = .validation, _ message: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Answer
) async throws -> DynamoDBError? {
    let before = try await table.everything()
    let error = await expectError(code, message, sourceLocation: sourceLocation, body)
    let after = try await table.everything()
    #expect(before == after, "a refused request changed something", sourceLocation: sourceLocation)
    return error
}

/// Expects that every index of the table holds exactly what the table's items say.
public func expectIndexesMatch(
    _ table: TestTable, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let items = try await table.contents()
    for index in table.definition.localSecondaryIndexes + table.definition.globalSecondaryIndexes {
        let entries = try await table.scanPages(index: index.indexName).flatMap(\.items)
        #expect(
            Set(entries) == table.expectedContents(of: index, items), "\(index.indexName)",
            sourceLocation: sourceLocation)
        let expectedCount = items.count { item in index.keySchema.allSatisfy { item[$0.attributeName] != nil } }
        #expect(entries.count == expectedCount, "\(index.indexName)", sourceLocation: sourceLocation)
    }
}
