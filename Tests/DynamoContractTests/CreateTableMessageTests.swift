import DynamoModel
import TestSupport
import Testing

/// What DynamoDB says to a table that cannot be made.
@Suite(.tables) struct CreateTableMessageTests {
    typealias Change = @Sendable (inout CreateTableRequest) -> Void

    private static let invalid = "One or more parameter values were invalid: "
    private static let units = ProvisionedThroughput(readCapacityUnits: 1, writeCapacityUnits: 1)

    private static func expect(
        _ message: String, of base: CreateTableRequest, _ backend: Backend,
        sourceLocation: SourceLocation = #_sourceLocation, _ change: Change
    ) async throws {
        var request = base
        change(&request)
        try await backend.run { [request] db async throws in
            await expectError(.validation, message, sourceLocation: sourceLocation) {
                try await db.createTable(request)
            }
            #expect(
                try await db.listTables(exclusiveStartTableName: nil, limit: nil).tableNames == [],
                sourceLocation: sourceLocation)
        }
    }

    // The key of a table: one HASH attribute, then perhaps one RANGE attribute, both defined, of different names.
    @Test(
        arguments: Backend.all,
        [
            (
                [("pk", KeyType.hash), ("pk", .hash)],
                "Both the Hash Key and the Range Key element in the KeySchema have the same name"
            ),
            (
                [("pk", .hash), ("sk", .hash)],
                "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"
            ),
            ([("pk", .range), ("sk", .hash)], "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"),
            (
                [("pk", .hash), ("x", .range)],
                "One or more parameter values were invalid: Some index key attributes are not defined in "
                    + "AttributeDefinitions. Keys: [pk, x], AttributeDefinitions: [pk, sk]"
            ),
            (
                [("pk", .hash)],
                "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match "
                    + "number of attributes defined in AttributeDefinitions"
            ),
            (
                [("pk", .hash), ("sk", .range), ("x", .range)],
                "Invalid KeySchema: Some index key attribute have no definition"
            ),
        ])
    func tableKeys(_ backend: Backend, _ rule: (key: [(String, KeyType)], message: String)) async throws {
        try await Self.expect(rule.message, of: TestTables.keyed(), backend) {
            $0.keySchema = rule.key.map { KeySchemaElement($0.0, $0.1) }
        }
    }

    // An attribute is defined once, and only when a key uses it.
    @Test(arguments: Backend.all)
    func definitions(_ backend: Backend) async throws {
        try await Self.expect("Attribute Name is duplicated: pk", of: TestTables.keyed(), backend) {
            $0.attributeDefinitions.append(AttributeDefinition("pk", .n))
        }
        try await Self.expect(
            Self.invalid + "Some AttributeDefinitions are not used. AttributeDefinitions: [pk, sk, ln, gpk, gsk, x], "
                + "keys used: [pk, sk, ln, gpk, gsk]", of: TestTables.indexed(), backend
        ) { $0.attributeDefinitions.append(AttributeDefinition("x", .n)) }
    }

    // A table that is paid by request has no throughput, and its indexes have none; a provisioned one has all of them,
    // each from 1 to 1,000,000,000,000 units.
    @Test(arguments: Backend.all)
    func billing(_ backend: Backend) async throws {
        try await Self.expect(
            Self.invalid + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
                + "PAY_PER_REQUEST", of: TestTables.keyed(), backend
        ) { $0.provisionedThroughput = Self.units }
        try await Self.expect(
            Self.invalid + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
                + "PROVISIONED", of: TestTables.keyed(), backend
        ) { $0.billingMode = .provisioned }
        try await Self.expect(
            "Given value 1000000000001 for WriteCapacityUnits is out of bounds", of: TestTables.keyed(), backend
        ) {
            $0.billingMode = .provisioned
            $0.provisionedThroughput = ProvisionedThroughput(
                readCapacityUnits: 1, writeCapacityUnits: 1_000_000_000_001)
        }
        try await Self.expect(
            Self.invalid + "ProvisionedThroughput is not specified for index: globalAll", of: TestTables.indexed(),
            backend
        ) {
            $0.billingMode = .provisioned
            $0.provisionedThroughput = Self.units
        }
        try await Self.expect(
            Self.invalid + "ProvisionedThroughput should not be specified for index: globalAll when BillingMode is "
                + "PAY_PER_REQUEST", of: TestTables.indexed(), backend
        ) { $0.globalSecondaryIndexes[0].provisionedThroughput = Self.units }
    }

    // A local index has the table's partition key and another sort key; there are up to five.
    @Test(arguments: Backend.all)
    func localIndexes(_ backend: Backend) async throws {
        try await Self.expect(
            Self.invalid + "Table KeySchema does not have a range key, which is required when specifying a "
                + "LocalSecondaryIndex", of: TestTables.indexed(), backend
        ) { $0.keySchema = [KeySchemaElement("pk", .hash)] }
        try await Self.expect(
            Self.invalid + "Index KeySchema does not have a range key for index: localAll", of: TestTables.indexed(),
            backend
        ) { $0.localSecondaryIndexes[0].keySchema = [KeySchemaElement("pk", .hash)] }
        try await Self.expect(
            Self.invalid + "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
                + "localAll. index hash key: gpk, table hash key: pk", of: TestTables.indexed(), backend
        ) {
            $0.localSecondaryIndexes[0].keySchema = [KeySchemaElement("gpk", .hash), KeySchemaElement("ln", .range)]
        }
        try await Self.expect(
            Self.invalid + "Number of LocalSecondaryIndexes exceeds per-table limit of 5", of: TestTables.indexed(),
            backend
        ) { request in
            let schema = request.localSecondaryIndexes[0].keySchema
            request.localSecondaryIndexes = (0..<6).map {
                SecondaryIndex(indexName: "local\($0)", keySchema: schema)
            }
        }
    }

    // The names of a table's indexes differ, and what an index includes is named once, in up to 20 names.
    @Test(arguments: Backend.all)
    func indexes(_ backend: Backend) async throws {
        try await Self.expect(
            Self.invalid + "Duplicate index name: globalAll", of: TestTables.indexed(), backend
        ) { $0.globalSecondaryIndexes[1].indexName = "globalAll" }
        try await Self.expect(
            Self.invalid + "GlobalSecondaryIndex count exceeds the per-table limit of 20", of: TestTables.indexed(),
            backend
        ) { request in
            let schema = request.globalSecondaryIndexes[0].keySchema
            request.globalSecondaryIndexes = (0..<21).map {
                SecondaryIndex(indexName: "global\($0)", keySchema: schema)
            }
        }
        try await Self.expect(
            Self.invalid + "Duplicate element in NonKeyAttributes: a", of: TestTables.indexed(), backend
        ) { $0.globalSecondaryIndexes[0].projection = .include(["a", "b", "a"]) }
        let names = (0..<21).map { "a\($0)" }
        try await Self.expect(
            "1 validation error detected: Value '[\(names.joined(separator: ", "))]' at 'projection.nonKeyAttributes' "
                + "failed to satisfy constraint: Member must have length less than or equal to 20",
            of: TestTables.indexed(), backend
        ) { $0.globalSecondaryIndexes[0].projection = .include(names) }
    }

    // A global index's key has up to four HASH attributes, then up to four RANGE attributes, all different.
    @Test(arguments: Backend.all)
    func multiAttributeKeys(_ backend: Backend) async throws {
        func schema(_ key: [(String, KeyType)]) -> Change {
            { request in
                request.globalSecondaryIndexes = [
                    SecondaryIndex(indexName: "wide", keySchema: key.map { KeySchemaElement($0.0, $0.1) })
                ]
                for (name, _) in key where !request.attributeDefinitions.contains(where: { $0.attributeName == name }) {
                    request.attributeDefinitions.append(AttributeDefinition(name, .s))
                }
            }
        }
        let hashes = (0..<5).map { ("h\($0)", KeyType.hash) }
        let ranges = (0..<5).map { ("r\($0)", KeyType.range) }
        for (key, message) in [
            (hashes, Self.invalid + "The KeySchema exceeds the maximum allowed number of HASH key attributes"),
            (
                [hashes[0]] + ranges,
                Self.invalid + "The KeySchema exceeds the maximum allowed number of RANGE key attributes"
            ),
            (
                [hashes[0], ranges[0], hashes[1]],
                Self.invalid + "All HASH key attributes must precede RANGE key attributes in the KeySchema"
            ),
            (
                [hashes[0], hashes[0]],
                "The KeySchema contains multiple key attributes with the same name"
            ),
            ([ranges[0]], "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"),
        ] {
            try await Self.expect(message, of: TestTables.keyed(), backend, schema(key))
        }
    }
}
