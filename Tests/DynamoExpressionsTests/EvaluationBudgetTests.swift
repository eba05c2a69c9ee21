import DynamoExpressions
import DynamoModel
import Testing

/// What conditions cost, in steps, which depend on the request and the item alone.
@Suite struct EvaluationBudgetTests {
    /// The largest text, in which each place looks like the beginning of ``parts``.
    private static let text = String(repeating: "a", count: 390_000)
    private static let item: Item = [
        "v": .s(text), "l": .l([AttributeValue](repeating: .null, count: 100_000)), "n": .m(nested(levels: 30)),
    ]

    private static func nested(levels: Int) -> AttributeMap {
        ["m": levels == 0 ? .s("x") : .m(nested(levels: levels - 1))]
    }

    private static func condition(
        _ text: String, _ values: [String: AttributeValue]
    ) throws(DynamoDBError) -> Condition {
        var expressions = RequestExpressions(ExpressionParameters(names: nil, values: values))
        return try expressions.condition(.text(text))
    }

    private static func steps(
        _ text: String, _ values: [String: AttributeValue]
    ) throws -> (answer: Bool?, spent: Int, known: Int) {
        let condition = try condition(text, values)
        var budget = EvaluationBudget()
        let answer = condition.holds(for: item, within: &budget)
        let known = item.itemSize + values.reduce(0) { $0 + $1.value.attributeSize }
        #expect(answer == condition.holds(for: item))
        return (answer, budget.spent, known)
    }

    // The worst conditions that the limits of expressions let through: two steps for each operator and each byte.
    @Test(arguments: [20, 150])
    func searches(_ count: Int) throws {
        let part = String(repeating: "a", count: 5_000)
        let values = Dictionary(
            uniqueKeysWithValues: (0..<count).map { (":\($0)", AttributeValue.s("\(part)b\($0)")) })
        let text = (0..<count).map { "contains(v,:\($0))" }.joined(separator: " OR ")
        // One condition of 150 searches takes an unoptimised build seconds: its steps are bounded by its parts' below.
        guard count < 100 else {
            let condition = try Self.condition(text, values)
            var budget = EvaluationBudget(limit: 2_000_000)
            #expect(condition.holds(for: Self.item, within: &budget) == nil)
            // The search that leaves the limit is the last.
            #expect(budget.spent <= budget.limit + 2 * (Self.text.utf8.count + 6_000) + 10)
            return
        }
        let (answer, spent, known) = try Self.steps(text, values)
        #expect(answer == false)
        #expect(spent <= 2 * count * known)
    }

    // Long lists of `IN`, wide and deep conditions, lists within lists, and values that are equal to the last byte.
    @Test(arguments: [
        "v IN (\((0..<100).map { ":\($0 % 4)" }.joined(separator: ",")))",
        (0..<100).map { "v = :\($0 % 4)" }.joined(separator: " OR "),
        (0..<70).map { "l = :l AND v > :\($0 % 4)" }.joined(separator: " OR "),
        (0..<100).map { _ in "begins_with(v,:0)" }.joined(separator: " OR "),
        (0..<70).map { _ in "size(v) = :n" }.joined(separator: " OR "),
        String(repeating: "NOT ", count: 299) + "contains(l,:0)",
        "n" + String(repeating: ".m", count: 31) + " = :0 OR contains(l,:l)",
    ])
    func othersAreLinear(_ text: String) throws {
        var values: [String: AttributeValue] = [
            ":l": .l([AttributeValue](repeating: .null, count: 99_999) + [.bool(true)]), ":n": 1,
        ]
        for number in 0..<4 { values[":\(number)"] = .s(String(Self.text.dropLast(2)) + "b\(number)") }
        let used = values.filter { text.contains($0.key) }
        let operators = 300
        let (_, spent, known) = try Self.steps(text, used)
        #expect(spent <= operators * (Self.item.itemSize + 10) + known)
    }

    // What conditions usually are costs next to nothing.
    @Test func usualConditionsAreFarBelow() throws {
        let values: [String: AttributeValue] = [":v": "x", ":n": 3]
        let (_, spent, _) = try Self.steps("attribute_exists(v) AND v = :v AND size(l) > :n", values)
        #expect(spent < 20)
    }

    // A budget that is exhausted has no answer, whatever the node is that it ends in.
    @Test(arguments: ["NOT contains(v,:v)", "contains(v,:v) OR attribute_exists(v)", "v = :v", "v IN (:v,:v)"])
    func exhaustedBudgetsSayNothing(_ text: String) throws {
        let condition = try Self.condition(text, [":v": .s(String(Self.text.dropLast()) + "b")])
        var small = EvaluationBudget(limit: 1_000)
        #expect(condition.holds(for: Self.item, within: &small) == nil)
        var large = EvaluationBudget(limit: 10_000_000)
        #expect(condition.holds(for: Self.item, within: &large) == condition.holds(for: Self.item))
    }
}
