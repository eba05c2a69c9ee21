import DynamoModel
import TestSupport
import Testing

/// `SELECT`: what is read, in which order, by which pages.
@Suite(.tables) struct StatementSelectTests {
    // A statement reads by key what a Query would, and answers whole items or the parts that it names.
    @Test(arguments: Backend.all)
    func byKey(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.fill("a", 5)
            try await table.put(["pk": "b", "sk": "1", "m": ["z": 7, "k": ["x"]]])
            #expect(
                try await table.run("SELECT * FROM T WHERE pk = 'a' AND sk = '2'") == [["pk": "a", "sk": "2", "n": 2]])
            #expect(try await table.run("SELECT * FROM T WHERE pk = ? AND sk > ?", ["a", "3"]).sortKeys == ["4", "5"])
            #expect(
                try await table.run("select * from T where pk = 'a' and sk between '2' and '3'").sortKeys == ["2", "3"])
            #expect(try await table.run("SELECT * FROM T WHERE pk = 'a' AND begins_with(sk, '4')").sortKeys == ["4"])
            #expect(try await table.run("SELECT * FROM T WHERE 'a' = pk AND n >= 4").sortKeys == ["4", "5"])
            #expect(
                try await table.run("SELECT m.z, m.k[0], sk FROM T WHERE pk = 'b'") == [
                    ["z": 7, "k[0]": "x", "sk": "1"]
                ])
            #expect(try await table.run("SELECT nothing FROM T WHERE pk = 'b' AND sk = '1'") == [[:]])
            #expect(try await table.run("SELECT * FROM T WHERE pk = 'c'") == [])
            #expect(try await table.run("SELECT * FROM T").count == 6)
            #expect(try await table.run("SELECT * FROM T WHERE n = 3").sortKeys == ["3"])
        }
    }

    // Branches of OR and lists of IN become reads by key; rows come partition by partition.
    @Test(arguments: Backend.all)
    func branches(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for partition in ["a", "b", "c"] { try await table.fill(partition, 3) }
            #expect(
                try await table.run("SELECT * FROM T WHERE pk IN ['b', 'a']").sortKeys == [
                    "1", "2", "3", "1", "2", "3",
                ])
            #expect(try await table.run("SELECT * FROM T WHERE pk = 'a' AND sk IN ('3', '1')").sortKeys == ["1", "3"])
            #expect(
                try await table.run("SELECT * FROM T WHERE pk = 'a' AND (sk = '1' OR sk > '2')").sortKeys == ["1", "3"])
            let two = "SELECT * FROM T WHERE pk = 'a' AND sk = '1' OR pk = 'b' AND n >= 2"
            #expect(try await table.run(two).sortKeys == ["1", "2", "3"])
            #expect(
                try await table.run("SELECT * FROM T WHERE pk = 'a' AND NOT sk = '1' OR pk = 'a' AND sk = '1'").count
                    == 3)
            #expect(try await table.run("SELECT * FROM T WHERE pk = 'a' AND sk > '1' AND sk < '3'").sortKeys == ["2"])
            #expect(try await table.run("SELECT * FROM T WHERE pk = 'a' AND sk > 5") == [])
            #expect(try await table.run("SELECT * FROM T WHERE pk = 'a' OR n = 2").count == 5)
        }
    }

    // Reads that would meet an item twice, or are too many, are refused; so are keys of another type.
    @Test(arguments: Backend.all)
    func refusedBranches(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for condition in [
                "pk IN ['a', 'a']", "pk = 'a' AND (sk > '0' OR sk < '5')",
                "pk = 'a' AND x = '1' OR pk = 'a' AND sk = '2'",
            ] {
                await expectError(
                    .validation, "Overlapping conditions with range keys are not supported in where clause"
                ) { try await table.run("SELECT * FROM T WHERE \(condition)") }
            }
            await expectError(
                .validation, "Key attribute's data type should match its data type in table's schema: Key pk"
            ) { try await table.run("SELECT * FROM T WHERE pk = 5") }
            let keys = (0..<51).map { "'\($0)'" }.joined(separator: ", ")
            await expectError(.validation, "Too many decomposed read operations for a given query.") {
                try await table.run("SELECT * FROM T WHERE pk IN [\(keys)]")
            }
            let many = (0..<101).map { "\($0)" }.joined(separator: ", ")
            await expectError(
                .validation, "The IN operator is provided with too many operands; number of operands: 101"
            ) { try await table.run("SELECT * FROM T WHERE n IN [\(many)]") }
        }
    }

    // ORDER BY turns a partition around, and puts partitions in the order of their keys.
    @Test(arguments: Backend.all)
    func order(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.fill("a", 3)
            try await table.fill("b", 2)
            #expect(try await table.run("SELECT * FROM T WHERE pk = 'a' ORDER BY sk DESC").sortKeys == ["3", "2", "1"])
            let both = "SELECT * FROM T WHERE pk IN ['a', 'b'] ORDER BY pk DESC, sk ASC"
            #expect(try await table.run(both).sortKeys == ["1", "2", "1", "2", "3"])
            await expectError(
                .validation,
                "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause."
            ) { try await table.run("SELECT * FROM T WHERE pk IN ['a', 'b'] ORDER BY sk") }
            await expectError(
                .validation, "Attribute title in ORDER BY clause must be part of the primary key"
            ) { try await table.run("SELECT * FROM T WHERE pk = 'a' ORDER BY title") }
            await expectError(
                .validation, "Must have WHERE clause in the statement when using ORDER BY clause."
            ) { try await table.run("SELECT * FROM T ORDER BY pk") }
            await expectError(
                .validation,
                "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause."
            ) { try await table.run("SELECT * FROM T WHERE sk = '1' ORDER BY sk") }
        }
    }

    // Limit counts what is read; a token goes on where the page ended, over all reads, and belongs to its statement.
    @Test(arguments: Backend.all)
    func pages(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            for partition in ["a", "b", "c"] { try await table.fill(partition, 3) }
            for (statement, rows) in [
                ("SELECT * FROM T WHERE pk IN ['a', 'b', 'c'] AND n <> 2", ["1", "3", "1", "3", "1", "3"]),
                ("SELECT * FROM T WHERE pk = 'a' ORDER BY sk DESC", ["3", "2", "1"]),
                ("SELECT * FROM T WHERE n = 2", ["2", "2", "2"]),
            ] {
                for limit in [1, 2, 4, 100] {
                    var (items, token, pages) = ([Item](), String?.none, 0)
                    repeat {
                        let answer = try await table.db.executeStatement(
                            ExecuteStatementRequest(table.text(statement), nextToken: token, limit: limit))
                        #expect(
                            answer.items.count <= limit && (answer.nextToken == nil) == (answer.lastEvaluatedKey == nil)
                        )
                        items += answer.items
                        token = answer.nextToken
                        pages += 1
                    } while token != nil && pages < 20
                    #expect(items.sortKeys == rows, "\(statement) by \(limit)")
                }
            }
            let first = try await table.db.executeStatement(
                ExecuteStatementRequest(table.text("SELECT * FROM T WHERE pk = 'a'"), limit: 1))
            await expectError(.validation, "NextToken does not match request") {
                try await table.db.executeStatement(
                    ExecuteStatementRequest(table.text("SELECT * FROM T WHERE pk = 'b'"), nextToken: first.nextToken))
            }
            for nonsense in ["x", "AAAA", String(repeating: "QUJD", count: 20)] {
                await expectError(.validation, "Invalid NextToken") {
                    try await table.db.executeStatement(
                        ExecuteStatementRequest(table.text("SELECT * FROM T WHERE pk = 'a'"), nextToken: nonsense))
                }
            }
        }
    }

    // An index is read by its own key; a local one fetches what it does not hold, a global one refuses.
    @Test(arguments: Backend.all)
    func indexes(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let item: Item = ["pk": "p", "sk": "s", "ln": 1, "gpk": "g", "gsk": 2, "a": "x", "c": "y"]
            try await table.put(item)
            #expect(try await table.run("SELECT * FROM T.\"globalAll\" WHERE gpk = 'g' AND gsk > 1") == [item])
            #expect(try await table.run("SELECT * FROM T.\"globalAll\" WHERE pk = 'p'") == [item])
            let keys: Item = ["pk": "p", "sk": "s", "ln": 1]
            #expect(try await table.run("SELECT * FROM T.\"localKeys\" WHERE pk = 'p'", consistent: true) == [keys])
            #expect(try await table.run("SELECT c FROM T.\"localKeys\" WHERE pk = 'p' AND ln = 1") == [["c": "y"]])
            await expectError(
                .validation,
                "One or more parameter values were invalid: Global secondary index globalKeys does not project [c, m]"
            ) { try await table.run("SELECT c, m FROM T.\"globalKeys\" WHERE gpk = 'g'") }
            await expectError(
                .validation,
                "One or more parameter values were invalid: Secondary index globalKeys does not project one or more "
                    + "filter attributes: [a]"
            ) { try await table.run("SELECT * FROM T.\"globalKeys\" WHERE gpk = 'g' AND a = 'x'") }
            #expect(try await table.run("SELECT * FROM T.\"globalKeys\" WHERE a = 'x'") == [])
            await expectError(.validation, "The table does not have the specified index") {
                try await table.run("SELECT * FROM T.\"none\" WHERE gpk = 'g'")
            }
            await expectError(.validation) {
                try await table.run("SELECT * FROM T.\"globalAll\" WHERE gpk = 'g'", consistent: true)
            }
            await expectError(.validation, "This operation is not supported on an index") {
                try await table.run("DELETE FROM T.\"globalAll\" WHERE gpk = 'g'")
            }
            await expectError(.resourceNotFound, "Requested resource not found") {
                try await table.run("SELECT * FROM \"NoSuchTable\" WHERE pk = 'p'")
            }
        }
    }

    // Reads by key take half a unit for 4 KB, consistent ones a whole, before filter and projection.
    @Test(arguments: Backend.all)
    func capacity(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(["pk": "a", "sk": "1", "x": .s(String(repeating: "x", count: 5000))])
            func units(_ statement: String, consistent: Bool = false) async throws -> Double? {
                try await table.db.executeStatement(
                    ExecuteStatementRequest(
                        table.text(statement), consistentRead: consistent, returnConsumedCapacity: .total)
                ).consumedCapacity?.total.total
            }
            #expect(try await units("SELECT sk FROM T WHERE pk = 'a' AND sk = '1'") == 1)
            #expect(try await units("SELECT sk FROM T WHERE pk = 'a' AND sk = '1'", consistent: true) == 2)
            #expect(try await units("SELECT sk FROM T WHERE pk = 'a' AND y = 1") == 1)
            #expect(try await units("SELECT sk FROM T WHERE pk IN ['a', 'b', 'c']") == 2)
            #expect(try await units("UPDATE T SET y = 1 WHERE pk = 'a' AND sk = '1'") == 5)
        }
    }
}
