import DynamoExpressions
import DynamoModel
import Testing

/// Expressions that are trees, as the legacy parameters are: what they mean, and that no limit of text holds for them.
@Suite struct TreeTests {
    private static let names = (0..<1000).map { "attribute\($0)" }

    // A condition over 1,000 attributes would be longer than 4 KB and have more than 300 operators as text.
    @Test func longConditions() throws {
        var builder = TreeBuilder()
        let nodes = Self.names.map { name in
            let path = Operand.path(builder.place(ofAttribute: name))
            return ConditionNode.compare(.equal, path, builder.value(1))
        }
        var expressions = RequestExpressions(ExpressionParameters())
        let condition = try expressions.condition(.tree(builder.tree(.condition(.all(nodes)))))
        try expressions.finish()
        let item = Item(Self.names.map { ($0, AttributeValue.int(1)) })
        #expect(condition.holds(for: item) && !condition.holds(for: ["attribute1": 1]))
    }

    // An update of 1,000 attributes changes all of them.
    @Test func longUpdates() throws {
        var builder = TreeBuilder()
        let actions = Self.names.map { name in
            let place = builder.place(ofAttribute: name)
            return UpdateAction(section: .set, path: place, operand: builder.value(1))
        }
        var expressions = RequestExpressions(ExpressionParameters())
        let update = try expressions.update(.tree(builder.tree(.update(actions))), keyAttributes: ["pk"])
        #expect(try update.apply(to: ["pk": "a"]).count == 1001)
    }

    // An IN of a tree can have more than 100 operands, a projection more names than an item.
    @Test func longLists() throws {
        var builder = TreeBuilder()
        let path = Operand.path(builder.place(ofAttribute: "a"))
        let values = (0..<200).map { builder.value(.int($0)) }
        var expressions = RequestExpressions(ExpressionParameters())
        let filter = try expressions.filter(.tree(builder.tree(.condition(.member(path, values)))))
        #expect(filter.holds(for: ["a": 150]) && !filter.holds(for: ["a": 200]))
        let paths = Self.names.map { DocumentPath(attribute: $0) }
        let projection = try expressions.projection(.tree(ExpressionTree(.projection, paths: paths)))
        #expect(projection.project(["attribute7": 7, "b": 1]) == ["attribute7": 7])
    }

    // Names are what they are: no placeholder, no reserved word, no path.
    @Test func namesHaveNoSyntax() throws {
        var builder = TreeBuilder()
        let path = Operand.path(builder.place(ofAttribute: "size.of[0] #x"))
        var expressions = RequestExpressions(ExpressionParameters())
        let tree = builder.tree(.condition(.function(.attributeExists, [path])))
        #expect(try expressions.condition(.tree(tree)).holds(for: ["size.of[0] #x": 1]))
    }

    // What is printed means the same.
    @Test(arguments: [
        "a = :a AND (b <> :b OR NOT c < :a)", "NOT (a = :a AND b = :b)", "a BETWEEN :a AND :b OR size(c) IN (:a, :b)",
        "(a = :a AND b = :b) AND c = :c", "attribute_exists(m.x[1].y) AND contains(a, :a)",
    ])
    func printing(_ text: String) throws {
        let values: [String: AttributeValue] = [":a": 1, ":b": 2, ":c": 3].filter { text.contains($0.key) }
        var expressions = RequestExpressions(ExpressionParameters(values: values))
        let condition = try expressions.condition(text)
        let tree = ExpressionTree(
            .condition(condition.node), paths: condition.bindings.paths, values: condition.bindings.values)
        var printer = ExpressionPrinter(ExpressionParameters())
        let text = printer.text(.tree(tree))
        let printed = try #require(text)
        var again = RequestExpressions(printer.parameters)
        let read = try again.condition(printed)
        try again.finish()
        for (a, b, c) in [(1, 2, 3), (1, 1, 1), (2, 2, 2), (3, 2, 1), (0, 0, 0)] {
            let item: Item = ["a": .int(a), "b": .int(b), "c": .int(c), "m": ["x": [1, ["y": 2]]]]
            #expect(read.holds(for: item) == condition.holds(for: item), "\(printed)")
        }
    }
}

/// Faults of legacy updates have separate words.
@Suite struct LegacyUpdateTests {
    // A type that cannot be added to or deleted from is reported of the attribute, not of an operand of an expression.
    @Test(arguments: [UpdateAction.Section.add, .delete])
    func wrongTypes(_ section: UpdateAction.Section) throws {
        let value: AttributeValue = try section == .add ? .int(1) : ns(1)
        for (parameter, message) in [
            ("AttributeUpdates", "Type mismatch for attribute to update"),
            (nil, "An operand in the update expression has an incorrect data type"),
        ] as [(String?, String)] {
            var builder = TreeBuilder()
            let place = builder.place(ofAttribute: "a")
            let action = UpdateAction(section: section, path: place, operand: builder.value(value))
            var expressions = RequestExpressions(ExpressionParameters())
            let update = try expressions.update(.tree(builder.tree(.update([action]), of: parameter)))
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
