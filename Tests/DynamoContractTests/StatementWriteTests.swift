import DynamoModel
import TestSupport
import Testing

/// `INSERT`, `UPDATE` and `DELETE`: what they write, under which conditions, and what they answer.
@Suite(.tables) struct StatementWriteTests {
    private static let key: Item = ["pk": "a", "sk": "1"]

    // INSERT puts a new item, and never replaces one.
    @Test(arguments: Backend.all)
    func insert(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let statement =
                "INSERT INTO T VALUE {'pk': 'a', 'sk': ?, 'n': -2.50, 'l': [1, 'x', null], 's': <<'p', 'q'>>, 'm': {'b': true}}"
            #expect(try await table.run(statement, ["1"]) == [])
            let set = AttributeValue.ss(try AttributeSet(["p", "q"]))
            let stored: Item = [
                "pk": "a", "sk": "1", "n": .n(try DynamoNumber("-2.5")), "l": [1, "x", .null], "s": set,
                "m": ["b": true],
            ]
            #expect(try await table.get(Self.key) == stored)
            await expectError(.duplicateItem, "Duplicate primary key exists in table") {
                try await table.run(statement, ["1"])
            }
            await expectError(
                .validation, "One or more parameter values were invalid: Missing the key sk in the item"
            ) { try await table.run("INSERT INTO T VALUE {'pk': 'a'}") }
        }
    }

    // UPDATE changes an item that is there; all its clauses see the item as it was.
    @Test(arguments: Backend.all)
    func update(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(["pk": "a", "sk": "1", "n": 1, "l": [1], "m": ["x": 1], "old": "o"])
            let change =
                "UPDATE T SET n = n + ? SET l = list_append(l, [2]), m.x = n REMOVE old WHERE pk = 'a' AND sk = '1'"
            #expect(try await table.run(change, [4]) == [])
            #expect(try await table.get(Self.key) == ["pk": "a", "sk": "1", "n": 5, "l": [1, 2], "m": ["x": 1]])
            #expect(try await table.run("FROM T WHERE pk = 'a' AND sk = '1' SET n = n - 1") == [])
            #expect(try await table.get(Self.key)?["n"] == 4)
            for condition in ["pk = 'a' AND sk = '9'", "pk = 'a' AND sk = '1' AND n > 100"] {
                await expectError(.conditionalCheckFailed, "The conditional request failed") {
                    try await table.run("UPDATE T SET n = 0 WHERE \(condition)")
                }
            }
            #expect(try await table.get(["pk": "a", "sk": "9"]) == nil)
            await expectError(
                .validation, "Where clause does not contain a mandatory equality on all key attributes"
            ) { try await table.run("UPDATE T SET n = 0 WHERE pk = 'a'") }
            await expectError(
                .validation,
                "Multiple conditions on same key pk. Only single item Update/Insert/Delete are supported"
            ) { try await table.run("UPDATE T SET n = 0 WHERE pk = 'a' AND pk = 'b' AND sk = '1'") }
            await expectError(
                .validation,
                "One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key"
            ) { try await table.run("UPDATE T SET sk = 'x' WHERE pk = 'a' AND sk = '1'") }
        }
    }

    // The functions of sets add and take members, make the attribute and remove it.
    @Test(arguments: Backend.all)
    func sets(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(Self.key)
            func change(_ value: String, _ parameters: [AttributeValue] = []) async throws -> AttributeValue? {
                _ = try await table.run("UPDATE T SET s = \(value) WHERE pk = 'a' AND sk = '1'", parameters)
                return try await table.get(Self.key)?["s"]
            }
            #expect(try await change("set_add(s, <<'x'>>)") == .ss(try AttributeSet(["x"])))
            let more = AttributeValue.ss(try AttributeSet(["y", "z"]))
            #expect(try await change("SET_ADD(s, ?)", [more]) == .ss(try AttributeSet(["x", "y", "z"])))
            #expect(try await change("set_delete(s, <<'x', 'q'>>)") == more)
            await expectError(.validation, "An operand in the update expression has an incorrect data type") {
                try await change("set_add(s, <<1>>)")
            }
            #expect(try await change("set_delete(s, <<'y', 'z'>>)") == nil)
        }
    }

    // DELETE removes an item; one that is not there is no fault, one that does not meet the condition is.
    @Test(arguments: Backend.all)
    func delete(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(["pk": "a", "sk": "1", "n": 1])
            #expect(try await table.run("DELETE FROM T WHERE pk = 'a' AND sk = '9' AND n = 5") == [])
            await expectError(.conditionalCheckFailed) {
                try await table.run("DELETE FROM T WHERE pk = 'a' AND sk = '1' AND n = 5")
            }
            let removed = try await table.run("DELETE FROM T WHERE pk = 'a' AND sk = '1' AND n = 1 RETURNING ALL OLD *")
            #expect(removed == [["pk": "a", "sk": "1", "n": 1]])
            #expect(try await table.get(Self.key) == nil)
        }
    }

    // RETURNING gives the item or what changed of it.
    @Test(arguments: Backend.all)
    func returning(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(["pk": "a", "sk": "1", "n": 1, "x": "y"])
            func update(_ clause: String) async throws -> [Item] {
                try await table.run("UPDATE T SET n = n + 1 WHERE pk = 'a' AND sk = '1' RETURNING \(clause) *")
            }
            #expect(try await update("ALL OLD") == [["pk": "a", "sk": "1", "n": 1, "x": "y"]])
            #expect(try await update("ALL NEW") == [["pk": "a", "sk": "1", "n": 3, "x": "y"]])
            #expect(try await update("MODIFIED OLD") == [["n": 3]])
            #expect(try await update("MODIFIED NEW") == [["n": 5]])
            let nothing = try await table.run(
                "UPDATE T REMOVE none WHERE pk = 'a' AND sk = '1' RETURNING MODIFIED NEW *")
            #expect(nothing == [])
        }
    }

    // A failed condition answers with the item when that is asked for.
    @Test(arguments: Backend.all)
    func itemOfAFailedCondition(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(["pk": "a", "sk": "1", "n": 1])
            let error = await expectError(.conditionalCheckFailed) {
                try await table.db.executeStatement(
                    ExecuteStatementRequest(
                        table.text("UPDATE T SET n = 2 WHERE pk = 'a' AND sk = '1' AND n = 7"),
                        returnValuesOnConditionCheckFailure: .allOld))
            }
            #expect(error?.item == ["pk": "a", "sk": "1", "n": 1])
        }
    }
}
