import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct ConsumedCapacityTests {
    static func item(_ size: Int, _ number: Int = 0) -> Item {
        (["pk": "p", "sk": .s("s\(number)")] as Item).filled(to: size)
    }

    static let key: Item = ["pk": "p", "sk": "s0"]

    // Nothing is reported unless it was asked for.
    @Test(arguments: Backend.all)
    func onlyWhenAsked(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table async throws in
            #expect(try await table.put(Self.item(100)).consumedCapacity == nil)
            #expect(try await table.query("pk = :p", values: [":p": "p"]).consumedCapacity == nil)
            let told = try await table.put(Self.item(100), capacity: .total).consumedCapacity
            #expect(told?.tableName == table.name)
        }
    }

    // A read unit is a consistent read of up to 4 KB or two eventually consistent ones; an item is rounded up to 4 KB.
    @Test(arguments: Backend.all, [(50, 1.0), (4096, 1), (4097, 2), (8192, 2), (8193, 3), (409_600, 100)])
    func getItem(_ backend: Backend, _ sample: (size: Int, units: Double)) async throws {
        try await backend.withTable(TestTables.keyed()) { table async throws in
            try await table.put(Self.item(sample.size))
            for (consistent, factor) in [(true, 1.0), (false, 0.5)] {
                for projection in [nil, "sk"] {
                    let answer = try await table.db.getItem(
                        GetItemRequest(
                            tableName: table.name, key: Self.key, consistentRead: consistent,
                            projectionExpression: projection, returnConsumedCapacity: .total))
                    #expect(answer.consumedCapacity?.total == CapacityUnits(read: sample.units * factor))
                }
            }
        }
    }

    // Reading an item that is not there takes the least.
    @Test(arguments: Backend.all)
    func getOfNothing(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table async throws in
            for (consistent, units) in [(true, 1.0), (false, 0.5)] {
                let answer = try await table.db.getItem(
                    GetItemRequest(
                        tableName: table.name, key: Self.key, consistentRead: consistent,
                        returnConsumedCapacity: .total))
                #expect(answer.consumedCapacity?.total == CapacityUnits(read: units))
            }
        }
    }

    // A write unit is a write of up to 1 KB; the item is rounded up, and the larger of before and after counts.
    @Test(
        arguments: Backend.all,
        [(0, 50, 1.0), (0, 1024, 1), (0, 1025, 2), (0, 409_600, 400), (2049, 50, 3), (50, 2049, 3), (1025, 1025, 2)])
    func putItem(_ backend: Backend, _ sample: (before: Int, after: Int, units: Double)) async throws {
        try await backend.withTable(TestTables.keyed()) { table async throws in
            if sample.before > 0 { try await table.put(Self.item(sample.before)) }
            let answer = try await table.put(Self.item(sample.after), capacity: .total)
            #expect(answer.consumedCapacity?.total == CapacityUnits(write: sample.units))
        }
    }

    // An update takes the larger of the whole item before and after, however little it changes.
    @Test(arguments: Backend.all)
    func updateItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table async throws in
            func units(_ expression: String, _ values: [String: AttributeValue]?) async throws -> Double? {
                try await table.update(Self.key, expression, values: values, capacity: .total).consumedCapacity?.total
                    .write
            }
            #expect(try await units("SET x = :x", [":x": 1]) == 1)
            #expect(try await units("SET filler = :x", [":x": .filler(2030)]) == 2)
            #expect(try await units("SET filler = :x", [":x": .filler(3000)]) == 3)
            #expect(try await units("SET x = :x", [":x": 2]) == 3)
            #expect(try await units("REMOVE filler", nil) == 3)
            #expect(try await units("REMOVE filler", nil) == 1)
        }
    }

    // A delete takes the size of the deleted item, and one unit when there is none.
    @Test(arguments: Backend.all)
    func deleteItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(Self.item(2049))
            let first = try await table.delete(Self.key, capacity: .total)
            #expect(first.consumedCapacity?.total == CapacityUnits(write: 3))
            let second = try await table.delete(Self.key, capacity: .total)
            #expect(second.consumedCapacity?.total == CapacityUnits(write: 1))
        }
    }

    // A query takes the sum of the sizes that it read, rounded up once to 4 KB; filter, projection and COUNT save
    // nothing.
    @Test(arguments: Backend.all)
    func query(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for number in 0..<5 { try await table.put(Self.item(1000, number)) }
            let values: [String: AttributeValue] = [":p": "p"]
            let strong = try await table.query("pk = :p", values: values, consistent: true, capacity: .total)
            #expect(strong.consumedCapacity?.total == CapacityUnits(read: 2))
            let eventual = try await table.query("pk = :p", values: values, capacity: .total)
            #expect(eventual.consumedCapacity?.total == CapacityUnits(read: 1))
            let limited = try await table.query("pk = :p", values: values, limit: 4, capacity: .total)
            #expect(limited.consumedCapacity?.total == CapacityUnits(read: 0.5))
            let filtered = try await table.query(
                "pk = :p", values: values, filter: "attribute_exists(absent)", select: .count, capacity: .total)
            #expect(filtered.consumedCapacity?.total == CapacityUnits(read: 1))
            let projected = try await table.query("pk = :p", values: values, projection: "sk", capacity: .total)
            #expect(projected.consumedCapacity?.total == CapacityUnits(read: 1))
            let nothing = try await table.query("pk = :p", values: [":p": "absent"], capacity: .total)
            #expect(nothing.consumedCapacity?.total == CapacityUnits(read: 0.5))
        }
    }

    // A scan takes the sum of the sizes that it read, as a query does.
    @Test(arguments: Backend.all)
    func scan(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for number in 0..<9 { try await table.put(Self.item(1000, number)) }
            let strong = try await table.scan(consistent: true, capacity: .total)
            #expect(strong.consumedCapacity?.total == CapacityUnits(read: 3))
            let eventual = try await table.scan(filter: "attribute_exists(absent)", capacity: .total)
            #expect(eventual.consumedCapacity?.total == CapacityUnits(read: 1.5))
        }
    }

    // A batch get rounds each item up on its own, a missing one included.
    @Test(arguments: Backend.all)
    func batchGetItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.putAll([Self.item(100, 0), Self.item(4097, 1), Self.item(1500, 2)])
            let keys: [Item] = (0..<4).map { ["pk": "p", "sk": .s("s\($0)")] }
            for (consistent, units) in [(true, 5.0), (false, 2.5)] {
                let answer = try await table.db.batchGetItem(
                    BatchGetItemRequest(
                        requestItems: [table.name: KeysAndAttributes(keys: keys, consistentRead: consistent)],
                        returnConsumedCapacity: .total))
                #expect(answer.consumedCapacity?.map(\.tableName) == [table.name])
                #expect(answer.consumedCapacity?.first?.total == CapacityUnits(read: units))
            }
        }
    }

    // A batch write takes what its writes would take alone.
    @Test(arguments: Backend.all)
    func batchWriteItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(Self.item(3000, 9))
            let answer = try await table.db.batchWriteItem(
                BatchWriteItemRequest(
                    requestItems: [
                        table.name: [
                            .put(item: Self.item(100, 0)), .put(item: Self.item(1500, 1)),
                            .delete(key: ["pk": "p", "sk": "s9"]), .delete(key: ["pk": "p", "sk": "absent"]),
                        ]
                    ], returnConsumedCapacity: .total))
            #expect(answer.consumedCapacity?.first?.total == CapacityUnits(write: 1 + 2 + 3 + 1))
        }
    }

    // Transactions take twice the units: two reads of 4 KB, two writes of 1 KB for each item.
    @Test(arguments: Backend.all)
    func transactions(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let written = try await table.transact(
                [table.action(.put(item: Self.item(500, 0))), table.action(.put(item: Self.item(1500, 1)))],
                capacity: .total)
            #expect(written.consumedCapacity?.first?.total == CapacityUnits(write: 2 + 4))
            let gets = (0..<2).map { TransactGet(tableName: table.name, key: ["pk": "p", "sk": .s("s\($0)")]) }
            let read = try await table.db.transactGetItems(
                TransactGetItemsRequest(transactItems: gets, returnConsumedCapacity: .total))
            #expect(read.consumedCapacity?.first?.total == CapacityUnits(read: 4))
        }
    }
}
