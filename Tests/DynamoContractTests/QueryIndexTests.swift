import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct QueryIndexTests {
    static let item: Item = [
        "pk": "p", "sk": "s", "ln": 1, "gpk": "g", "gsk": 1, "a": "A", "b": ["deep": 1], "c": "C",
    ]
    static let globals = ["globalAll", "globalKeys", "globalInclude"]

    // An index returns what its projection holds: ALL everything, KEYS_ONLY the keys of index and table, INCLUDE
    // these and the named attributes.
    @Test(arguments: Backend.all)
    func projections(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.put(Self.item)
            for index in table.definition.globalSecondaryIndexes {
                let page = try await table.query("gpk = :g", index: index.indexName, values: [":g": "g"])
                #expect(page.items == [table.projected(Self.item, by: index)], "\(index.indexName)")
            }
            for index in table.definition.localSecondaryIndexes {
                let page = try await table.query(
                    "pk = :p AND ln = :l", index: index.indexName, values: [":p": "p", ":l": 1])
                #expect(page.items == [table.projected(Self.item, by: index)], "\(index.indexName)")
            }
        }
    }

    // An index is sparse: items without one of its key attributes are not in it.
    @Test(arguments: Backend.all)
    func sparse(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let items: [Item] = [
                Self.item, ["pk": "p", "sk": "1", "gpk": "g"], ["pk": "p", "sk": "2", "gsk": 1],
                ["pk": "p", "sk": "3"],
                ["pk": "p", "sk": "4", "ln": 1],
            ]
            try await table.putAll(items)
            for index in Self.globals {
                #expect(try await table.query("gpk = :g", index: index, values: [":g": "g"]).count == 1)
            }
            #expect(try await table.query("gpk = :g", index: "globalHash", values: [":g": "g"]).count == 2)
            #expect(try await table.query("pk = :p", index: "localKeys", values: [":p": "p"]).count == 2)
            try await expectIndexesMatch(table)
        }
    }

    // Index keys need not be unique: all items with one index key are found, and paging through them loses none.
    @Test(arguments: Backend.all, [1, 3, 10])
    func sameIndexKeyManyTimes(_ backend: Backend, _ limit: Int) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            var items: [Item] = []
            for number in 0..<30 {
                items.append([
                    "pk": .s("p\(number % 4)"), "sk": .s("\(number)"), "gpk": "g", "gsk": .int(number / 10), "ln": 5,
                ])
            }
            try await table.putAll(items)
            for index in Self.globals + ["globalHash"] {
                for forward in [true, false] {
                    let found = try await table.queryPages(
                        "gpk = :g", index: index, values: [":g": "g"], forward: forward, limit: limit
                    ).flatMap(\.items)
                    #expect(found.count == 30)
                    #expect(Set(found.map { table.key(of: $0) }) == Set(items.map { table.key(of: $0) }))
                    if index != "globalHash" {
                        let order = found.compactMap { $0["gsk"]?.int }
                        #expect(order == order.sorted { forward ? $0 < $1 : $0 > $1 })
                    }
                }
            }
            let local = try await table.queryPages(
                "pk = :p AND ln = :l", index: "localAll", values: [":p": "p1", ":l": 5], limit: limit)
            #expect(local.flatMap(\.items).count == items.count { $0["pk"] == "p1" })
        }
    }

    // The LastEvaluatedKey of an index holds the keys of index and table; reading goes on behind it when its item is
    // gone or has moved.
    @Test(arguments: Backend.all)
    func startKeyOfAnIndex(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let items: [Item] = (0..<6).map {
                ["pk": "p", "sk": .s("\($0)"), "gpk": "g", "gsk": .int($0), "ln": .int(9 - $0)]
            }
            try await table.putAll(items)
            let first = try await table.query("gpk = :g", index: "globalAll", values: [":g": "g"], limit: 2)
            #expect(first.lastEvaluatedKey == ["pk": "p", "sk": "1", "gpk": "g", "gsk": 1])
            try await table.delete(["pk": "p", "sk": "1"])
            let second = try await table.query(
                "gpk = :g", index: "globalAll", values: [":g": "g"], limit: 2, after: first.lastEvaluatedKey)
            #expect(second.items == Array(items[2...3]))
            try await table.update(["pk": "p", "sk": "3"], "SET gsk = :v", values: [":v": 10])
            let third = try await table.query(
                "gpk = :g", index: "globalAll", values: [":g": "g"], after: second.lastEvaluatedKey)
            #expect(third.items.map { $0["sk"] } == ["4", "5", "3"])
            let local = try await table.query("pk = :p", index: "localKeys", values: [":p": "p"], limit: 1)
            #expect(local.lastEvaluatedKey == ["pk": "p", "sk": "5", "ln": 4])
        }
    }

    // An ExclusiveStartKey of an index must have all keys of index and table, and no others.
    @Test(arguments: Backend.all)
    func wrongStartKeyOfAnIndex(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let wrong: [Item] = [
                ["pk": "p", "sk": "s"], ["gpk": "g", "gsk": 1], ["pk": "p", "sk": "s", "gpk": "g"],
                ["pk": "p", "sk": "s", "gpk": "g", "gsk": "1"], ["pk": "p", "sk": "s", "gpk": "g", "gsk": 1, "a": 1],
                ["pk": "p", "sk": "s", "gpk": "other", "gsk": 1],
            ]
            for start in wrong {
                await expectError(.validation) {
                    try await table.query("gpk = :g", index: "globalAll", values: [":g": "g"], after: start)
                }
            }
        }
    }

    // Consistent reads are for the table and local indexes, not for global ones.
    @Test(arguments: Backend.all)
    func consistentReads(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.put(Self.item)
            #expect(try await table.query("pk = :p", values: [":p": "p"], consistent: true).count == 1)
            #expect(
                try await table.query("pk = :p", index: "localAll", values: [":p": "p"], consistent: true).count == 1)
            await expectError(.validation, "Consistent reads are not supported on global secondary indexes") {
                try await table.query("gpk = :g", index: "globalAll", values: [":g": "g"], consistent: true)
            }
        }
    }

    // A local index gives attributes that it does not hold by reading the table; a global one refuses them.
    @Test(arguments: Backend.all)
    func attributesOutsideTheProjection(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.put(Self.item)
            for index in ["localKeys", "localInclude", "localAll"] {
                let all = try await table.query("pk = :p", index: index, values: [":p": "p"], select: .allAttributes)
                #expect(all.items == [Self.item])
                let some = try await table.query("pk = :p", index: index, values: [":p": "p"], projection: "c, a")
                #expect(some.items == [["a": "A", "c": "C"]])
                let held = try await table.query(
                    "pk = :p", index: index, values: [":p": "p"], select: .allProjectedAttributes)
                #expect(held.items.count == 1)
            }
            for index in ["globalKeys", "globalInclude"] {
                await expectError(.validation) {
                    try await table.query("gpk = :g", index: index, values: [":g": "g"], select: .allAttributes)
                }
                await expectError(.validation) {
                    try await table.query("gpk = :g", index: index, values: [":g": "g"], projection: "c")
                }
            }
            let inside = try await table.query(
                "gpk = :g", index: "globalInclude", values: [":g": "g"], projection: "b.deep, pk")
            #expect(inside.items == [["pk": "p", "b": ["deep": 1]]])
            let all = try await table.query("gpk = :g", index: "globalAll", values: [":g": "g"], select: .allAttributes)
            #expect(all.items == [Self.item])
        }
    }

    // The key condition of an index names the index's keys; conditions on the sort key work as on the table.
    @Test(arguments: Backend.all)
    func keyConditionsOfAnIndex(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.putAll(
                (0..<10).map { ["pk": "p", "sk": .s("\($0)"), "gpk": "g", "gsk": .int($0), "ln": .int($0)] })
            let global = try await table.query(
                "gpk = :g AND gsk BETWEEN :l AND :h", index: "globalKeys", values: [":g": "g", ":l": 3, ":h": 5],
                forward: false)
            #expect(global.items.map { $0["gsk"]?.int } == [5, 4, 3])
            let local = try await table.query("pk = :p AND ln < :l", index: "localKeys", values: [":p": "p", ":l": 2])
            #expect(local.items.map { $0["ln"]?.int } == [0, 1])
            await expectError(.validation) { try await table.query("pk = :p", index: "globalAll", values: [":p": "p"]) }
            await expectError(.validation) {
                try await table.query("pk = :p AND sk = :s", index: "localAll", values: [":p": "p", ":s": "1"])
            }
        }
    }

    // A filter on an index may use the table's key, but not the index's own; it sees only what the index holds.
    @Test(arguments: Backend.all)
    func filterOnAnIndex(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.put(Self.item)
            let byTableKey = try await table.query(
                "gpk = :g", index: "globalAll", values: [":g": "g", ":p": "p"], filter: "pk = :p")
            #expect(byTableKey.count == 1)
            await expectError(.validation) {
                try await table.query("gpk = :g", index: "globalAll", values: [":g": "g", ":n": 1], filter: "gsk = :n")
            }
            let counted = try await table.query(
                "gpk = :g", index: "globalInclude", values: [":g": "g", ":a": "A"], filter: "a = :a", select: .count)
            #expect(counted.count == 1 && counted.scannedCount == 1)
        }
    }
}
