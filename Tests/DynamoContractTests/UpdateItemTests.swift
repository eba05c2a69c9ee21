import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct UpdateItemTests {
    static let key: Item = ["pk": "a", "sk": "b"]

    /// Puts `before` under the key, applies the update and returns the attributes that are there then.
    static func apply(
        _ table: TestTable, _ before: Item, _ expression: String, names: [String: String]? = nil,
        values: [String: AttributeValue]? = nil
    ) async throws -> Item? {
        try await table.put(before.merging(key))
        try await table.update(key, expression, names: names, values: values)
        var after = try await table.get(key)
        after?["pk"] = nil
        after?["sk"] = nil
        return after
    }

    // SET sets, adds and replaces attributes; those it does not name stay.
    @Test(arguments: Backend.all)
    func setChangesOnlyWhatItNames(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table async throws in
            #expect(
                try await Self.apply(
                    table, ["x": 1, "y": 2], "SET x = :x, #z = y, w = x + :x, v = y - x",
                    names: ["#z": "reserved.name"], values: [":x": 10])
                    == ["x": 10, "y": 2, "reserved.name": 2, "w": 11, "v": 1])
        }
    }

    // All operands are read before anything is changed, so that values can be swapped.
    @Test(arguments: Backend.all)
    func operandsAreReadFirst(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table async throws in
            #expect(
                try await Self.apply(
                    table, ["x": "1", "y": "2", "z": "3"],
                    "SET x = y, y = x, dup = z, kept = if_not_exists(q, z) REMOVE z")
                    == ["x": "2", "y": "1", "dup": "3", "kept": "3"])
        }
    }

    // `if_not_exists` gives the attribute when it is there, else the other operand.
    @Test(arguments: Backend.all)
    func ifNotExists(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table async throws in
            #expect(
                try await Self.apply(
                    table, ["x": 1, "m": ["y": 5]],
                    "SET x = if_not_exists(x, :zero) + :one, n = if_not_exists(n, :zero) + :one, "
                        + "z = if_not_exists(m.y, :zero), w = if_not_exists(m.q, if_not_exists(x, :zero))",
                    values: [":zero": 0, ":one": 1]) == ["x": 2, "n": 1, "m": ["y": 5], "z": 5, "w": 1])
        }
    }

    // `list_append` joins two lists in the order of its operands.
    @Test(arguments: Backend.all)
    func listAppend(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            #expect(
                try await Self.apply(
                    table, ["l": [1], "k": [1]],
                    "SET l = list_append(l, :more), k = list_append(:more, k), "
                        + "n = list_append(if_not_exists(n, :none), :more)",
                    values: [":more": [2, 3], ":none": []]) == ["l": [1, 2, 3], "k": [2, 3, 1], "n": [2, 3]])
            try await expectRefused(table) {
                try await table.update(Self.key, "SET l = list_append(l, :x)", values: [":x": 1])
            }
        }
    }

    // SET reaches into maps and lists; an element past the end of a list is appended.
    @Test(arguments: Backend.all)
    func nestedPaths(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table async throws in
            let before: Item = ["m": ["a": ["b": 1, "c": 2], "k": "keep"], "l": [0, ["x": 1], 2]]
            #expect(
                try await Self.apply(
                    table, before, "SET m.a.b = :v, m.n = :v, l[1].x = :v, l[9] = :w, l[8] = :v REMOVE m.a.c",
                    values: [":v": "v", ":w": "w"])
                    == ["m": ["a": ["b": "v"], "k": "keep", "n": "v"], "l": [0, ["x": "v"], 2, "v", "w"]])
        }
    }

    // Several elements of one list are removed by the positions that they had before.
    @Test(arguments: Backend.all)
    func removesElementsByOldPositions(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table async throws in
            #expect(
                try await Self.apply(table, ["l": [0, 1, 2, 3, 4]], "REMOVE l[0], l[2], l[4], l[9]") == ["l": [1, 3]])
        }
    }

    // A path whose parent is not there is refused; removing what is not there is no error.
    @Test(arguments: Backend.all)
    func missingParents(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(Self.key.merging(["x": 1, "m": ["y": 1], "l": [1]]))
            for path in ["absent.y", "m.absent.y", "x.y", "x[0]", "m[0]", "l.y", "absent[0]"] {
                try await expectRefused(
                    table, .validation, "The document path provided in the update expression is invalid for update"
                ) { try await table.update(Self.key, "SET \(path) = :v", values: [":v": 1]) }
            }
            try await table.update(Self.key, "REMOVE absent, m.absent, l[7]")
            #expect(try await table.get(Self.key) == Self.key.merging(["x": 1, "m": ["y": 1], "l": [1]]))
        }
    }

    // An operand that is not there is refused, and nothing of the update is done.
    @Test(arguments: Backend.all)
    func missingOperand(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(Self.key.merging(["x": 1]))
            let message = "The provided expression refers to an attribute that does not exist in the item"
            for expression in ["SET y = absent", "SET x = absent + x", "SET x = :n, y = absent.z"] {
                let values: [String: AttributeValue]? = expression.contains(":n") ? [":n": 2] : nil
                try await expectRefused(table, .validation, message) {
                    try await table.update(Self.key, expression, values: values)
                }
            }
        }
    }

    // Arithmetic takes numbers only.
    @Test(arguments: Backend.all)
    func arithmeticTakesNumbers(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(Self.key.merging(["s": "text", "n": 1]))
            try await expectRefused(
                table, .validation, "An operand in the update expression has an incorrect data type"
            ) { try await table.update(Self.key, "SET n = n + s") }
            try await expectRefused(table) { try await table.update(Self.key, "SET n = n + :s", values: [":s": "1"]) }
        }
    }

    // Sums are exact to 38 digits, and refused beyond.
    @Test(arguments: Backend.all)
    func arithmeticIsExact(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            #expect(
                try await Self.apply(
                    table, ["n": try .decimal("0.1")], "SET n = n + :d", values: [":d": try .decimal("0.2")])
                    == ["n": try .decimal("0.3")])
            #expect(
                try await Self.apply(
                    table, ["n": try .decimal("99999999999999999999999999999999999998")], "ADD n :one",
                    values: [":one": 1]) == ["n": try .decimal("99999999999999999999999999999999999999")])
            try await table.put(Self.key.merging(["n": try .decimal("9E125")]))
            try await expectRefused(table) {
                try await table.update(Self.key, "ADD n :n", values: [":n": try .decimal("9E125")])
            }
        }
    }

    // ADD makes a number or set that is not there, adds to a number and unites with a set.
    @Test(arguments: Backend.all)
    func add(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            #expect(
                try await Self.apply(
                    table, ["n": 5, "s": try .strings("a", "b"), "u": ["v": 1]],
                    "ADD n :n, fresh :n, s :s, t :s, u.v :n",
                    values: [":n": -2, ":s": try .strings("b", "c")]
                )
                    == [
                        "n": 3, "fresh": -2, "s": try .strings("a", "b", "c"), "t": try .strings("b", "c"),
                        "u": ["v": -1],
                    ])
            for values: [String: AttributeValue] in [[":v": "text"], [":v": [1]], [":v": true], [":v": .null]] {
                try await expectRefused(table) { try await table.update(Self.key, "ADD n :v", values: values) }
            }
            try await expectRefused(table) { try await table.update(Self.key, "ADD s :n", values: [":n": 1]) }
            try await expectRefused(table) {
                try await table.update(Self.key, "ADD s :n", values: [":n": try .numbers("1")])
            }
        }
    }

    // DELETE takes elements out of a set; a set that becomes empty is gone; on what is not there it does nothing.
    @Test(arguments: Backend.all)
    func delete(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            #expect(
                try await Self.apply(
                    table, ["s": try .strings("a", "b"), "t": try .strings("a"), "n": try .numbers("1", "2")],
                    "DELETE s :s, t :s, absent :s, n :n",
                    values: [":s": try .strings("a", "z"), ":n": try .numbers("1.0")])
                    == ["s": try .strings("b"), "n": try .numbers("2")])
            try await expectRefused(table) { try await table.update(Self.key, "DELETE s :v", values: [":v": "b"]) }
            try await expectRefused(table) {
                try await table.update(Self.key, "DELETE s :v", values: [":v": try .numbers("1")])
            }
        }
    }

    // An update makes the item when it is not there, with SET, with ADD and without any expression.
    @Test(arguments: Backend.all)
    func makesTheItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.update(["pk": "a", "sk": "1"], "SET x = :x", values: [":x": 1])
            try await table.update(["pk": "a", "sk": "2"], "ADD x :x", values: [":x": 1])
            try await table.update(["pk": "a", "sk": "3"])
            #expect(try await table.get(["pk": "a", "sk": "1"])?["x"] == 1)
            #expect(try await table.get(["pk": "a", "sk": "2"])?["x"] == 1)
            #expect(try await table.get(["pk": "a", "sk": "3"]) == ["pk": "a", "sk": "3"])
        }
    }

    // An update that only removes does not make an item.
    @Test(arguments: Backend.all)
    func removingMakesNoItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.update(Self.key, "REMOVE x")
            try await table.update(Self.key, "DELETE x :s", values: [":s": try .strings("a")])
            #expect(try await table.get(Self.key) == nil)
        }
    }

    // The attributes of the primary key cannot be changed, not even to the same value.
    @Test(arguments: Backend.all)
    func keyCannotChange(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(Self.key)
            let message =
                "One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key"
            try await expectRefused(table, .validation, message) {
                try await table.update(Self.key, "SET sk = :v", values: [":v": "b"])
            }
            try await expectRefused(table, .validation, message) { try await table.update(Self.key, "REMOVE sk") }
        }
    }

    // A condition sees the item before the update; when it fails nothing is changed or made.
    @Test(arguments: Backend.all)
    func conditionsDecide(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await expectRefused(table, .conditionalCheckFailed, "The conditional request failed") {
                try await table.update(Self.key, "SET x = :x", if: "attribute_exists(pk)", values: [":x": 1])
            }
            try await table.update(Self.key, "SET x = :x", if: "attribute_not_exists(x)", values: [":x": 1])
            try await table.update(Self.key, "SET x = x + :x", if: "x = :x", values: [":x": 1])
            let error = try await expectRefused(table, .conditionalCheckFailed) {
                try await table.update(
                    Self.key, "SET x = x + :x", if: "x = :x", values: [":x": 1], onFailure: .allOld)
            }
            #expect(error?.item == Self.key.merging(["x": 2]))
            let untold = await expectError(.conditionalCheckFailed) {
                try await table.update(Self.key, "SET x = :x", if: "x = :x", values: [":x": 1])
            }
            #expect(untold?.item == nil)
        }
    }
}
