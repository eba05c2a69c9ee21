import DynamoModel

/// What a query asks of an attribute of the sort key.
public enum SortCondition: Sendable, Equatable {
    /// Keys equal to the value.
    case equal(AttributeValue)
    /// Keys below the value.
    case less(AttributeValue)
    /// The value or below it.
    case lessOrEqual(AttributeValue)
    /// Keys above the value.
    case greater(AttributeValue)
    /// The value or above it.
    case greaterOrEqual(AttributeValue)
    /// The first value, the second, or between them. The first is not above the second.
    case between(AttributeValue, AttributeValue)
    /// Text or binary that starts with the value.
    case beginsWith(AttributeValue)

    var values: [AttributeValue] {
        switch self {
        case .equal(let value), .less(let value), .lessOrEqual(let value), .greater(let value),
            .greaterOrEqual(let value), .beginsWith(let value):
            [value]
        case .between(let lower, let upper): [lower, upper]
        }
    }
}
