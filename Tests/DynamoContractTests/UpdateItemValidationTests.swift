import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct UpdateItemValidationTests {
    static let key: Item = ["pk": "a", "sk": "b"]

    // The key must have exactly the attributes of the primary key, with their types, not empty and not too long.
    @Test(arguments: Backend.all)
    func keyMustMatchTheSchema(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for key: Item in [
                [:], ["pk": "a"], ["pk": "a", "sk": "b", "x": 1], ["pk": 1, "sk": "b"], ["pk": "a", "sk": .null],
            ] {
                try await expectRefused(table, .validation, "The provided key element does not match the schema") {
                    try await table.update(key, "SET x = :x", values: [":x": 1])
                }
            }
            for key: Item in [
                ["pk": "", "sk": "b"], ["pk": "a", "sk": ""], ["pk": .filler(2049), "sk": "b"],
                ["pk": "a", "sk": .filler(1025)],
            ] {
                try await expectRefused(table) { try await table.update(key, "SET x = :x", values: [":x": 1]) }
            }
        }
    }

    // Update expressions that cannot be read are refused: syntax, paths twice or overlapping, sections twice.
    @Test(
        arguments: Backend.all,
        [
            "", "SET", "x = :v", "SET x", "SET x = ", "SET x = :v,", "SET x = :v SET y = :v", "SET x = :v, x = :v",
            "SET x = :v REMOVE x", "SET m = :v, m.y = :v", "SET l[0] = :v REMOVE l", "ADD x", "ADD x y", "DELETE x",
            "DELETE x y", "REMOVE x = :v", "SET x = :v + :v + :v", "SET x = nonsense(:v)", "SET :v = x",
            "SET x = list_append(:v)", "SET x = if_not_exists(:v, x)", "SET x = :absent", "SET #absent = :v",
            "SET name = :v", "SET x = (:v", "SET l[-1] = :v", "SET l[a] = :v", "MOVE x TO y", "SET x == :v",
        ])
    func wrongExpressionIsRefused(_ backend: Backend, _ expression: String) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(Self.key.merging(["x": 1, "m": ["y": 1], "l": [1]]))
            let values: [String: AttributeValue]? = expression.contains(":v") ? [":v": 1] : nil
            let error = try await expectRefused(table) { try await table.update(Self.key, expression, values: values) }
            #expect(error?.message.isEmpty == false)
        }
    }

    // What is wrong with the expressions of a write is reported like a violated constraint, of a write of one item and
    // not of a transaction.
    @Test(arguments: Backend.all)
    func expressionFaultsAreCounted(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let message = "Invalid ConditionExpression: The expression has redundant parentheses;"
            let condition = "((attribute_exists(pk)))"
            for counted in [
                { () async throws in try await table.put(Self.key, if: condition) },
                { () async throws in try await table.update(Self.key, if: condition) },
                { () async throws in try await table.delete(Self.key, if: condition) },
            ] {
                try await expectRefused(table, .validation, "1 validation error detected: " + message, counted)
            }
            try await expectRefused(table, .validation, message) {
                try await table.transact([table.action(.delete(key: Self.key), if: condition)])
            }
            try await expectRefused(
                table, .validation, "1 validation error detected: ReturnValues can only be ALL_OLD or NONE"
            ) { try await table.delete(Self.key, returning: .allNew) }
        }
    }

    // A placeholder that no expression uses is refused, as is a parameter without any expression.
    @Test(arguments: Backend.all)
    func unusedPlaceholders(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let error = try await expectRefused(table) {
                try await table.update(Self.key, "SET x = :v", values: [":v": 1, ":unused": 2])
            }
            #expect(error?.message.contains(":unused") == true)
            let second = try await expectRefused(table) {
                try await table.update(Self.key, "SET x = :v", names: ["#unused": "x"], values: [":v": 1])
            }
            #expect(second?.message.contains("#unused") == true)
            try await expectRefused(table) { try await table.update(Self.key, values: [":v": 1]) }
            try await expectRefused(table) { try await table.update(Self.key, names: ["#v": "x"]) }
        }
    }

    // An expression has up to 4 KB.
    @Test(arguments: Backend.all)
    func expressionIsLimited(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let name = { (length: Int) in String(repeating: "x", count: length - "SET  = :v".utf8.count) }
            try await table.update(Self.key, "SET \(name(4096)) = :v", values: [":v": 1])
            try await expectRefused(table) {
                try await table.update(Self.key, "SET \(name(4097)) = :v", values: [":v": 1])
            }
        }
    }

    static let tooLarge = "Item size to update has exceeded the maximum allowed size"

    // An update must not make an item larger than 400 KB; exactly 400 KB is accepted.
    @Test(arguments: Backend.all)
    func itemMustNotBeTooLarge(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let key: Item = ["pk": "a", "sk": .filler(40)]
            let largest = key.filled(to: DynamoLimits.itemSize)
            try await table.update(key, "SET filler = :f", values: [":f": largest["filler"] ?? ""])
            #expect(try await table.get(key) == largest)
            try await expectRefused(table, .validation, Self.tooLarge) {
                try await table.update(key, "SET x = :x", values: [":x": ""])
            }
        }
    }

    // What an update says counts against 400 KB as well, with 3 bytes and a cost of each clause, whatever its
    // condition.
    @Test(arguments: Backend.all)
    func requestMustNotBeTooLarge(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(Self.key.merging(["r": 1]))
            // 3, 19 and the name of SET, 1 and the name of REMOVE.
            let most = DynamoLimits.itemSize - 3 - 19 - 1 - 1 - 1
            try await expectRefused(table, .validation, Self.tooLarge) {
                try await table.update(
                    Self.key, "SET b = :b REMOVE r", if: "attribute_exists(x)", values: [":b": .filler(most + 1)])
            }
            try await table.update(Self.key, "SET b = :b REMOVE r", values: [":b": .filler(most)])
            #expect(try await table.get(Self.key) == Self.key.merging(["b": .filler(most)]))
        }
    }

    // An update must not nest deeper than 32 levels, counting what the innermost map or list holds.
    @Test(arguments: Backend.all)
    func nestingIsLimited(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.update(Self.key, "SET x = :v", values: [":v": .nested(31)])
            try await expectRefused(table) {
                try await table.update(Self.key, "SET y = :v", values: [":v": .nested(32)])
            }
            try await expectRefused(table) {
                try await table.update(Self.key, "SET x[0][0] = :v", values: [":v": .nested(30)])
            }
        }
    }

    // An attribute that is the key of an index must keep its type and not become empty.
    @Test(arguments: Backend.all)
    func indexKeyMustHaveItsType(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            try await table.put(Self.key.merging(["gpk": "g", "gsk": 1, "ln": 1]))
            for (name, value): (String, AttributeValue) in [
                ("gpk", 1), ("gpk", ""), ("gsk", "1"), ("ln", .null), ("gpk", .filler(2049)),
            ] {
                try await expectRefused(table) {
                    try await table.update(Self.key, "SET \(name) = :v", values: [":v": value])
                }
            }
        }
    }

    // What an item had before an index was made need not fit the index, as long as an update leaves it alone.
    @Test(arguments: Backend.all)
    func unfitIndexKeyIsLeftAlone(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let key: Item = ["pk": "a", "sk": "s"]
            try await table.put(key.merging(["g": 5]))
            _ = try await table.db.updateTable(
                UpdateTableRequest(
                    tableName: table.name, attributeDefinitions: [AttributeDefinition("g", .s)],
                    globalSecondaryIndexUpdates: [
                        .create(SecondaryIndex(indexName: "late", keySchema: [KeySchemaElement("g", .hash)]))
                    ]))
            try await waitUntilActive(table.db, tableName: table.name)
            try await table.update(key, "SET x = :x", values: [":x": 1])
            #expect(try await table.get(key) == key.merging(["g": 5, "x": 1]))
            try await expectRefused(table) { try await table.update(key, "SET g = x") }
            try await expectRefused(table) { try await table.put(key.merging(["g": 5])) }
            try await table.update(key, "SET g = :g", values: [":g": "fit"])
            #expect(try await table.contents(index: "late") == [key.merging(["g": "fit", "x": 1])])
        }
    }

    // The indexes follow every update: entries appear, move, change and disappear.
    @Test(arguments: Backend.all)
    func indexesFollow(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let steps: [(String, [String: AttributeValue]?)] = [
                ("SET gpk = :v", [":v": "g"]), ("SET gsk = :v, a = :v", [":v": 1]), ("ADD gsk :v", [":v": 5]),
                ("SET a = :v, c = :v", [":v": "changed"]), ("SET c = :v", [":v": "again"]), ("SET ln = :v", [":v": 2]),
                ("REMOVE gsk", nil), ("SET gsk = :v REMOVE gpk, ln", [":v": 3]), ("SET gpk = :v", [":v": "h"]),
                ("REMOVE a, b, c", nil),
            ]
            for (expression, values) in steps {
                try await table.update(Self.key, expression, values: values)
                try await expectIndexesMatch(table)
            }
        }
    }

    // A table that is not there is said to be not found.
    @Test(arguments: Backend.all)
    func missingTable(_ backend: Backend) async throws {
        try await backend.run { db in
            let table = TestTable(db, TestTables.keyed())
            await expectError(.resourceNotFound) { try await table.update(Self.key) }
        }
    }
}
