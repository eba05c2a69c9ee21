import DynamoModel
import TestSupport
import Testing

/// The words of statements that are not valid, and what conditions mean. Recorded from the service in October 2026 by
/// the conformance suite paritysuite/dynamodb-conformance.
@Suite(.tables) struct StatementMessageTests {
    private static let syntax = "Statement wasn't well formed, can't be processed: "
    private static let leftover = syntax + "Unexpected token after expression"

    private static let syntaxFaults: [(String, String)] = [
        ("SELECT * FROM T WHERE pk = 'x' foo", leftover), ("SELECT * FROM T WHERE pk = 1 e5", leftover),
        ("INSERT INTO T VALUE {'pk': 'x'} foo", leftover), ("DELETE FROM T WHERE pk = 'x' ORDER BY pk", leftover),
        ("SELECT * FROM T ORDER BY pk WHERE pk = 'x'", leftover), ("SELECT * FROM T WHERE pk = 'x')", leftover),
        ("INSERT INTO T t VALUE {'pk': 'x'}", leftover), ("FROM T SET c = 1 WHERE pk = 'x'", leftover),
        ("SELECT * FROM T WHERE pk = 1e2147483648", syntax), ("SELECT * FROM T WHERE pk = 1.5e-2147483647", syntax),
        ("SELECT * FROM T WHERE pk = 'x' # note", syntax), ("SELECT * FROM T WHERE pk = 'x' /* note", syntax),
        ("SELECT * FROM T WHERE pk = 'x", syntax), ("SELECT * FROM T WHERE", syntax + "Unexpected term"),
        ("SELECT * FROM T WHERE;", syntax + "Unexpected term"),
        ("SELECT * FROM T WHERE NOT", syntax + "Unexpected term"),
        ("SELECT * FROM T WHERE (", syntax + "Unexpected term"), ("SELECT * FROM", syntax + "Unexpected term"),
        (
            "SELECT * FROM T WHERE pk = 'p' AND",
            syntax + "Missing right-hand side expression of infix operator"
        ),
        (
            "SELECT * FROM T WHERE pk = 'p' OR",
            syntax + "Missing right-hand side expression of infix operator"
        ),
        ("SELECT * FROM T WHERE ORDER BY pk", syntax + "Unexpected keyword"),
        ("SELECT * FROM T WHERE IS NULL", syntax + "Unexpected operator"),
        ("SELECT * FROM T WHERE pk = LIKE", syntax + "Unexpected operator"),
        ("SELECT * FROM T WHERE pk = 'a' AND x IS FOO", syntax + "Expected type name"),
        ("DELETE FROM", syntax + "Expected identifier for simple path"),
        ("DELETE FROM WHERE pk = 'a'", syntax + "Expected identifier for simple path"),
        ("UPSERT INTO T", syntax + "Expected data manipulation"),
        ("SELECT * FROM T WHERE attribute_exists(m.inner)", syntax + "Invalid path dot component"),
    ]

    private static let refusals: [(String, String)] = [
        ("SELECT * FROM T t WHERE pk = 'x'", "Aliasing is not supported"),
        ("SELECT * FROM T AS t WHERE pk = 'x'", "Aliasing is not supported"),
        ("UPDATE T t SET a = 3 WHERE pk = 'x'", "Aliasing is not supported"),
        ("x IS INT4", "Unsupported operation: IsType"), ("x IS DOUBLE PRECISION", "Unsupported operation: IsType"),
        ("SELECT a, m.a FROM T WHERE pk = 'x'", "Duplicate identifiers in select clause"),
        ("SELECT * FROM T.\"b\".\"c\"", "A path may contain at most 2 components in the FROM clause"),
        ("SELECT * FROM T.\"\"", "Path component cannot be an empty string"),
        (
            "SELECT * FROM T WHERE pk = 'x' AND n = 1e126",
            "Number overflow. Attempting to store a number with magnitude larger than supported range under root"
        ),
        (
            "INSERT INTO T VALUE {'pk': 'x', 'm': {'x': 1e-131}}",
            "Number underflow. Attempting to store a number with magnitude smaller than supported range under root.x"
        ),
        (
            "INSERT INTO T VALUE {'pk': 'x', 'l': [1, 123456789012345678901234567890123456789]}",
            "Attempting to store more than 38 significant digits in a Number under root[1]"
        ),
        ("UPDATE T SET s = set_add(s, <<>>) WHERE pk = 'x'", "Empty bags are not supported"),
        (
            "UPDATE T SET s = set_add(s, <<'x', 'x'>>) WHERE pk = 'x'",
            "One or more parameter values were invalid: Input collection [x, x] contains duplicates."
        ),
        (
            "INSERT INTO T VALUE {'pk': 'x', 's': <<'x', 1>>}",
            "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags"
        ),
        (
            "SELECT * FROM T WHERE pk = 'x' AND attribute_exists('ss')",
            "Operator or function requires a document path; operator or function: attribute_exists"
        ),
        (
            "SELECT * FROM T WHERE pk = 'x' AND attribute_exists()",
            "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of "
                + "operands: 0"
        ),
        (
            "SELECT * FROM T WHERE pk = 'x' AND n < true",
            "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL"
        ),
        (
            "DELETE FROM T WHERE pk = 'x' RETURNING ALL NEW *",
            "Invalid returning clause: RETURNING ALL NEW *. Only RETURNING ALL OLD * is allowed in DELETE statements."
        ),
        (
            "EXISTS(SELECT * FROM T WHERE pk = 'x' AND n = 1)",
            "EXISTS can only be used in ExecuteTransaction write requests."
        ),
        ("SELECT * FROM T WHERE pk = ?", "Number of parameters in request and statement don't match."),
        (
            "FROM T REMOVE a", "Where clause does not contain a mandatory equality on all key attributes"
        ),
    ]

    @Test(arguments: Backend.all)
    func messages(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            for (statement, message) in Self.syntaxFaults + Self.refusals {
                await expectError(.validation, message) {
                    try await table.run(statement)
                    Issue.record("\(statement) was taken")
                }
            }
        }
    }

    // Some messages name the place of a token: line, column and length.
    @Test(arguments: Backend.all)
    func places(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly(name: "Tab")) { table in
            for (statement, message) in [
                ("SELECT COUNT(*) FROM T", "Unexpected path component at 1:8:5"),
                ("SELECT a,\n size(b) FROM T", "Unexpected path component at 2:2:4"),
                ("SELECT * FROM T WHERE EXISTS(ss)", "Unrecognized function: exists at 1:27:6"),
                ("SELECT * FROM T WHERE a.\"é\" = 'é' AND foo(b)", "Unrecognized function: foo at 1:43:3"),
                (
                    "UPDATE T SET t = set_add(ss, <<'x'>>) WHERE pk = 'x'",
                    "The first argument to SET_ADD must equal the assignment value at 1:22:7"
                ),
                (
                    "UPDATE T SET ss = set_delete(ss, 'x') WHERE pk = 'x'",
                    "The second argument to SET_DELETE must be a value with type SET at 1:34:2"
                ),
                (
                    "UPDATE T SET ss = set_add(ss) WHERE pk = 'x'",
                    "SET_ADD must have exactly two arguments at 1:23:7"
                ),
                (
                    "INSERT INTO T VALUE {'pk': 'x', 'l': [?]}",
                    "Unsupported data type: Parameter under key root[0] at 1:43:1"
                ),
                (
                    "INSERT INTO T VALUE {'pk': 'x', 's': set_add(<<'a'>>, <<'b'>>)}",
                    "Unsupported data type: set_add under key root at 1:42:7"
                ),
                ("SELECT * FROM T LIMIT 5", "Unsupported clause: LIMIT at 1:21:5"),
            ] {
                await expectError(.validation, message) { try await table.run(statement) }
            }
        }
    }

    // Blanks, comments, case, signs and forms of numbers.
    @Test(arguments: Backend.all)
    func forms(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly(.n)) { table in
            try await table.put(["pk": 7_310_000, "it's": "a\"b"])
            for literal in ["7.31e6", "7.31E+6", "731e4", "73100000e-1", "- - 7310000", "+7310000", ".731e7"] {
                #expect(try await table.run("SELECT * FROM T WHERE pk = \(literal)").count == 1, "\(literal)")
            }
            for statement in [
                "-- a note\nSELECT * FROM T -- another\nWHERE pk = 7310000 /* and ' one \" more */;",
                "SELECT \"it's\" FROM T WHERE \"it's\" = 'a\"b'", "sElEcT*FrOm T wHeRe(pk=7310000)",
                "SELECT * FROM T WHERE pk != 1", "SELECT * FROM T WHERE size(\"it's\") = 3 AND NOT pk IN (1, 2)",
            ] {
                #expect(try await table.run(statement).count == 1, "\(statement)")
            }
        }
    }

    // What conditions mean: absence, stored nulls, types, booleans.
    @Test(arguments: Backend.all)
    func conditions(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            let set = AttributeValue.ss(try AttributeSet(["a", "b"]))
            try await table.put(["pk": "x", "s": "text", "n": 5, "nul": .null, "flag": true, "ss": set, "m": ["a": 1]])
            for condition in [
                "nope IS MISSING", "s IS NOT MISSING", "nul IS NULL", "s IS NOT NULL", "flag IS BOOL", "s IS STRING",
                "n IS INT", "ss IS BAG", "m IS STRUCT", "attribute_exists(s) = true", "attribute_exists(nope) = false",
                "NOT nope = 1", "contains(s, 'ex')", "contains(ss, 'a')", "begins_with(s, 'te')", "n BETWEEN 1 AND 5",
                "n NOT BETWEEN 6 AND 7", "n NOT IN [1, 2]", "ss = <<'b', 'a'>>", "m = {'a': 1.0}", "m.a = 1",
                "attribute_type(ss, 'SS')", "n <> '5'", "size(s) = 4", "(n = 1 OR s = 'text')", "flag = true",
                "nul = null",
            ] {
                #expect(
                    try await table.run("SELECT * FROM T WHERE pk = 'x' AND \(condition)").count == 1, "\(condition)")
            }
            for condition in ["s IS MISSING", "s IS NULL", "nope IS NULL", "n = '5'", "s > 1", "nope < 1", "NOT n = 5"]
            {
                #expect(try await table.run("SELECT * FROM T WHERE pk = 'x' AND \(condition)").isEmpty, "\(condition)")
            }
        }
    }

    // An index with several attributes of a kind is refused before the rest of the statement.
    @Test(arguments: Backend.all)
    func severalAttributes(_ backend: Backend) async throws {
        var definition = TestTables.hashOnly()
        definition.attributeDefinitions += ["h1", "h2", "r1"].map { AttributeDefinition($0, .s) }
        definition.globalSecondaryIndexes = [
            SecondaryIndex(
                indexName: "gsi",
                keySchema: [
                    KeySchemaElement("h1", .hash), KeySchemaElement("h2", .hash), KeySchemaElement("r1", .range),
                ])
        ]
        try await backend.withTable(definition) { table in
            let refusal =
                "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute "
                + "RANGE keys."
            for statement in [
                "SELECT * FROM T.\"gsi\" WHERE h1 = 'a'", "SELECT * FROM T.\"gsi\" WHERE h1 = 5",
                "SELECT * FROM T.\"gsi\"", "SELECT COUNT(*) FROM T.\"gsi\"",
            ] {
                await expectError(.validation, refusal) { try await table.run(statement) }
            }
            await expectError(.validation, Self.syntax + "Unexpected term") {
                try await table.run("SELECT * FROM T.\"gsi\" WHERE")
            }
            let none = try await table.run("SELECT * FROM T WHERE pk = 'a'")
            #expect(none.isEmpty)
        }
    }
}
