import DynamoModel

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
