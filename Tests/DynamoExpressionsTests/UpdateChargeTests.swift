import DynamoExpressions
import DynamoModel
import Testing

/// What an update counts against the largest size of an item: figures that the service was measured by, clause by
/// clause.
struct UpdateChargeTests {
    static let values: [String: AttributeValue] = [
        ":one": 1, ":ten": "yyyyyyyyyy", ":list": ["yyyyyyyyyy"], ":map": ["a": "yyyyyyyyyy"],
    ]

    // 3 for the update; 19 for a SET or ADD with its target and operand; 1 for a REMOVE or DELETE with its target.
    @Test(arguments: [
        ("SET b = :ten", 19 + 1 + 10), ("SET #b = :ten", 19 + 1 + 10), ("SET b = :map", 19 + 1 + 3 + 1 + 1 + 10),
        ("SET b = :ten, c = :ten", 2 * (19 + 1 + 10)), ("SET d.leaf = :ten", 19 + 1 + 4 + 4 + 10),
        ("SET d[10] = :ten", 19 + 1 + 4 + 2 + 10), ("SET c = abcdefghij", 19 + 1 + 1 + 14 + 10),
        ("SET c = m.a.z", 19 + 1 + 1 + 3 * (14 + 1)), ("SET c = l[10]", 19 + 1 + 1 + 14 + 1 + 14 + 2),
        ("SET l = list_append(l, :list)", 19 + 1 + 37 + (1 + 14 + 1) + (3 + 1 + 10)),
        ("SET c = if_not_exists(c, :ten)", 19 + 1 + 39 + (1 + 14 + 1) + 10),
        ("SET n = n + :one", 19 + 1 + 34 + (1 + 14 + 1) + 2), ("SET n = n - :one", 19 + 1 + 37 + (1 + 14 + 1) + 2),
        ("ADD abcdefghij :one", 19 + 10 + 2), ("ADD ss :set", 19 + 2 + 10), ("REMOVE abcdefghij", 1 + 10),
        ("REMOVE m.yyyyyyyyyy", 1 + 1 + 4 + 10), ("REMOVE l[10]", 1 + 1 + 4 + 2), ("DELETE abcdefghij :set", 1 + 10),
    ])
    func clauses(_ text: String, _ charge: Int) throws {
        var values = Self.values
        values[":set"] = .ss(try AttributeSet(["ssssssssss"]))
        let used = values.filter { text.contains($0.key) }
        let names = text.contains("#b") ? ["#b": "b"] : nil
        var expressions = RequestExpressions(
            ExpressionParameters(names: names, values: used.isEmpty ? nil : used))
        #expect(try expressions.update(text).requestCharge == 3 + charge)
    }

    // The legacy parameters count for the item only.
    @Test
    func legacy() throws {
        var builder = TreeBuilder()
        let place = builder.place(ofAttribute: "b")
        let put = UpdateAction(section: .set, path: place, operand: builder.value("yyyyyyyyyy"))
        var expressions = RequestExpressions(ExpressionParameters())
        let update = try expressions.update(.tree(builder.tree(.update([put]), of: "AttributeUpdates")))
        #expect(update.requestCharge == nil)
    }
}
