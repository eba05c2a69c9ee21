import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct CreateTableTests {
    // A table is described as it was asked for, and becomes ACTIVE.
    @Test(arguments: Backend.all)
    func describesWhatWasAsked(_ backend: Backend) async throws {
        try await backend.run { db in
            var request = TestTables.indexed()
            request.tags = [Tag(key: "team", value: "lexi")]
            let created = try await db.createTable(request)
            #expect([.creating, .active].contains(created.tableStatus))
            let table = try await waitUntilActive(db, tableName: request.tableName)
            for description in [created, table] {
                #expect(description.tableName == request.tableName)
                #expect(description.keySchema == request.keySchema)
                #expect(Set(description.attributeDefinitions) == Set(request.attributeDefinitions))
                #expect(Set(description.localSecondaryIndexes.map(\.index)) == Set(request.localSecondaryIndexes))
                #expect(Set(description.globalSecondaryIndexes.map(\.index)) == Set(request.globalSecondaryIndexes))
                #expect(description.billingMode == .payPerRequest)
                #expect(description.itemCount == 0 && description.tableSizeBytes == 0)
                #expect(!description.deletionProtectionEnabled)
                #expect(description.tableArn.hasPrefix("arn:aws:dynamodb:"))
                #expect(description.tableArn.hasSuffix(":table/\(request.tableName)"))
                #expect(!description.tableId.isEmpty && description.tableId == created.tableId)
            }
            #expect(try await db.listTagsOfResource(arn: table.tableArn) == request.tags)
        }
    }

    // A table of a name can be made once.
    @Test(arguments: Backend.all)
    func nameIsTaken(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(["pk": "a", "sk": "b"])
            await expectError(.resourceInUse, "Table already exists: Keyed") {
                try await table.db.createTable(TestTables.keyed())
            }
            #expect(try await table.contents().count == 1)
        }
    }

    // Tables whose names differ only in case are different tables.
    @Test(arguments: Backend.all)
    func namesAreBytes(_ backend: Backend) async throws {
        try await backend.run { db in
            let lower = try await TestTable.make(db, TestTables.hashOnly(name: "table"))
            let upper = try await TestTable.make(db, TestTables.hashOnly(name: "TABLE"))
            try await lower.put(["pk": "a"])
            #expect(try await upper.contents().isEmpty)
        }
    }

    // Names have 3 to 255 of a-z, A-Z, 0-9, _, - and dot; indexes, too.
    @Test(
        arguments: Backend.all,
        ["", "ab", "a b c", "a/b", "täble", "a#b", String(repeating: "n", count: 256), "a\0b"])
    func wrongNames(_ backend: Backend, _ name: String) async throws {
        try await backend.run { db async throws in
            await expectError(.validation) { try await db.createTable(TestTables.keyed(name: name)) }
            var request = TestTables.indexed()
            request.globalSecondaryIndexes[0].indexName = name
            await expectError(.validation) { try await db.createTable(request) }
            #expect(try await db.listTables(exclusiveStartTableName: nil, limit: nil).tableNames == [])
        }
    }

    // The longest and the shortest names, and all allowed characters, are accepted.
    @Test(arguments: Backend.all, ["a.b", "-_-", String(repeating: "n", count: 255), "select", "a-b_c.D9"])
    func rightNames(_ backend: Backend, _ name: String) async throws {
        try await backend.withTable(TestTables.keyed(name: name)) { table in
            try await table.put(["pk": "a", "sk": "b"])
            #expect(try await table.contents().count == 1)
        }
    }

    // Key schemas that make no table are refused.
    @Test(arguments: Backend.all)
    func wrongSchemas(_ backend: Backend) async throws {
        let pk = KeySchemaElement("pk", .hash)
        let sk = KeySchemaElement("sk", .range)
        let schemas: [[KeySchemaElement]] = [
            [], [sk], [sk, pk], [pk, pk], [pk, KeySchemaElement("pk", .range)], [pk, KeySchemaElement("sk", .hash)],
            [pk, sk, KeySchemaElement("x", .range)], [pk, KeySchemaElement("undefined", .range)], [pk],
        ]
        try await backend.run { db async throws in
            for schema in schemas {
                var request = TestTables.keyed()
                request.keySchema = schema
                await expectError(.validation) { try await db.createTable(request) }
            }
            for definitions: [AttributeDefinition] in [
                [], [AttributeDefinition("pk", .s)],
                [AttributeDefinition("pk", .s), AttributeDefinition("sk", .s), AttributeDefinition("unused", .s)],
                [AttributeDefinition("pk", .s), AttributeDefinition("pk", .n), AttributeDefinition("sk", .s)],
            ] {
                var request = TestTables.keyed()
                request.attributeDefinitions = definitions
                await expectError(.validation) { try await db.createTable(request) }
            }
            #expect(try await db.listTables(exclusiveStartTableName: nil, limit: nil).tableNames == [])
        }
    }

    // Indexes that break a rule are refused: local ones need the table's partition key and a sort key, names are
    // unique, attributes are defined, INCLUDE names something.
    @Test(arguments: Backend.all)
    func wrongIndexes(_ backend: Backend) async throws {
        let global = SecondaryIndex(indexName: "one", keySchema: [KeySchemaElement("gpk", .hash)])
        let changes: [@Sendable (inout CreateTableRequest) -> Void] = [
            { $0.globalSecondaryIndexes[0].indexName = $0.globalSecondaryIndexes[1].indexName },
            { $0.globalSecondaryIndexes[0].indexName = $0.localSecondaryIndexes[0].indexName },
            { $0.globalSecondaryIndexes[0].keySchema = [] },
            { $0.globalSecondaryIndexes[0].keySchema = [KeySchemaElement("gsk", .range)] },
            { $0.globalSecondaryIndexes[0].keySchema = [KeySchemaElement("undefined", .hash)] },
            { $0.globalSecondaryIndexes[0].projection = .include([]) },
            { $0.globalSecondaryIndexes[0].projection = .include((0..<101).map { "a\($0)" }) },
            { $0.localSecondaryIndexes[0].keySchema = [KeySchemaElement("pk", .hash)] },
            {
                $0.localSecondaryIndexes[0].keySchema = [
                    KeySchemaElement("gpk", .hash), KeySchemaElement("ln", .range),
                ]
            },
            {
                $0.globalSecondaryIndexes = (0..<21).map {
                    SecondaryIndex(indexName: "index\($0)", keySchema: global.keySchema)
                }
            },
            {
                let schema = $0.localSecondaryIndexes[0].keySchema
                $0.localSecondaryIndexes = (0..<6).map { SecondaryIndex(indexName: "local\($0)", keySchema: schema) }
            },
        ]
        try await backend.run { db in
            for (number, change) in changes.enumerated() {
                var request = TestTables.indexed()
                change(&request)
                let error = await expectError(.validation) { try await db.createTable(request) }
                #expect(error != nil, "change \(number)")
            }
            var local = TestTables.hashOnly()
            local.localSecondaryIndexes = [
                SecondaryIndex(
                    indexName: "local", keySchema: [KeySchemaElement("pk", .hash), KeySchemaElement("pk", .range)])
            ]
            await expectError(.validation) { try await db.createTable(local) }
        }
    }

    // A provisioned table names its throughput, for itself and each global index; one that pays by request does not.
    @Test(arguments: Backend.all)
    func billing(_ backend: Backend) async throws {
        let throughput = ProvisionedThroughput(readCapacityUnits: 5, writeCapacityUnits: 3)
        try await backend.run { db in
            var request = TestTables.keyed()
            request.billingMode = .provisioned
            await expectError(.validation) { try await db.createTable(request) }
            request.provisionedThroughput = ProvisionedThroughput(readCapacityUnits: 0, writeCapacityUnits: 3)
            await expectError(.validation) { try await db.createTable(request) }
            request.billingMode = .payPerRequest
            request.provisionedThroughput = throughput
            await expectError(.validation) { try await db.createTable(request) }
            request.billingMode = .provisioned
            _ = try await db.createTable(request)
            let table = try await waitUntilActive(db, tableName: request.tableName)
            #expect(table.billingMode == .provisioned && table.provisionedThroughput == throughput)
            var indexed = TestTables.indexed()
            indexed.billingMode = .provisioned
            indexed.provisionedThroughput = throughput
            await expectError(.validation) { try await db.createTable(indexed) }
        }
    }

    // A table with a stream says what it records and when the stream was turned on.
    @Test(arguments: Backend.all)
    func stream(_ backend: Backend) async throws {
        try await backend.run { db in
            var request = TestTables.keyed()
            request.streamViewType = .newAndOldImages
            let table = try await db.createTable(request)
            #expect(table.streamViewType == .newAndOldImages)
            #expect(table.latestStreamLabel?.isEmpty == false)
            #expect(try await db.createTable(TestTables.hashOnly()).streamViewType == nil)
        }
    }

    // Each combination of key types holds items and finds them again.
    @Test(arguments: Backend.all, ScalarAttributeType.allCases)
    func keyTypes(_ backend: Backend, _ hash: ScalarAttributeType) async throws {
        @Sendable func value(_ type: ScalarAttributeType, _ number: Int) -> AttributeValue {
            switch type {
            case .s: .s("text\(number)")
            case .n: .int(number - 2)
            case .b: .b([UInt8(number), 0, 255])
            }
        }
        try await backend.run { db in
            for range in ScalarAttributeType.allCases {
                let table = try await TestTable.make(db, TestTables.keyed(hash, range, name: "Keyed\(range.rawValue)"))
                let items: [Item] = (0..<5).flatMap { a in
                    (0..<5).map { b in ["pk": value(hash, a), "sk": value(range, b), "x": .int(a * b)] }
                }
                try await table.putAll(items)
                for item in items { #expect(try await table.get(table.key(of: item)) == item) }
                let page = try await table.query("pk = :p", values: [":p": value(hash, 3)])
                #expect(page.items == Array(items[15..<20]))
            }
        }
    }
}
