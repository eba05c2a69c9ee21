import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct QueryTests {
    static let sorted = ["", "a", "a#1", "a#2", "a%", "aa", "b", "z", "~", "é", "ộ", "猫", "\u{FFFD}", "😀"].dropFirst()

    /// A table with the texts as sort keys of partition `p`, and items of other partitions next to it.
    static func fill(_ table: TestTable) async throws {
        var random = SeededGenerator(seed: 3)
        var items: [Item] = sorted.enumerated().map {
            ["pk": "p", "sk": .s($1), "n": .int($0), "even": .bool($0 % 2 == 0)]
        }
        for other in ["", "o", "p#", "pp", "q"].dropFirst() { items.append(["pk": .s(other), "sk": "a", "n": -1]) }
        items.shuffle(using: &random)
        try await table.putAll(items)
    }

    static func sortKeys(_ page: PageResponse) -> [String] { page.items.compactMap { $0["sk"]?.string } }

    // Without a condition on the sort key all items of the partition come, in the order of the sort key's bytes.
    @Test(arguments: Backend.all)
    func wholePartitionInOrder(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await Self.fill(table)
            let page = try await table.query("pk = :p", values: [":p": "p"])
            #expect(Self.sortKeys(page) == Array(Self.sorted))
            #expect(page.count == Self.sorted.count)
            #expect(page.scannedCount == Self.sorted.count)
            #expect(page.lastEvaluatedKey == nil)
            #expect(page.consumedCapacity == nil)
        }
    }

    // ScanIndexForward false gives the opposite order.
    @Test(arguments: Backend.all)
    func backwards(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await Self.fill(table)
            let page = try await table.query("pk = :p", values: [":p": "p"], forward: false)
            #expect(Self.sortKeys(page) == Self.sorted.reversed())
        }
    }

    // Each condition on the sort key selects what it says, forwards and backwards.
    @Test(
        arguments: Backend.all,
        [
            ("sk = :a", ["a"]), ("sk < :b", ["a", "a#1", "a#2", "a%", "aa"]),
            ("sk <= :b", ["a", "a#1", "a#2", "a%", "aa", "b"]),
            ("sk > :b", ["z", "~", "é", "ộ", "猫", "\u{FFFD}", "😀"]),
            ("sk >= :b", ["b", "z", "~", "é", "ộ", "猫", "\u{FFFD}", "😀"]),
            ("sk BETWEEN :a AND :b", ["a", "a#1", "a#2", "a%", "aa", "b"]),
            ("begins_with(sk, :hash)", ["a#1", "a#2"]), ("begins_with(sk, :a)", ["a", "a#1", "a#2", "a%", "aa"]),
            ("begins_with(sk, :none)", []), ("sk = :none", []),
        ])
    func sortKeyConditions(_ backend: Backend, _ sample: (condition: String, expected: [String])) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await Self.fill(table)
            let values: [String: AttributeValue] = [":p": "p", ":a": "a", ":b": "b", ":hash": "a#", ":none": "nothing"]
            let used = values.used(in: "pk = :p AND \(sample.condition)")
            for condition in [
                "pk = :p AND \(sample.condition)", "\(sample.condition) AND pk = :p",
                "(pk = :p) AND (\(sample.condition))",
            ] {
                let forward = try await table.query(condition, values: used)
                #expect(Self.sortKeys(forward) == sample.expected)
                let backward = try await table.query(condition, values: used, forward: false)
                #expect(Self.sortKeys(backward) == sample.expected.reversed())
            }
        }
    }

    // BETWEEN with equal bounds is an equality; a lower bound above the upper is refused.
    @Test(arguments: Backend.all)
    func betweenBounds(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await Self.fill(table)
            let page = try await table.query("pk = :p AND sk BETWEEN :a AND :a", values: [":p": "p", ":a": "a"])
            #expect(Self.sortKeys(page) == ["a"])
            await expectError(.validation) {
                try await table.query(
                    "pk = :p AND sk BETWEEN :b AND :a", values: [":p": "p", ":a": "a", ":b": "b"])
            }
        }
    }

    // Placeholders may name the key attributes, and the partition key may stand on its own in a table without sort key.
    @Test(arguments: Backend.all)
    func namesAndHashOnlyTables(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            try await table.put(["pk": "a", "x": 1])
            let page = try await table.query("#k = :k", names: ["#k": "pk"], values: [":k": "a"])
            #expect(page.items == [["pk": "a", "x": 1]])
            #expect(try await table.query("pk = :k", values: [":k": "b"]).items == [])
        }
    }

    // A filter leaves items out after they were read: Count is what passed, ScannedCount what was read.
    @Test(arguments: Backend.all)
    func filterCounts(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await Self.fill(table)
            let page = try await table.query("pk = :p", values: [":p": "p", ":n": 4], filter: "n < :n")
            #expect(page.items.map { $0["n"]?.int } == [0, 1, 2, 3])
            #expect(page.count == 4)
            #expect(page.scannedCount == Self.sorted.count)
            let none = try await table.query(
                "pk = :p", values: [":p": "p", ":n": 0], filter: "n < :n", limit: 3)
            #expect(none.items.isEmpty && none.count == 0 && none.scannedCount == 3)
            #expect(none.lastEvaluatedKey == ["pk": "p", "sk": "a#2"])
        }
    }

    // A filter must not use the attributes of the primary key.
    @Test(arguments: Backend.all)
    func filterOnKeyIsRefused(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for name in ["pk", "sk"] {
                await expectError(
                    .validation,
                    "Filter Expression can only contain non-primary key attributes: Primary key attribute: \(name)"
                ) { try await table.query("pk = :p", values: [":p": "p", ":v": "x"], filter: "\(name) = :v") }
            }
        }
    }

    // A projection returns the named attributes only; the key is not added.
    @Test(arguments: Backend.all)
    func projection(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await Self.fill(table)
            let page = try await table.query(
                "pk = :p AND sk < :b", names: ["#n": "n"], values: [":p": "p", ":b": "a#2"], projection: "#n, absent")
            #expect(page.items == [["n": 0], ["n": 1]])
        }
    }

    // Select COUNT returns the numbers without items.
    @Test(arguments: Backend.all)
    func selectCount(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await Self.fill(table)
            let page = try await table.query(
                "pk = :p", values: [":p": "p", ":n": 4], filter: "n < :n", select: .count)
            #expect(page == PageResponse(count: 4, scannedCount: Self.sorted.count))
            #expect(
                try await table.query("pk = :p", values: [":p": "p"], select: .allAttributes).items.first?["n"] == 0)
        }
    }

    // Key conditions that DynamoDB does not have are refused.
    @Test(
        arguments: Backend.all,
        [
            "", "sk = :a", "pk > :p", "pk = :p OR sk = :a", "NOT pk = :p", "pk = :p AND sk <> :a",
            "pk = :p AND contains(sk, :a)", "pk = :p AND sk IN (:a)", "pk = :p AND attribute_exists(sk)",
            "pk = :p AND x = :a", "pk = :p AND sk = :a AND x = :a", "pk = :p AND sk > :a AND sk < :a",
            "pk = :p AND size(sk) = :a", "pk = sk", "begins_with(pk, :p)", "pk BETWEEN :p AND :a", "pk = :p AND sk",
            "pk = :p AND sk.x = :a", "pk = :absent",
        ])
    func wrongKeyCondition(_ backend: Backend, _ condition: String) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let values: [String: AttributeValue] = [":p": "p", ":a": "a"]
            await expectError(.validation) { try await table.query(condition, values: values.used(in: condition)) }
        }
    }

    // The key condition must be there and name the partition key.
    @Test(arguments: Backend.all)
    func missingKeyCondition(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            await expectError(.validation) { try await table.query(nil) }
            await expectError(.validation, "Query condition missed key schema element: pk") {
                try await table.query("sk = :a", values: [":a": "a"])
            }
        }
    }

    // Values of the key condition must have the type of the key and not be empty.
    @Test(arguments: Backend.all)
    func keyConditionTypes(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            for (partition, sort): (AttributeValue, AttributeValue) in [(1, 1), ("p", "1"), (["p"], 1)] {
                await expectError(
                    .validation,
                    "One or more parameter values were invalid: Condition parameter type does not match schema type"
                ) { try await table.query("pk = :p AND sk > :s", values: [":p": partition, ":s": sort]) }
            }
            await expectError(.validation) { try await table.query("pk = :p", values: [":p": ""]) }
            await expectError(.validation) {
                try await table.query("pk = :p AND begins_with(sk, :s)", values: [":p": "p", ":s": 1])
            }
        }
    }

    // Unused and missing placeholders are refused.
    @Test(arguments: Backend.all)
    func placeholders(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            await expectError(.validation) { try await table.query("pk = :p", values: [":p": "p", ":x": "y"]) }
            await expectError(.validation) { try await table.query("pk = :p", names: ["#x": "y"], values: [":p": "p"]) }
            await expectError(.validation) { try await table.query("#x = :p", values: [":p": "p"]) }
            await expectError(.validation) { try await table.query("pk = :p", values: [":p": "p"], filter: "") }
            await expectError(.validation) { try await table.query("pk = :p", values: [":p": "p"], filter: "x = :y") }
        }
    }

    // A missing table is not found; a missing index breaks a rule.
    @Test(arguments: Backend.all)
    func missingTableOrIndex(_ backend: Backend) async throws {
        try await backend.run { db in
            let missing = TestTable(db, TestTables.keyed(name: "Missing"))
            await expectError(.resourceNotFound) { try await missing.query("pk = :p", values: [":p": "p"]) }
            let table = try await TestTable.make(db, TestTables.keyed())
            await expectError(.validation, "The table does not have the specified index: absent") {
                try await table.query("pk = :p", index: "absent", values: [":p": "p"])
            }
        }
    }
}
