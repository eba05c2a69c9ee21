import DynamoExpressions
import DynamoModel
import Testing

/// The names and values that the expressions of a request share.
@Suite struct PlaceholderTests {
    private func fault(
        names: [String: String]? = nil, values: [String: AttributeValue]? = nil,
        _ use: (inout RequestExpressions) throws(DynamoDBError) -> Void = { (_) throws(DynamoDBError) in }
    ) -> String? {
        message { () throws(DynamoDBError) in
            var expressions = RequestExpressions(ExpressionParameters(names: names, values: values))
            try use(&expressions)
            try expressions.finish(supporting: [.update, .condition])
        }
    }

    // Every name and value must be used by one of the expressions.
    @Test func unused() {
        #expect(
            fault(names: ["#a": "a", "#c": "c", "#b": "b"]) { (e) throws(DynamoDBError) in
                _ = try e.condition("attribute_exists(#a)")
            }
                == "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b, #c}")
        #expect(
            fault(values: [":a": 1, ":x": 1]) { (e) throws(DynamoDBError) in _ = try e.condition("a = :a") }
                == "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}")
        #expect(
            fault(names: ["#a": "a", "#b": "b"], values: [":a": 1, ":b": 2]) { (e) throws(DynamoDBError) in
                _ = try e.update("SET #a = :a", keyAttributes: [])
                _ = try e.condition("#b = :b AND #a > :a")
            } == nil)
    }

    // Without an expression there can be neither names nor values.
    @Test func withoutExpression() {
        #expect(fault(names: ["#a": "a"]) == "ExpressionAttributeNames can only be specified when using expressions")
        #expect(
            fault(values: [":a": 1])
                == "ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null"
        )
        #expect(fault() == nil)
    }

    // They must not be empty, and their keys are `#` or `:` with letters, digits and underscores.
    @Test func malformed() {
        let use: (inout RequestExpressions) throws(DynamoDBError) -> Void = { (e) throws(DynamoDBError) in
            _ = try e.condition("a = b")
        }
        #expect(fault(names: [:], use) == "ExpressionAttributeNames must not be empty")
        #expect(fault(values: [:], use) == "ExpressionAttributeValues must not be empty")
        for key in ["a", "#", "#a-b", ":a", "##", "#é", ""] {
            #expect(
                fault(names: [key: "a"], use)
                    == "ExpressionAttributeNames contains invalid key: Syntax error; key: \"\(key)\"")
        }
        #expect(
            fault(values: ["#a": 1], use) == "ExpressionAttributeValues contains invalid key: Syntax error; key: \"#a\""
        )
        #expect(
            fault(names: ["#a": ""], use)
                == "ExpressionAttributeNames contains invalid value: Empty attribute name for key #a")
        #expect(
            fault(values: [":a": .s(String(repeating: "x", count: 2 << 20))], use)
                == "ExpressionAttributeValues exceeds max size")
        #expect(
            fault(names: ["#123": "x", "#_": "y"]) { (e) throws(DynamoDBError) in _ = try e.condition("#123 = #_") }
                == nil)
    }

    // The same text means the placeholders of its own request.
    @Test func cachedTextsAreBoundAnew() throws {
        for value in 0..<3 {
            #expect(
                try holds(
                    "#a = :v", ["x\(value)": .int(value)], values: [":v": .int(value)], names: ["#a": "x\(value)"]))
        }
    }
}
