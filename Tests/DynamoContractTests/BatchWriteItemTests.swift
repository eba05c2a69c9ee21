import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct BatchWriteItemTests {
    static func item(_ number: Int) -> Item { ["pk": .s("p\(number)"), "sk": "s", "x": .int(number)] }

    @discardableResult
    static func write(_ table: TestTable, _ writes: [BatchWrite]) async throws(DynamoDBError) -> BatchWriteItemResponse
    {
        try await table.db.batchWriteItem(BatchWriteItemRequest(requestItems: [table.name: writes]))
    }

    // Puts and deletes of one request are all done; puts replace, deletes of absent items are no error.
    @Test(arguments: Backend.all)
    func putsAndDeletes(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(["pk": "p0", "sk": "s", "old": 1])
            try await table.put(["pk": "p9", "sk": "s"])
            let answer = try await Self.write(
                table,
                (0..<5).map { .put(item: Self.item($0)) } + [
                    .delete(key: ["pk": "p9", "sk": "s"]), .delete(key: ["pk": "absent", "sk": "s"]),
                ])
            #expect(answer == BatchWriteItemResponse())
            #expect(try await table.contents() == Set((0..<5).map(Self.item)))
        }
    }

    // 25 writes are the most of a request, over all tables; a request without writes is refused.
    @Test(arguments: Backend.all)
    func limits(_ backend: Backend) async throws {
        try await backend.run { db in
            let one = try await TestTable.make(db, TestTables.keyed())
            let two = try await TestTable.make(db, TestTables.hashOnly())
            try await Self.write(one, (0..<25).map { .put(item: Self.item($0)) })
            #expect(try await one.contents().count == 25)
            try await expectRefused(one) { try await Self.write(one, (30..<56).map { .put(item: Self.item($0)) }) }
            try await expectRefused(one) {
                try await db.batchWriteItem(
                    BatchWriteItemRequest(requestItems: [
                        one.name: (30..<43).map { .put(item: Self.item($0)) },
                        two.name: (0..<13).map { .put(item: ["pk": .s("\($0)")]) },
                    ]))
            }
            #expect(try await two.contents().isEmpty)
            await expectError(.validation) { try await Self.write(one, []) }
            await expectError(.validation, "The requestItems parameter is required for BatchWriteItem") {
                try await db.batchWriteItem(BatchWriteItemRequest(requestItems: [:]))
            }
        }
    }

    // An item must not come twice, whether put or deleted.
    @Test(arguments: Backend.all)
    func duplicates(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for second: BatchWrite in [
                .put(item: Self.item(1).merging(["y": 1])), .delete(key: ["pk": "p1", "sk": "s"]),
            ] {
                try await expectRefused(table, .validation, "Provided list of item keys contains duplicates") {
                    try await Self.write(table, [.put(item: Self.item(0)), .put(item: Self.item(1)), second])
                }
            }
        }
    }

    // One write that breaks a rule refuses the whole request: nothing is done.
    @Test(arguments: Backend.all)
    func oneWrongWriteRefusesAll(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let wrong: [BatchWrite] = [
                .put(item: ["pk": "a"]), .put(item: ["pk": 1, "sk": "s"]), .put(item: ["pk": "", "sk": "s"]),
                .put(item: ["pk": "a", "sk": "b", "gpk": 1]),
                .put(item: (["pk": "a", "sk": "b"] as Item).filled(to: 409_601)),
                .put(item: ["pk": "a", "sk": "b", "x": .nested(33)]), .delete(key: ["pk": "a"]),
                .delete(key: ["pk": "a", "sk": "b", "x": 1]), .delete(key: ["pk": "a", "sk": .filler(1025)]),
            ]
            for write in wrong {
                try await expectRefused(table) { try await Self.write(table, [.put(item: Self.item(0)), write]) }
            }
        }
    }

    // Of the key attributes of an item that is put, a batch says what is said of a key, not what a single put says.
    @Test(arguments: Backend.all)
    func keysOfPuts(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for item: Item in [["pk": "a"], ["pk": 1, "sk": "s"], ["pk": ["x"], "sk": "s"], ["x": 1]] {
                try await expectRefused(table, .validation, "The provided key element does not match the schema") {
                    try await Self.write(table, [.put(item: Self.item(0)), .put(item: item)])
                }
            }
            try await expectRefused(
                table, .validation,
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
                    + "string value. Key: sk"
            ) { try await Self.write(table, [.put(item: ["pk": "a", "sk": ""])]) }
        }
    }

    // Several tables can be written in one request; one that is missing refuses it.
    @Test(arguments: Backend.all)
    func severalTables(_ backend: Backend) async throws {
        try await backend.run { db in
            let one = try await TestTable.make(db, TestTables.keyed())
            let two = try await TestTable.make(db, TestTables.hashOnly())
            func write(_ second: String) async throws {
                _ = try await db.batchWriteItem(
                    BatchWriteItemRequest(requestItems: [
                        one.name: [.put(item: Self.item(1))], second: [.put(item: ["pk": "a"])],
                    ]))
            }
            try await expectRefused(one, .resourceNotFound) { try await write("Missing") }
            try await write(two.name)
            #expect(try await one.contents() == [Self.item(1)])
            #expect(try await two.contents() == [["pk": "a"]])
        }
    }

    // The indexes follow every write of a batch.
    @Test(arguments: Backend.all)
    func indexesFollow(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let items: [Item] = (0..<25).map {
                Self.item($0).merging(["gpk": "g", "gsk": .int($0), "ln": .int($0), "a": 1])
            }
            try await Self.write(table, items.map { .put(item: $0) })
            try await expectIndexesMatch(table)
            try await Self.write(
                table,
                items[..<10].map { .delete(key: table.key(of: $0)) }
                    + items[10...].map { .put(item: $0.merging(["gpk": "h"])) })
            try await expectIndexesMatch(table)
            #expect(try await table.contents(index: "globalAll").count == 15)
        }
    }

    // ReturnItemCollectionMetrics SIZE tells a range for each collection of a table with local indexes.
    @Test(arguments: Backend.all)
    func collectionMetrics(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let answer = try await table.db.batchWriteItem(
                BatchWriteItemRequest(
                    requestItems: [table.name: [.put(item: Self.item(1)), .put(item: Self.item(2))]],
                    returnItemCollectionMetrics: .size))
            let metrics = try #require(answer.itemCollectionMetrics?[table.name])
            #expect(Set(metrics.map(\.itemCollectionKey)) == [["pk": "p1"], ["pk": "p2"]])
            #expect(metrics.allSatisfy { $0.sizeEstimateRangeGB.contains(0.000_001) })
        }
    }
}
