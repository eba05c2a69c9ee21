import DynamoModel

/// What must hold of the item that a write replaces.
enum WriteCondition {
    /// There is none with this key.
    case absent
    /// It has this version.
    case version(Int)
    /// An attribute has this value.
    case equals(String, AttributeValue)

    var expression: String {
        switch self {
        case .absent: "attribute_not_exists(PK)"
        case .version, .equals: "#attribute = :expected"
        }
    }

    var parameters: ExpressionParameters {
        switch self {
        case .absent: ExpressionParameters()
        case .version(let version):
            ExpressionParameters(names: ["#attribute": "version"], values: [":expected": .int(version)])
        case .equals(let name, let value):
            ExpressionParameters(names: ["#attribute": name], values: [":expected": value])
        }
    }
}
