import DynamoExpressions
import DynamoModel
import Testing

/// What key conditions mean, and how they are refused.
@Suite struct KeyConditionTests {
    let schema = [KeySchemaElement("p", .hash), KeySchemaElement("s", .range)]
    let types = [AttributeDefinition("p", .s), AttributeDefinition("s", .n)]

    private func read(
        _ text: String, _ values: [String: AttributeValue] = [":p": "k", ":v": 1, ":w": 2],
        schema: [KeySchemaElement]? = nil, types: [AttributeDefinition]? = nil
    ) throws(DynamoDBError) -> KeyCondition {
        var expressions = RequestExpressions(ExpressionParameters(values: values))
        return try expressions.keyCondition(text, schema: schema ?? self.schema, types: types ?? self.types)
    }

    private func fault(
        _ text: String, _ values: [String: AttributeValue] = [":p": "k", ":v": 1, ":w": 2],
        schema: [KeySchemaElement]? = nil, types: [AttributeDefinition]? = nil
    ) -> String? {
        message { () throws(DynamoDBError) in _ = try read(text, values, schema: schema, types: types) }
    }

    // The partition key by equality, and one condition on the sort key, in either order and from either side.
    @Test func sortConditions() throws {
        #expect(try read("p = :p").sort == nil)
        for (text, sort) in [
            ("s = :v", .equal(1)), ("s < :v", .less(1)), ("s <= :v", .lessOrEqual(1)), ("s > :v", .greater(1)),
            (":v >= s", .lessOrEqual(1)), (":v < s", .greater(1)), ("s >= :v", .greaterOrEqual(1)),
            ("s BETWEEN :v AND :w", .between(1, 2)),
        ] as [(String, SortCondition)] {
            for joined in ["p = :p AND \(text)", "(\(text)) and (:p = p)"] {
                let condition = try read(joined)
                #expect(condition.sort == sort && condition.sortName == "s" && condition.range.isEmpty)
                #expect(condition.hash.map(\.name) == ["p"] && condition.hash.map(\.value) == ["k"])
            }
        }
    }

    @Test func beginsWith() throws {
        let types = [AttributeDefinition("p", .s), AttributeDefinition("s", .s)]
        #expect(
            try read("p = :p AND begins_with(s, :x)", [":p": "k", ":x": "a"], types: types).sort == .beginsWith("a"))
        #expect(
            fault("p = :p AND begins_with(s, :v)")
                == "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"
        )
        #expect(
            fault("p = :p AND begins_with(s, :x)", [":p": "k", ":x": "a"])?.contains("does not match schema type")
                == true)
    }

    // Keys of several attributes: all of the partition key, then the sort key's from the left, the last one in a range.
    @Test func multiAttributeKeys() throws {
        let schema = [
            KeySchemaElement("h1", .hash), KeySchemaElement("h2", .hash), KeySchemaElement("r1", .range),
            KeySchemaElement("r2", .range), KeySchemaElement("r3", .range),
        ]
        let types = ["h1", "h2", "r1", "r2", "r3"].map { AttributeDefinition($0, .s) }
        let values: [String: AttributeValue] = [":a": "a", ":b": "b"]
        let condition = try read("r2 > :b AND h2 = :b AND r1 = :a AND h1 = :a", values, schema: schema, types: types)
        #expect(condition.hash.map(\.name) == ["h1", "h2"] && condition.hash.map(\.value) == ["a", "b"])
        #expect(condition.range.map(\.name) == ["r1"] && condition.sort == .greater("b") && condition.sortName == "r2")
        #expect(
            fault("h1 = :a", values, schema: schema, types: types) == "Query condition missed key schema element: h2")
        #expect(
            fault("h1 = :a AND h2 = :a AND r2 = :b", values, schema: schema, types: types)
                == "Query condition missed key schema element: r1")
        #expect(
            fault("h1 = :a AND h2 = :a AND r1 > :b AND r2 = :b", values, schema: schema, types: types)
                == "Query key condition not supported")
    }

    // What the tree of conditions could say beyond that is refused.
    @Test(arguments: [
        ("s > :v", "Query condition missed key schema element: p"),
        ("p = :p AND x = :v", "Query condition missed key schema element: s"),
        ("p > :p", "Query key condition not supported"),
        (
            "p = :p AND s = :v AND x = :w",
            "The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)"
        ),
        ("p = :v", "One or more parameter values were invalid: Condition parameter type does not match schema type"),
        (
            "p = :p AND s BETWEEN :v AND :v AND s = :v",
            "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key"
        ),
        ("p = :p OR s = :v", "Invalid operator used in KeyConditionExpression: OR"),
        ("NOT p = :p", "Invalid operator used in KeyConditionExpression: NOT"),
        ("p IN (:p)", "Invalid operator used in KeyConditionExpression: IN"),
        ("p <> :p", "Invalid operator used in KeyConditionExpression: <>"),
        ("attribute_exists(p)", "Invalid operator used in KeyConditionExpression: attribute_exists"),
        ("contains(p, :p)", "Invalid operator used in KeyConditionExpression: contains"),
        ("size(p) > :v", "Invalid KeyConditionExpression: KeyConditionExpressions cannot contain nested operations"),
        ("p = s", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"),
        (":p = :v", "Invalid condition in KeyConditionExpression: No key attribute specified"),
        (
            "p.a = :p",
            "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes"
        ),
        (
            ":v BETWEEN s AND :w",
            "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand"
        ),
        (
            "p = :p AND s BETWEEN :w AND :v",
            "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}"
        ),
        ("((p = :p))", "Invalid KeyConditionExpression: The expression has redundant parentheses;"),
        ("", "Invalid KeyConditionExpression: The expression can not be empty;"),
    ])
    func refused(_ text: String, _ expected: String) {
        #expect(fault(text) == expected)
    }

    // The value of a key is never empty.
    @Test func emptyKeys() {
        #expect(
            fault("p = :e", [":e": ""])
                == "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: p"
        )
        #expect(fault("p = :e", [":e": .s(String(repeating: "x", count: 2049))])?.contains("2048 bytes") == true)
    }
}
