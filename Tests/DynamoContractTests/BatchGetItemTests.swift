import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct BatchGetItemTests {
    static func keys(_ range: Range<Int>) -> [Item] { range.map { ["pk": .s("p\($0)"), "sk": "s"] } }

    static func get(
        _ table: TestTable, _ keys: [Item], consistent: Bool = true, projection: String? = nil,
        names: [String: String]? = nil
    ) async throws(DynamoDBError) -> BatchGetItemResponse {
        let request = KeysAndAttributes(
            keys: keys, consistentRead: consistent, projectionExpression: projection, expressionAttributeNames: names)
        return try await table.db.batchGetItem(BatchGetItemRequest(requestItems: [table.name: request]))
    }

    // Up to 100 items come back, of those that are there, in no promised order.
    @Test(arguments: Backend.all)
    func readsHundred(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let items = Self.keys(0..<60).map { $0.merging(["x": 1]) }
            try await table.putAll(items)
            let answer = try await Self.get(table, Self.keys(0..<100))
            #expect(Set(answer.responses[table.name] ?? []) == Set(items))
            #expect(answer.responses[table.name]?.count == 60)
            #expect(answer.unprocessedKeys.isEmpty && answer.consumedCapacity == nil)
        }
    }

    // A table of which nothing was found has an empty list.
    @Test(arguments: Backend.all)
    func nothingFound(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let answer = try await Self.get(table, Self.keys(0..<3))
            #expect(answer.responses == [table.name: []])
        }
    }

    // Several tables can be read in one request, each with its projection.
    @Test(arguments: Backend.all)
    func severalTables(_ backend: Backend) async throws {
        try await backend.run { db in
            let one = try await TestTable.make(db, TestTables.keyed())
            let two = try await TestTable.make(db, TestTables.hashOnly(.n))
            try await one.put(["pk": "p0", "sk": "s", "name": "x", "y": 1])
            try await two.put(["pk": 1, "z": 1])
            let answer = try await db.batchGetItem(
                BatchGetItemRequest(requestItems: [
                    one.name: KeysAndAttributes(
                        keys: Self.keys(0..<1), projectionExpression: "#n", expressionAttributeNames: ["#n": "name"]),
                    two.name: KeysAndAttributes(keys: [["pk": 1]], consistentRead: true),
                ]))
            #expect(answer.responses == [one.name: [["name": "x"]], two.name: [["pk": 1, "z": 1]]])
        }
    }

    // More than 100 keys, over all tables, are refused; so is a request without keys.
    @Test(arguments: Backend.all)
    func limits(_ backend: Backend) async throws {
        try await backend.run { db in
            let one = try await TestTable.make(db, TestTables.keyed())
            let two = try await TestTable.make(db, TestTables.hashOnly())
            await expectError(
                .validation,
                "1 validation error detected: Value at 'RequestItems.\(one.name).member.Keys' failed to satisfy "
                    + "constraint: Member must have length less than or equal to 100"
            ) { try await Self.get(one, Self.keys(0..<101)) }
            await expectError(.validation, "Too many items requested for the BatchGetItem call") {
                try await db.batchGetItem(
                    BatchGetItemRequest(requestItems: [
                        one.name: KeysAndAttributes(keys: Self.keys(0..<60)),
                        two.name: KeysAndAttributes(keys: (0..<41).map { ["pk": .s("\($0)")] }),
                    ]))
            }
            await expectError(.validation) { try await Self.get(one, []) }
            await expectError(
                .validation,
                "1 validation error detected: Value at 'RequestItems' failed to satisfy constraint: Member must have "
                    + "length greater than or equal to 1"
            ) { try await db.batchGetItem(BatchGetItemRequest(requestItems: [:])) }
        }
    }

    // A key must not come twice, also not in another spelling of its number.
    @Test(arguments: Backend.all)
    func duplicates(_ backend: Backend) async throws {
        try await backend.run { db in
            let one = try await TestTable.make(db, TestTables.keyed())
            let two = try await TestTable.make(db, TestTables.hashOnly(.n))
            await expectError(.validation, "Provided list of item keys contains duplicates") {
                try await Self.get(one, Self.keys(0..<3) + Self.keys(1..<2))
            }
            await expectError(.validation, "Provided list of item keys contains duplicates") {
                try await Self.get(two, [["pk": 10], ["pk": try .decimal("1E1")]])
            }
        }
    }

    // Every key must match the schema; one that does not refuses the whole request.
    @Test(arguments: Backend.all)
    func keysMustMatchTheSchema(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for key: Item in [[:], ["pk": "a"], ["pk": "a", "sk": 1], ["pk": "a", "sk": "b", "x": 1]] {
                await expectError(.validation, "The provided key element does not match the schema") {
                    try await Self.get(table, Self.keys(0..<1) + [key])
                }
            }
            await expectError(.validation) { try await Self.get(table, [["pk": "", "sk": "b"]]) }
            await expectError(.validation) { try await Self.get(table, Self.keys(0..<1), projection: "a,") }
            await expectError(.validation) { try await Self.get(table, Self.keys(0..<1), names: ["#n": "x"]) }
        }
    }

    // A table that is not there refuses the whole request.
    @Test(arguments: Backend.all)
    func missingTable(_ backend: Backend) async throws {
        try await backend.run { db in
            let one = try await TestTable.make(db, TestTables.keyed())
            await expectError(.resourceNotFound, "Requested resource not found") {
                try await db.batchGetItem(
                    BatchGetItemRequest(requestItems: [
                        one.name: KeysAndAttributes(keys: Self.keys(0..<1)),
                        "Missing": KeysAndAttributes(keys: [["pk": "a"]]),
                    ]))
            }
        }
    }

    // An answer holds up to 16 MB; the keys beyond come back as unprocessed, and asking for them again completes it.
    @Test(arguments: Backend.all)
    func sixteenMegabytes(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let count = 50
            for key in Self.keys(0..<count) { try await table.put(key.filled(to: DynamoLimits.itemSize)) }
            var rest = [table.name: KeysAndAttributes(keys: Self.keys(0..<count), consistentRead: true)]
            var found: [Item] = []
            var rounds = 0
            while !rest.isEmpty, rounds < 10 {
                let answer = try await table.db.batchGetItem(BatchGetItemRequest(requestItems: rest))
                let items = answer.responses[table.name] ?? []
                #expect(items.reduce(0) { $0 + $1.itemSize } <= DynamoLimits.batchGetSize)
                if let again = answer.unprocessedKeys[table.name] { #expect(again.consistentRead) }
                found += items.map { table.key(of: $0) }
                rest = answer.unprocessedKeys
                rounds += 1
            }
            #expect(rounds == 2)
            #expect(found.count == count)
            #expect(Set(found) == Set(Self.keys(0..<count)))
        }
    }
}
