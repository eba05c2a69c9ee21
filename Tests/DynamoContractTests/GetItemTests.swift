import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct GetItemTests {
    static let item: Item = [
        "pk": "a", "sk": "b", "text": "", "num": 42, "flag": true, "seq": [1, [2, "three"]],
        "doc": ["inside": ["deep": "x", "other": 7], "empty": [:]], "we.ird": "dot", "Size": "reserved",
    ]

    // A get returns all attributes of the item with the key, of all ten types, as they were put.
    @Test(arguments: Backend.all)
    func returnsAllTypesAsPut(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            var item = Self.item
            item["null"] = .null
            item["bytes"] = .b([0, 1, 255])
            item["noBytes"] = .b([])
            item["ss"] = try .strings("b", "a", "")
            item["ns"] = try .numbers("1", "-2.5", "1E125")
            item["bs"] = try .binaries([1], [], [0xff, 0])
            item["emptyList"] = []
            try await table.put(item)
            #expect(try await table.get(["pk": "a", "sk": "b"]) == item)
        }
    }

    // Random items with values of all types and depths come back as they were put.
    @Test(arguments: Backend.all)
    func returnsRandomItemsAsPut(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            var random = SeededGenerator(seed: 1)
            var items: [Item] = []
            for number in 0..<200 {
                items.append(try random.attributes(upTo: 8).merging(["pk": .s("p\(number % 7)"), "sk": .int(number)]))
            }
            try await table.putAll(items)
            for item in items { #expect(try await table.get(table.key(of: item)) == item) }
        }
    }

    // A key that no item has gives an answer without an item, not an error.
    @Test(arguments: Backend.all)
    func missingItemIsNoError(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(Self.item)
            for key: Item in [["pk": "a", "sk": "c"], ["pk": "b", "sk": "b"], ["pk": "A", "sk": "b"]] {
                let answer = try await table.db.getItem(GetItemRequest(tableName: table.name, key: key))
                #expect(answer == GetItemResponse())
            }
        }
    }

    // Keys are compared by their bytes: canonically equivalent texts are different keys.
    @Test(arguments: Backend.all)
    func keysAreBytes(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            let names = ["\u{e9}", "e\u{301}", "\0", "\0\0", "a\0b", "a", "a ", "A", "\r\n", "\n"]
            for (number, name) in names.enumerated() { try await table.put(["pk": .s(name), "n": .int(number)]) }
            for (number, name) in names.enumerated() {
                #expect(try await table.get(["pk": .s(name)]) == ["pk": .s(name), "n": .int(number)])
            }
        }
    }

    // Number keys are equal when their values are, whatever their spelling.
    @Test(arguments: Backend.all)
    func numberKeysAreValues(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly(.n)) { table in
            try await table.put(["pk": try .decimal("100"), "a": 1])
            for spelling in ["1E2", "100.00", "0100", "+1e+2", "0.1E3"] {
                #expect(try await table.get(["pk": try .decimal(spelling)])?["a"] == 1)
            }
            try await table.put(["pk": try .decimal("-0"), "a": 2])
            #expect(try await table.get(["pk": 0])?["a"] == 2)
        }
    }

    // The key must have exactly the attributes of the primary key.
    @Test(arguments: Backend.all)
    func keyMustMatchTheSchema(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let wrong: [Item] = [
                [:], ["pk": "a"], ["sk": "b"], ["pk": "a", "sk": "b", "x": "c"], ["pk": "a", "SK": "b"],
                ["pk": 1, "sk": "b"], ["pk": "a", "sk": .b([1])], ["pk": "a", "sk": .null],
                ["pk": "a", "sk": ["b"]],
            ]
            for key in wrong {
                await expectError(.validation, "The provided key element does not match the schema") {
                    try await table.get(key)
                }
            }
        }
    }

    // Key values are never empty, for text and bytes alike.
    @Test(arguments: Backend.all)
    func keyMustNotBeEmpty(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .b)) { table in
            await expectError(
                .validation,
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                    + "empty string value. Key: pk"
            ) { try await table.get(["pk": "", "sk": .b([1])]) }
            await expectError(
                .validation,
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                    + "empty binary value. Key: sk"
            ) { try await table.get(["pk": "a", "sk": .b([])]) }
        }
    }

    // A partition key has up to 2,048 bytes, a sort key up to 1,024.
    @Test(arguments: Backend.all)
    func keyMustNotBeTooLong(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let longest = try await table.get(["pk": .filler(2048), "sk": .filler(1024)])
            #expect(longest == nil)
            await expectError(.validation) { try await table.get(["pk": .filler(2049), "sk": "b"]) }
            await expectError(.validation) { try await table.get(["pk": "a", "sk": .filler(1025)]) }
        }
    }

    // A projection returns only the named paths, nested ones inside their containers; missing ones are left out.
    @Test(arguments: Backend.all)
    func projectsPaths(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(Self.item)
            let key = table.key(of: Self.item)
            #expect(try await table.get(key, projection: "num, absent") == ["num": 42])
            #expect(try await table.get(key, projection: "pk") == ["pk": "a"])
            #expect(
                try await table.get(key, projection: "doc.inside.deep, seq[1][0]")
                    == ["doc": ["inside": ["deep": "x"]], "seq": [[2]]])
            #expect(
                try await table.get(key, projection: "#w, #s", names: ["#w": "we.ird", "#s": "Size"])
                    == ["we.ird": "dot", "Size": "reserved"])
        }
    }

    // An item of which the projection names nothing is there, with no attributes; a missing item is not.
    @Test(arguments: Backend.all)
    func projectionOfNothingIsAnEmptyItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(Self.item)
            #expect(try await table.get(table.key(of: Self.item), projection: "absent, doc.absent, num.x") == [:])
            #expect(try await table.get(["pk": "z", "sk": "z"], projection: "absent") == nil)
        }
    }

    // Elements of one list come together in one list, in the order of their positions.
    @Test(arguments: Backend.all)
    func projectedElementsKeepTheirOrder(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            try await table.put(["pk": "a", "l": [10, 11, 12, 13]])
            #expect(try await table.get(["pk": "a"], projection: "l[3], l[0], l[9]") == ["l": [10, 13]])
        }
    }

    // A projection that cannot be read is refused: syntax, overlap, reserved word, missing or unused placeholder.
    @Test(arguments: Backend.all)
    func wrongProjectionIsRefused(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let key: Item = ["pk": "a", "sk": "b"]
            for projection in ["", "a,", "a b", "doc, doc.inside", "a, a", "seq[x]", "Size", "#w", ":v", "a..b"] {
                await expectError(.validation) { try await table.get(key, projection: projection) }
            }
            await expectError(.validation) { try await table.get(key, projection: "a", names: ["#x": "b"]) }
            await expectError(.validation) { try await table.get(key, names: ["#x": "b"]) }
            await expectError(.validation) { try await table.get(key, projection: "#", names: ["#": "b"]) }
        }
    }

    // A table that is not there is said to be not found.
    @Test(arguments: Backend.all)
    func missingTable(_ backend: Backend) async throws {
        try await backend.run { db in
            let table = TestTable(db, TestTables.keyed())
            await expectError(.resourceNotFound) { try await table.get(["pk": "a", "sk": "b"]) }
        }
    }

    // A table name has at least three characters of a-z, A-Z, 0-9, _, - and dot.
    @Test(arguments: Backend.all)
    func malformedTableName(_ backend: Backend) async throws {
        try await backend.run { db in
            for name in ["", "a b c", "tablé"] {
                await expectError(.validation) {
                    try await db.getItem(GetItemRequest(tableName: name, key: ["pk": "a"]))
                }
            }
        }
    }
}
