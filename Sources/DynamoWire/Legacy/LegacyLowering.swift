import DynamoModel

/// Turns the legacy parameters into expressions with placeholders of their own, so that below this target there is one language.
///
/// A request can have both (`KeyConditions` beside a `FilterExpression`): the placeholders begin with `l` and as many underscores as
/// none of the request's own does.
struct LegacyLowering {
    private(set) var parameters: ExpressionParameters
    private var count = 0

    private let prefix: String

    init(_ parameters: ExpressionParameters = ExpressionParameters()) {
        self.parameters = parameters
        var prefix = "l_"
        let taken =
            (parameters.names ?? [:]).keys.map { $0.dropFirst() }
            + (parameters.values ?? [:]).keys.map { $0.dropFirst() }
        while taken.contains(where: { $0.utf8.starts(with: prefix.utf8) }) { prefix += "_" }
        self.prefix = prefix
    }

    /// `AttributesToGet`.
    mutating func projection(_ attributes: [String]) -> String {
        parameters.legacyExpressions.insert("ProjectionExpression")
        return attributes.map { name($0) }.joined(separator: ", ")
    }

    /// Conditions that must all hold, or one of them, in the place of an expression; nil when there are none.
    mutating func condition(
        _ conditions: [LegacyCondition], _ conjunction: LegacyConjunction, as expression: String
    ) -> String? {
        guard !conditions.isEmpty else { return nil }
        parameters.legacyExpressions.insert(expression)
        return conditions.map { condition($0) }.joined(separator: conjunction == .and ? " AND " : " OR ")
    }

    /// `AttributeUpdates`; nil when there are none.
    mutating func update(_ updates: [LegacyUpdate]) -> String? {
        var set: [String] = []
        var add: [String] = []
        var remove: [String] = []
        var delete: [String] = []
        for update in updates {
            let name = name(update.attribute)
            switch (update.action, update.value) {
            case (.put, let value?): set.append("\(name) = \(self.value(value))")
            case (.add, .some(.l(let list))):
                set.append("\(name) = list_append(if_not_exists(\(name), \(value(.l([])))), \(value(.l(list))))")
            case (.add, let value?): add.append("\(name) \(self.value(value))")
            case (.delete, let value?): delete.append("\(name) \(self.value(value))")
            case (_, nil): remove.append(name)
            }
        }
        let clauses = [("SET", set), ("ADD", add), ("REMOVE", remove), ("DELETE", delete)]
        let text = clauses.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.joined(separator: ", "))" }
        guard !text.isEmpty else { return nil }
        parameters.legacyExpressions.insert("UpdateExpression")
        return text.joined(separator: " ")
    }

    private mutating func condition(_ condition: LegacyCondition) -> String {
        let name = name(condition.attribute)
        let values = condition.values.map { value($0) }
        return switch condition.comparison {
        case .equal: "\(name) = \(values[0])"
        case .notEqual: "\(name) <> \(values[0])"
        case .less: "\(name) < \(values[0])"
        case .lessOrEqual: "\(name) <= \(values[0])"
        case .greater: "\(name) > \(values[0])"
        case .greaterOrEqual: "\(name) >= \(values[0])"
        case .between: "\(name) BETWEEN \(values[0]) AND \(values[1])"
        case .in: "\(name) IN (\(values.joined(separator: ", ")))"
        case .notNull: "attribute_exists(\(name))"
        case .null: "attribute_not_exists(\(name))"
        case .contains: "contains(\(name), \(values[0]))"
        // An attribute that is not there does not "not contain": the legacy operator needs one to look at.
        case .notContains: "(attribute_exists(\(name)) AND NOT contains(\(name), \(values[0])))"
        case .beginsWith: "begins_with(\(name), \(values[0]))"
        }
    }

    private mutating func name(_ attribute: String) -> String {
        let placeholder = "#\(prefix)\(count)"
        count += 1
        parameters.names = parameters.names ?? [:]
        parameters.names?[placeholder] = attribute
        return placeholder
    }

    private mutating func value(_ value: AttributeValue) -> String {
        let placeholder = ":\(prefix)\(count)"
        count += 1
        parameters.values = parameters.values ?? [:]
        parameters.values?[placeholder] = value
        return placeholder
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
        for (index, name) in attributes.enumerated()
        where attributes[..<index].contains(where: { $0.hasSameBytes(as: name) }) {
            throw .invalidParameter("Duplicate value in attribute name: \(name)")
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
