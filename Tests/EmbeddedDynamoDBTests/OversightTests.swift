import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB

/// Policies and insights are part of a table: they last as long as it does.
@Suite struct OversightTests {
    private struct OtherAnswer: Error {}

    @Test func lastAsLongAsTheirTable() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            let (arn, put) = try await TableEngine.with(path) { engine in
                let table = try await engine.createTable(TestTables.hashOnly())
                let put = try await engine.oversee(
                    .putPolicy(arn: table.tableArn, policy: "{}", expectedRevision: nil))
                _ = try await engine.oversee(
                    .updateInsights(tableName: table.tableName, indexName: nil, isEnabled: true, mode: .throttled))
                return (table.tableArn, put)
            }
            guard case .policy(_, let revision) = put else { throw OtherAnswer() }
            try await TableEngine.with(path) { engine in
                #expect(try await engine.oversee(.getPolicy(arn: arn)) == .policy(text: "{}", revision: revision))
                let found = try await engine.oversee(.describeInsights(tableName: "HashOnly", indexName: nil))
                guard case .insights(let insights) = found else { throw OtherAnswer() }
                #expect(insights.status == "ENABLED" && insights.mode == .throttled && insights.rules.count == 1)
                _ = try await engine.deleteTable(tableName: "HashOnly")
                _ = try await engine.createTable(TestTables.hashOnly())
                await expectError(.policyNotFound) { try await engine.oversee(.getPolicy(arn: arn)) }
            }
        }
    }
}
