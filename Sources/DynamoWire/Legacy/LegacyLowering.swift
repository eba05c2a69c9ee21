import DynamoModel

/// Turns the legacy parameters into trees, so that below this target there is one language.
enum LegacyLowering {
    /// `AttributesToGet`.
    static func projection(_ attributes: [String]) -> Expression {
        var builder = TreeBuilder()
        for name in attributes { _ = builder.place(ofAttribute: name) }
        return .tree(builder.tree(.projection, of: "AttributesToGet"))
    }

    /// Conditions of a parameter that must all hold, or one of them; nil when there are none.
    static func condition(
        _ conditions: [LegacyCondition], _ conjunction: LegacyConjunction, of parameter: String
    ) -> Expression? {
        guard !conditions.isEmpty else { return nil }
        var builder = TreeBuilder()
        let nodes = conditions.map { node($0, &builder) }
        let root: ConditionNode = nodes.count == 1 ? nodes[0] : conjunction == .and ? .all(nodes) : .any(nodes)
        return .tree(builder.tree(.condition(root), of: parameter))
    }

    /// `AttributeUpdates`; nil when there are none.
    static func update(_ updates: [LegacyUpdate]) -> Expression? {
        guard !updates.isEmpty else { return nil }
        var builder = TreeBuilder()
        let actions = updates.map { action($0, &builder) }
        return .tree(builder.tree(.update(actions), of: "AttributeUpdates"))
    }

    private static func action(_ update: LegacyUpdate, _ builder: inout TreeBuilder) -> UpdateAction {
        let place = builder.place(ofAttribute: update.attribute)
        switch (update.action, update.value) {
        case (.add, .some(.l(let list))):
            let old = Operand.call(.ifNotExists, [.path(place), builder.value(.l([]))])
            let joined = Operand.call(.listAppend, [old, builder.value(.l(list))])
            return UpdateAction(section: .set, path: place, operand: joined)
        case (.put, let value?): return UpdateAction(section: .set, path: place, operand: builder.value(value))
        case (.add, let value?): return UpdateAction(section: .add, path: place, operand: builder.value(value))
        case (.delete, let value?): return UpdateAction(section: .delete, path: place, operand: builder.value(value))
        case (_, nil): return UpdateAction(section: .remove, path: place, operand: nil)
        }
    }

    private static func node(_ condition: LegacyCondition, _ builder: inout TreeBuilder) -> ConditionNode {
        let path = Operand.path(builder.place(ofAttribute: condition.attribute))
        let values = condition.values.map { builder.value($0) }
        return switch condition.comparison {
        case .equal: .compare(.equal, path, values[0])
        case .notEqual: .compare(.notEqual, path, values[0])
        case .less: .compare(.less, path, values[0])
        case .lessOrEqual: .compare(.lessOrEqual, path, values[0])
        case .greater: .compare(.greater, path, values[0])
        case .greaterOrEqual: .compare(.greaterOrEqual, path, values[0])
        case .between: .between(path, values[0], values[1])
        case .in: .member(path, values)
        case .notNull: .function(.attributeExists, [path])
        case .null: .function(.attributeNotExists, [path])
        case .contains: .function(.contains, [path, values[0]])
        // An attribute that is not there does not "not contain": the legacy operator needs one to compare.
        case .notContains:
            .all([.function(.attributeExists, [path]), .not(.function(.contains, [path, values[0]]))])
        case .beginsWith: .function(.beginsWith, [path, values[0]])
        }
    }
}
