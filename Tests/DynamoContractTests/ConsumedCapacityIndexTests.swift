import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct ConsumedCapacityIndexTests {
    /// A table with one global index of ALL over `gpk`, and one of KEYS_ONLY over `gpk` and `gsk`.
    static let definition = CreateTableRequest(
        tableName: "Capacity",
        attributeDefinitions: [
            AttributeDefinition("pk", .s), AttributeDefinition("gpk", .s), AttributeDefinition("gsk", .n),
        ],
        keySchema: [KeySchemaElement("pk", .hash)],
        globalSecondaryIndexes: [
            SecondaryIndex(indexName: "all", keySchema: [KeySchemaElement("gpk", .hash)]),
            SecondaryIndex(
                indexName: "keys", keySchema: [KeySchemaElement("gpk", .hash), KeySchemaElement("gsk", .range)],
                projection: .keysOnly),
        ])
    static let item: Item = ["pk": "a", "gpk": "g", "gsk": 1, "x": 1]

    static func expect(
        _ answer: WriteItemResponse, table: Double, all: Double, keys: Double,
        location: SourceLocation = #_sourceLocation
    ) {
        let capacity = answer.consumedCapacity
        #expect(capacity?.table == CapacityUnits(write: table), sourceLocation: location)
        #expect((capacity?.globalIndexes["all"]?.write ?? 0) == all, "all", sourceLocation: location)
        #expect((capacity?.globalIndexes["keys"]?.write ?? 0) == keys, "keys", sourceLocation: location)
        #expect(capacity?.total == CapacityUnits(write: table + all + keys), sourceLocation: location)
    }

    // A new entry takes one write of the entry's size in each index; an index that the item is not in takes nothing.
    @Test(arguments: Backend.all)
    func newEntries(_ backend: Backend) async throws {
        try await backend.withTable(Self.definition) { table in
            Self.expect(try await table.put(["pk": "1"], capacity: .indexes), table: 1, all: 0, keys: 0)
            Self.expect(try await table.put(["pk": "2", "gpk": "g"], capacity: .indexes), table: 1, all: 1, keys: 0)
            Self.expect(try await table.put(Self.item, capacity: .indexes), table: 1, all: 1, keys: 1)
            let large = Self.item.merging(["pk": "3"]).filled(to: 2049)
            Self.expect(try await table.put(large, capacity: .indexes), table: 3, all: 3, keys: 1)
        }
    }

    // A change of attributes that an index does not hold costs nothing there; of those that it holds, one write.
    @Test(arguments: Backend.all)
    func unprojectedChanges(_ backend: Backend) async throws {
        try await backend.withTable(Self.definition) { table in
            try await table.put(Self.item)
            let key: Item = ["pk": "a"]
            let changed = try await table.update(key, "SET x = :x", values: [":x": 2], capacity: .indexes)
            Self.expect(changed, table: 1, all: 1, keys: 0)
            let same = try await table.update(key, "SET x = :x", values: [":x": 2], capacity: .indexes)
            Self.expect(same, table: 1, all: 0, keys: 0)
        }
    }

    // A changed index key takes two writes: the old entry is removed, the new one made.
    @Test(arguments: Backend.all)
    func movedEntries(_ backend: Backend) async throws {
        try await backend.withTable(Self.definition) { table in
            try await table.put(Self.item)
            let key: Item = ["pk": "a"]
            let sort = try await table.update(key, "SET gsk = :v", values: [":v": 2], capacity: .indexes)
            Self.expect(sort, table: 1, all: 1, keys: 2)
            let partition = try await table.update(key, "SET gpk = :v", values: [":v": "h"], capacity: .indexes)
            Self.expect(partition, table: 1, all: 2, keys: 2)
        }
    }

    // An entry that disappears takes one write, whether its attribute or its item was removed.
    @Test(arguments: Backend.all)
    func removedEntries(_ backend: Backend) async throws {
        try await backend.withTable(Self.definition) { table in
            try await table.put(Self.item)
            let removed = try await table.update(["pk": "a"], "REMOVE gsk", capacity: .indexes)
            Self.expect(removed, table: 1, all: 1, keys: 1)
            try await table.put(Self.item)
            Self.expect(try await table.delete(["pk": "a"], capacity: .indexes), table: 1, all: 1, keys: 1)
            Self.expect(try await table.delete(["pk": "a"], capacity: .indexes), table: 1, all: 0, keys: 0)
        }
    }

    // A query of an index is charged to the index, by the size of its entries.
    @Test(arguments: Backend.all)
    func readsOfAnIndex(_ backend: Backend) async throws {
        try await backend.withTable(Self.definition) { table in
            for number in 0..<5 { try await table.put(Self.item.merging(["pk": .s("p\(number)")]).filled(to: 2000)) }
            for (index, units) in [("all", 1.5), ("keys", 0.5)] {
                let page = try await table.query("gpk = :g", index: index, values: [":g": "g"], capacity: .indexes)
                #expect(page.consumedCapacity?.globalIndexes[index] == CapacityUnits(read: units))
                #expect(page.consumedCapacity?.total == CapacityUnits(read: units))
                let scanned = try await table.scan(index: index, capacity: .total)
                #expect(scanned.consumedCapacity?.total == CapacityUnits(read: units))
            }
        }
    }

    // TOTAL tells the sum over table and indexes, without the parts.
    @Test(arguments: Backend.all)
    func totalIsTheSum(_ backend: Backend) async throws {
        try await backend.withTable(Self.definition) { table in
            let answer = try await table.put(Self.item, capacity: .total)
            #expect(answer.consumedCapacity?.total == CapacityUnits(write: 3))
        }
    }

    // Local indexes are charged as global ones; reading attributes from the table through one costs each item's read.
    @Test(arguments: Backend.all)
    func localIndexes(_ backend: Backend) async throws {
        let definition = CreateTableRequest(
            tableName: "Local",
            attributeDefinitions: [
                AttributeDefinition("pk", .s), AttributeDefinition("sk", .s), AttributeDefinition("ln", .n),
            ],
            keySchema: TestTables.primaryKey,
            localSecondaryIndexes: [
                SecondaryIndex(
                    indexName: "local", keySchema: [KeySchemaElement("pk", .hash), KeySchemaElement("ln", .range)],
                    projection: .keysOnly)
            ])
        try await backend.withTable(definition) { table in
            let written = try await table.put(["pk": "p", "sk": "0", "ln": 0], capacity: .indexes)
            #expect(written.consumedCapacity?.table == CapacityUnits(write: 1))
            #expect(written.consumedCapacity?.localIndexes == ["local": CapacityUnits(write: 1)])
            for number in 1..<4 {
                try await table.put((["pk": "p", "sk": .s("\(number)"), "ln": .int(number)] as Item).filled(to: 4097))
            }
            let keys = try await table.query(
                "pk = :p", index: "local", values: [":p": "p"], consistent: true, capacity: .indexes)
            #expect(keys.consumedCapacity?.total == CapacityUnits(read: 1))
            let all = try await table.query(
                "pk = :p", index: "local", values: [":p": "p"], select: .allAttributes, consistent: true,
                capacity: .indexes)
            #expect(all.consumedCapacity?.localIndexes["local"] == CapacityUnits(read: 1))
            #expect(all.consumedCapacity?.table == CapacityUnits(read: 1 + 2 + 2 + 2))
        }
    }
}
