import DynamoModel
import TestSupport
import Testing

/// Global indexes whose key has several attributes (November 2025). Source: Developer Guide, "Multi-attribute keys
/// pattern".
@Suite(.tables) struct MultiAttributeKeyTests {
    /// `tournament`, `region` · `round`, `bracket` (N), `match` (B).
    private static let wide = SecondaryIndex(
        indexName: "wide",
        keySchema: [
            KeySchemaElement("tournament", .hash), KeySchemaElement("region", .hash),
            KeySchemaElement("round", .range), KeySchemaElement("bracket", .range), KeySchemaElement("match", .range),
        ])

    private static let definition: CreateTableRequest = {
        var definition = TestTables.hashOnly(name: "Matches")
        definition.attributeDefinitions += [
            AttributeDefinition("tournament", .s), AttributeDefinition("region", .s), AttributeDefinition("round", .s),
            AttributeDefinition("bracket", .n), AttributeDefinition("match", .b),
        ]
        definition.globalSecondaryIndexes = [wide]
        return definition
    }()

    private static func item(_ pk: String, _ round: String, _ bracket: Int, _ match: UInt8, region: String = "EU")
        -> Item
    {
        [
            "pk": .s(pk), "tournament": "T", "region": .s(region), "round": .s(round), "bracket": .int(bracket),
            "match": .b([match]),
        ]
    }

    private static let items = [
        item("1", "FINAL", 1, 9), item("2", "FINAL", 2, 1), item("3", "FINAL", 10, 0), item("4", "SEMI", -3, 5),
        item("5", "SEMI", 1, 1), item("6", "SEMI", 1, 2), item("7", "SEMI", 1, 200), item("8", "SEMI", 20, 0),
    ]
    private static let hash: [String: AttributeValue] = [":t": "T", ":r": "EU"]
    private static let hashText = "tournament = :t AND #r = :r"

    private static func keys(
        _ table: TestTable, _ condition: String = "", _ values: [String: AttributeValue] = [:],
        forward: Bool = true
    ) async throws -> [String] {
        var names = ["#r": "region"]
        if condition.contains("#m") { names["#m"] = "match" }
        let page = try await table.query(
            hashText + condition, index: "wide", names: names,
            values: hash.merging(values) { $1 }, forward: forward)
        return page.items.compactMap { $0["pk"]?.string }
    }

    // Items come in the order of the sort attributes, from left to right, each by its own type; other partitions stay
    // out.
    @Test(arguments: Backend.all)
    func order(_ backend: Backend) async throws {
        try await backend.withTable(Self.definition) { table in
            try await table.putAll(Self.items.reversed() + [Self.item("us", "FINAL", 1, 1, region: "US")])
            #expect(try await Self.keys(table) == ["1", "2", "3", "4", "5", "6", "7", "8"])
            #expect(try await Self.keys(table, forward: false) == ["8", "7", "6", "5", "4", "3", "2", "1"])
        }
    }

    // Conditions on sort attributes go from left to right: equality on the first ones, any one condition on the last.
    @Test(arguments: Backend.all)
    func conditions(_ backend: Backend) async throws {
        try await backend.withTable(Self.definition) { table in
            try await table.putAll(Self.items)
            #expect(try await Self.keys(table, " AND round = :x", [":x": "SEMI"]) == ["4", "5", "6", "7", "8"])
            #expect(try await Self.keys(table, " AND begins_with(round, :x)", [":x": "F"]) == ["1", "2", "3"])
            #expect(
                try await Self.keys(table, " AND round = :x AND bracket < :b", [":x": "FINAL", ":b": 10]) == ["1", "2"])
            #expect(
                try await Self.keys(
                    table, " AND round = :x AND bracket BETWEEN :b AND :c", [":x": "SEMI", ":b": -5, ":c": 1])
                    == ["4", "5", "6", "7"])
            #expect(
                try await Self.keys(
                    table, " AND round = :x AND bracket = :b AND #m > :m", [":x": "SEMI", ":b": 1, ":m": .b([1])])
                    == ["6", "7"])
        }
    }

    // Every HASH attribute is asked for, by equality; no sort attribute is left out before another, and only the last
    // one is asked for by something else than equality.
    @Test(
        arguments: Backend.all,
        [
            ("tournament = :t", "Query condition missed key schema element: region"),
            ("tournament = :t AND begins_with(#r, :r)", "Query key condition not supported"),
            (hashText + " AND bracket = :b", "Query condition missed key schema element: round"),
            (hashText + " AND round > :x AND bracket = :b", "Query key condition not supported"),
            (
                hashText + " AND begins_with(bracket, :x) AND round = :x",
                "One or more parameter values were invalid: Condition parameter type does not match schema type"
            ),
        ])
    func wrongConditions(_ backend: Backend, _ rule: (text: String, message: String)) async throws {
        try await backend.withTable(Self.definition) { table in
            var values: [String: AttributeValue] = [":t": "T"]
            for (name, value) in [":r": "EU", ":b": 1, ":x": "A"] as [String: AttributeValue]
            where rule.text.contains(name) { values[name] = value }
            let names = rule.text.contains("#r") ? ["#r": "region"] : nil
            let given = values
            await expectError(.validation, rule.message) {
                try await table.query(rule.text, index: "wide", names: names, values: given)
            }
        }
    }

    // An item without one of the key's attributes is not in the index; it comes in and goes out as the attribute does.
    // One of a wrong type is refused.
    @Test(arguments: Backend.all)
    func sparse(_ backend: Backend) async throws {
        try await backend.withTable(Self.definition) { table in
            var partial = Self.items[0]
            partial["match"] = nil
            try await table.put(partial)
            #expect(try await table.contents(index: "wide").isEmpty)
            try await table.update(["pk": "1"], "SET #m = :m", names: ["#m": "match"], values: [":m": .b([9])])
            #expect(try await table.contents(index: "wide") == [Self.items[0]])
            try await table.update(["pk": "1"], "REMOVE #r", names: ["#r": "region"])
            #expect(try await table.contents(index: "wide").isEmpty)
            await expectError(
                .validation,
                "One or more parameter values were invalid: Type mismatch for Index Key bracket Expected: N Actual: S "
                    + "IndexName: wide"
            ) { try await table.put(Self.items[0].merging(["bracket": "1"])) }
            try await table.update(["pk": "1"], "SET spare = :o", values: [":o": "text"])
            await expectError(
                .validation, "The update expression attempted to update the secondary index key to unsupported type"
            ) { try await table.update(["pk": "1"], "SET bracket = spare") }
            try await expectIndexesMatch(table)
        }
    }

    // LastEvaluatedKey has all attributes of the index's key and of the table's; pages follow each other from it.
    @Test(arguments: Backend.all, [1, 3, 7])
    func pages(_ backend: Backend, _ limit: Int) async throws {
        try await backend.withTable(Self.definition) { table in
            try await table.putAll(Self.items)
            var found: [String] = []
            var start: Item?
            repeat {
                let page = try await table.query(
                    Self.hashText, index: "wide", names: ["#r": "region"], values: Self.hash, limit: limit, after: start
                )
                found += page.items.compactMap { $0["pk"]?.string }
                start = page.lastEvaluatedKey
                if let start { #expect(start.count == 6 && start == page.items.last) }
            } while start != nil
            #expect(found == ["1", "2", "3", "4", "5", "6", "7", "8"])
            var short = Self.items[0]
            short["round"] = nil
            await expectError(.validation, "The provided starting key is invalid") { [short] in
                try await table.query(
                    Self.hashText, index: "wide", names: ["#r": "region"], values: Self.hash, after: short)
            }
        }
    }

    // Such an index is added to a living table, too, and holds what the table holds.
    @Test(arguments: Backend.all)
    func added(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly(name: "Matches")) { table in
            try await table.putAll(Self.items)
            _ = try await table.db.updateTable(
                UpdateTableRequest(
                    tableName: table.name, attributeDefinitions: Self.definition.attributeDefinitions,
                    globalSecondaryIndexUpdates: [.create(Self.wide)]))
            let described = try await waitUntilActive(table.db, tableName: table.name)
            #expect(described.globalSecondaryIndexes.map(\.index.keySchema) == [Self.wide.keySchema])
            #expect(try await Self.keys(table) == ["1", "2", "3", "4", "5", "6", "7", "8"])
        }
    }
}
