import DynamoExpressions
import DynamoModel
import Testing

/// Expressions that stand for legacy parameters, which have no limits of text on DynamoDB.
@Suite struct LegacyLimitTests {
    private static let names = Dictionary(uniqueKeysWithValues: (0..<1000).map { ("#n\($0)", "attribute\($0)") })

    private static func parameters(_ legacy: Set<String>) -> ExpressionParameters {
        ExpressionParameters(names: names, values: [":v": 1], legacyExpressions: legacy)
    }

    // A condition over 1,000 attributes is longer than 4 KB and has more than 300 operators: it is one of legacy parameters, or refused.
    @Test
    func longConditions() throws {
        let text = Self.names.keys.sorted().map { "\($0) = :v" }.joined(separator: " AND ")
        var legacy = RequestExpressions(Self.parameters(["ConditionExpression"]))
        let condition = try legacy.condition(text)
        try legacy.finish()
        let item = Item(Self.names.values.map { ($0, AttributeValue.int(1)) })
        #expect(condition.holds(for: item) && !condition.holds(for: ["attribute1": 1]))
        let other = message { () throws(DynamoDBError) in
            var expressions = RequestExpressions(Self.parameters(["FilterExpression"]))
            _ = try expressions.condition(text)
        }
        #expect(
            other
                == "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: "
                + "\(text.utf8.count)")
    }

    // An update of 1,000 attributes changes all of them.
    @Test
    func longUpdates() throws {
        let text = "SET " + Self.names.keys.sorted().map { "\($0) = :v" }.joined(separator: ", ")
        var legacy = RequestExpressions(Self.parameters(["UpdateExpression"]))
        let update = try legacy.update(text, keyAttributes: ["pk"])
        #expect(try update.apply(to: ["pk": "a"]).count == 1001)
    }

    // A legacy IN can have more than 100 operands.
    @Test
    func longLists() throws {
        let values = Dictionary(uniqueKeysWithValues: (0..<200).map { (":v\($0)", AttributeValue.int($0)) })
        let text = "a IN (\(values.keys.sorted().joined(separator: ", ")))"
        var legacy = RequestExpressions(
            ExpressionParameters(values: values, legacyExpressions: ["FilterExpression"]))
        #expect(try legacy.filter(text).holds(for: ["a": 150]))
    }

}

/// Faults of legacy updates have words of their own.
@Suite struct LegacyUpdateTests {
    // A type that cannot be added to or deleted from is told of the attribute, not of an operand of an expression.
    @Test(arguments: ["ADD a :v", "DELETE a :v"])
    func wrongTypes(_ text: String) throws {
        let value: AttributeValue = try text.hasPrefix("ADD") ? .int(1) : ns(1)
        for (legacy, message) in [
            (["UpdateExpression"], "Type mismatch for attribute to update"),
            ([], "An operand in the update expression has an incorrect data type"),
        ] as [(Set<String>, String)] {
            var expressions = RequestExpressions(
                ExpressionParameters(values: [":v": value], legacyExpressions: legacy))
            let update = try expressions.update(text)
            #expect(throws: DynamoDBError.validation(message)) { try update.apply(to: ["pk": "k", "a": "text"]) }
        }
    }

    // The types that an update gives to whole attributes are known of values, sums and joined lists.
    @Test
    func assignedTypes() throws {
        var expressions = RequestExpressions(ExpressionParameters(values: [":n": 1, ":l": ["x"], ":s": "x"]))
        let update = try expressions.update(
            "SET a = :s, b = c + :n, d = list_append(e, :l), f = g, h.i = :s, j = if_not_exists(k, :s) ADD l :n REMOVE m"
        )
        #expect(update.assignedTypes.map { "\($0.attribute) \($0.type)" } == ["a S", "b N", "d L", "l N"])
    }
}
