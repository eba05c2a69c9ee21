import DynamoExpressions
import DynamoModel
import Testing

/// What projections return.
@Suite struct ProjectionTests {
    let item: Item = [
        "pk": "k", "n": 7, "l": [0, ["a": 1, "b": 2], 2, [10, 11]], "m": ["x": 1, "deep": ["y": 2, "z": 3]],
    ]

    // Whole attributes, those that are there.
    @Test func attributes() throws {
        #expect(try projected(item, "n, absent, pk") == ["pk": "k", "n": 7])
        #expect(try projected(item, "#n", names: ["#n": "n"]) == ["n": 7])
    }

    // Maps keep their shape, with only the members that are named; without any of them the attribute is not there.
    @Test func members() throws {
        #expect(try projected(item, "m.deep.y, m.x") == ["m": ["x": 1, "deep": ["y": 2]]])
        #expect(try projected(item, "m.deep.absent, n") == ["n": 7])
        #expect(try projected(item, "n.a, pk[0]") == [:])
    }

    // Elements move together, in the order of the list.
    @Test func elements() throws {
        #expect(try projected(item, "l[3][1], l[0], l[1].b") == ["l": [0, ["b": 2], [11]]])
        #expect(try projected(item, "l[9], l[2]") == ["l": [2]])
    }

    // Paths may not overlap or conflict.
    @Test func clashes() {
        func fault(_ text: String) -> String? { message { () throws(DynamoDBError) in _ = try projected(item, text) } }
        #expect(
            fault("a, b, a.b")
                == "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]"
        )
        #expect(
            fault("a.b, a[1]")
                == "Invalid ProjectionExpression: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]"
        )
        for text in ["a.b, a.c", "a[1], a[2]", "a.b, a.c[2]"] { #expect(fault(text) == nil) }
        #expect(fault("a,") == "Invalid ProjectionExpression: Syntax error; token: \"<EOF>\", near: \",\"")
        #expect(fault("") == "Invalid ProjectionExpression: The expression can not be empty;")
    }
}
