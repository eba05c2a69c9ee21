import DynamoExpressions
import DynamoModel
import Testing

/// No text crashes the parser, and what it takes can be applied to any item without a crash.
@Suite struct FuzzTests {
    private static let seeds = [
        "a = :v AND NOT (b[3].c < #n OR size(d) BETWEEN :v AND :w)", "attribute_exists(a) OR contains(b, :v)",
        "a IN (:v, :w, b.c)",
        "SET a = if_not_exists(b, :v) + :w, l[3] = list_append(l, :l) REMOVE c, m.x ADD n :v DELETE s :s",
        "a, b.c, #n[3].d", "p = :v AND begins_with(s, :w)",
    ]
    private static let pieces = [
        "(", ")", "((", "))", "[", "]", ",", ".", "+", "-", "=", "<>", "<", ">", "AND", "or", "NOT ", "BETWEEN", "IN",
        "SET ",
        "REMOVE ", "ADD ", "DELETE ", "size(", "contains(", "if_not_exists(", "list_append(", "#n", ":v", ":", "#", "0",
        "12",
        "99999999999999999999", "name", "a", "_", " ", "\n", "\0", "é", "e\u{301}", "😀", "\u{212A}", "\"",
    ]
    private static let parameters = ExpressionParameters(
        names: ["#n": "n"], values: [":v": 1, ":w": "w", ":l": [1], ":s": "x"])
    private static let item: Item = [
        "a": 1, "b": [1, 2, 3, ["c": 4]], "m": ["x": ["y": 1]], "l": [1, 2], "n": ["d": "e"],
    ]

    /// Runs the text as every kind of expression.
    private func run(_ text: String) {
        var expressions = RequestExpressions(Self.parameters)
        _ = (try? expressions.condition(text))?.holds(for: Self.item)
        _ = (try? expressions.projection(text))?.project(Self.item)
        if let update = try? expressions.update(text, keyAttributes: ["pk"]) { _ = try? update.apply(to: Self.item) }
        let schema = [KeySchemaElement("p", .hash), KeySchemaElement("s", .range)]
        _ = try? expressions.keyCondition(text, schema: schema, types: [])
        try? expressions.finish()
    }

    @Test(arguments: 0..<20) func mutatedExpressions(_ seed: Int) {
        var random = Seeded(UInt64(seed))
        for _ in 0..<300 {
            let whole = random.pick(Self.seeds)
            run(random.mutated(whole, with: Self.pieces))
        }
    }

    @Test(arguments: 0..<20) func randomPieces(_ seed: Int) {
        var random = Seeded(UInt64(seed))
        for _ in 0..<300 { run((0..<random.int(0...40)).map { _ in random.pick(Self.pieces) }.joined()) }
    }

    @Test(arguments: 0..<10) func randomBytes(_ seed: Int) {
        var random = Seeded(UInt64(seed))
        for _ in 0..<300 {
            run(String(decoding: (0..<random.int(0...60)).map { _ in UInt8(random.int(0...255)) }, as: UTF8.self))
        }
    }

    // Deep and long texts of every repeated piece, up to the limit of 4 KB.
    @Test func repeatedPieces() {
        for piece in Self.pieces {
            for prefix in ["", "a = ", "SET a = ", "NOT (", "a IN ("] {
                run(prefix + String(repeating: piece, count: (4096 - prefix.utf8.count) / piece.utf8.count))
            }
        }
    }
}
