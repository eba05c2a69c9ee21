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

/// Whether all legacy conditions must hold or one of them.
enum LegacyConjunction: String {
    case and = "AND"
    case or = "OR"
}

/// What the legacy parameters of a request need before they are lowered.
enum LegacyRules {
    /// `AttributesToGet` without repetitions.
    static func attributesToGet(_ object: WireObject) throws(DynamoDBError) -> [String]? {
        guard let attributes = object.strings("AttributesToGet") else { return nil }
        if let name = attributes.firstRepetition()?.text {
            throw .invalidParameter("Duplicate value in attribute name: \(name)")
        }
        guard attributes.allSatisfy({ $0.utf8.count < DynamoLimits.attributeNameSize }) else {
            throw .invalidParameter("Attribute name must not be longer than 65535 bytes")
        }
        return attributes
    }

    /// `ConditionalOperator`, which must have something to join.
    static func conjunction(_ object: WireObject, over conditions: [LegacyCondition]) throws(DynamoDBError)
        -> LegacyConjunction
    {
        guard let conjunction: LegacyConjunction = object.choice("ConditionalOperator") else { return .and }
        guard !conditions.isEmpty else {
            throw .invalidParameter("ConditionalOperator cannot be used without Filter or Expected")
        }
        guard conditions.count > 1 else {
            throw .invalidParameter(
                "ConditionalOperator can only be used when Filter or Expected has two or more elements")
        }
        return conjunction
    }

    /// The operators that a key condition can have.
    static func checkKeyConditions(_ conditions: [LegacyCondition]) throws(DynamoDBError) {
        guard (1...2).contains(conditions.count) else { throw .validation("Conditions can be of length 1 or 2 only") }
        for condition in conditions {
            switch condition.comparison {
            case .equal, .less, .lessOrEqual, .greater, .greaterOrEqual, .between, .beginsWith: continue
            default: throw .validation("Attempted conditional constraint is not an indexable operation")
            }
        }
    }
}
