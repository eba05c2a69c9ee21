import DynamoModel

/// The operators of the legacy conditions. Source: API reference, `Condition`.
public enum LegacyOperator: String, Sendable, CaseIterable {
    case equal = "EQ"
    case notEqual = "NE"
    case `in` = "IN"
    case lessOrEqual = "LE"
    case less = "LT"
    case greaterOrEqual = "GE"
    case greater = "GT"
    case between = "BETWEEN"
    case notNull = "NOT_NULL"
    case null = "NULL"
    case contains = "CONTAINS"
    case notContains = "NOT_CONTAINS"
    case beginsWith = "BEGINS_WITH"

    /// How many arguments there must be.
    var argumentCount: ClosedRange<Int> {
        switch self {
        case .notNull, .null: 0...0
        case .between: 2...2
        case .in: 1...Int.max
        default: 1...1
        }
    }

    /// Whether an argument can have this type.
    func takes(_ value: AttributeValue) -> Bool {
        switch (self, value) {
        case (.less, .s), (.less, .n), (.less, .b), (.lessOrEqual, .s), (.lessOrEqual, .n), (.lessOrEqual, .b): true
        case (.greater, .s), (.greater, .n), (.greater, .b): true
        case (.greaterOrEqual, .s), (.greaterOrEqual, .n), (.greaterOrEqual, .b): true
        case (.between, .s), (.between, .n), (.between, .b), (.in, .s), (.in, .n), (.in, .b): true
        case (.beginsWith, .s), (.beginsWith, .b): true
        case (.contains, let value), (.notContains, let value):
            switch value {
            case .ss, .ns, .bs, .m, .l: false
            default: true
            }
        case (.equal, _), (.notEqual, _), (.null, _), (.notNull, _): true
        default: false
        }
    }
}
