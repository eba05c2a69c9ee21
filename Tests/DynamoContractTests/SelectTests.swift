import DynamoModel
import TestSupport
import Testing

/// `Select` together with the other parameters of queries and scans. The messages are those that moto's tests saw on
/// the service.
@Suite(.tables) struct SelectTests {
    private static let prefix = "1 validation error detected: "

    private static let disagreements: [(Select, String?, String)] = [
        (
            .specificAttributes, nil,
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"
        ),
        (.count, "a", "Cannot specify the ProjectionExpression when choosing to get only the Count"),
        (.allAttributes, "a", "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES"),
        (
            .allProjectedAttributes, "a",
            "Cannot specify the ProjectionExpression when choosing to get ALL_PROJECTED_ATTRIBUTES"
        ),
        (.allProjectedAttributes, nil, "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"),
    ]

    // SPECIFIC_ATTRIBUTES needs a projection, the others refuse one, and ALL_PROJECTED_ATTRIBUTES needs an index. A
    // query's messages have a beginning that a scan's have not.
    @Test(arguments: Backend.all)
    func mustAgree(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let values: [String: AttributeValue] = [":p": "p"]
            for (select, projection, message) in Self.disagreements {
                await expectError(.validation, Self.prefix + message) {
                    try await table.query("pk = :p", values: values, projection: projection, select: select)
                }
                await expectError(.validation, message) {
                    try await table.scan(projection: projection, select: select)
                }
            }
            _ = try await table.query("pk = :p", values: values, projection: "a", select: .specificAttributes)
            _ = try await table.scan(index: "globalKeys", select: .allProjectedAttributes)
        }
    }

    // It is checked before the table, and before the expressions.
    @Test(arguments: Backend.all)
    func isLookedAtFirst(_ backend: Backend) async throws {
        try await backend.run { db in
            let table = TestTable(db, TestTables.keyed(name: "Missing"))
            let message = "Cannot specify the ProjectionExpression when choosing to get only the Count"
            await expectError(.validation, Self.prefix + message) {
                try await table.query("pk = :p", values: [":p": "p"], projection: "a", select: .count)
            }
            await expectError(.validation, message) { try await table.scan(projection: "a", select: .count) }
        }
    }

    // A projection that came as AttributesToGet is called so.
    @Test func legacyProjection() async throws {
        try await Backend.memory.withTable(TestTables.keyed()) { table in
            var request = ScanRequest(tableName: table.name, select: .count)
            request.projectionExpression = .tree(
                ExpressionTree(.projection, paths: [DocumentPath(attribute: "a")], legacyParameter: "AttributesToGet"))
            let scan = request
            await expectError(
                .validation, "Cannot specify the AttributesToGet when choosing to get only the Count"
            ) {
                try await table.db.scan(scan)
            }
        }
    }

    // A start key with other attributes than the key has is reported in more words by a scan than by a query.
    @Test(arguments: Backend.all)
    func startKeys(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            await expectError(.validation, "The provided starting key is invalid") {
                try await table.query("pk = :p", values: [":p": "p"], after: ["bad": "p"])
            }
            await expectError(
                .validation,
                "The provided starting key is invalid: The provided key element does not match the schema"
            ) { try await table.scan(after: ["bad": "p"]) }
        }
    }
}
