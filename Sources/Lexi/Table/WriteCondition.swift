import DynamoModel

/// What must hold of the item that a write replaces.
enum WriteCondition: Sendable {
    /// There is no item with this key.
    case absent
    /// There is no item with this key, or one that has expired by then.
    case absentOrExpired(Timestamp)
    /// It has this version.
    case version(Int)
    /// An attribute has this value.
    case equals(String, AttributeValue)
    /// It exists and has no such attribute.
    case without(String)

    /// An attribute of an item is as it was read.
    static func unchanged(_ attribute: String, of item: Item) -> WriteCondition {
        item[attribute].map { .equals(attribute, $0) } ?? .without(attribute)
    }

    /// The condition without its value, as patterns declare it.
    var shape: WriteShape.Condition {
        switch self {
        case .absent: .absent
        case .absentOrExpired: .absentOrExpired
        case .version: .version
        case .equals(let name, _): .attribute(name)
        case .without(let name): .without(name)
        }
    }

    var parameters: ExpressionParameters {
        switch self {
        case .absent: ExpressionParameters()
        case .absentOrExpired(let now):
            ExpressionParameters(
                names: ["#attribute": TableAttribute.timeToLive], values: [":expected": .int(Int(now.seconds))])
        case .version(let version):
            ExpressionParameters(names: ["#attribute": "version"], values: [":expected": .int(version)])
        case .equals(let name, let value):
            ExpressionParameters(names: ["#attribute": name], values: [":expected": value])
        case .without(let name): ExpressionParameters(names: ["#attribute": name])
        }
    }
}
