/// The type of a request's value in the service's model, with the constraints on it.
///
/// It is the one place where a bound of the model stands and is checked: the wire asks the shapes about the JSON of a
/// request, the engine about what callers without a wire give it; see `Shape+Violations`.
package final class Shape: Sendable {
    /// A member of a structure.
    struct Member: Sendable {
        let name: String
        let shape: Shape
        let isRequired: Bool

        init(_ name: String, _ shape: Shape, required: Bool = false) {
            self.name = name
            self.shape = shape
            isRequired = required
        }
    }

    /// The types.
    enum Kind: Sendable {
        case string(pattern: TextPattern?, values: [String])
        /// A table's name, or its ARN.
        case tableName
        case integer
        case long
        case double
        case timestamp
        case boolean
        case blob
        case list(Shape)
        case map(key: Shape, value: Shape)
        case structure(String, [Member])
        /// The one shape that holds itself; its rules are ``AttributeValue``'s own.
        case attributeValue
    }

    let kind: Kind
    /// The least length or value.
    let min: Int?
    /// The greatest length or value.
    let max: Int?

    private init(_ kind: Kind, min: Int? = nil, max: Int? = nil) {
        self.kind = kind
        self.min = min
        self.max = max
    }

    static func string(
        min: Int? = nil, max: Int? = nil, pattern: TextPattern? = nil, values: [String] = []
    ) -> Shape {
        Shape(.string(pattern: pattern, values: values), min: min, max: max)
    }
    static func integer(min: Int? = nil, max: Int? = nil) -> Shape { Shape(.integer, min: min, max: max) }
    static func long(min: Int? = nil, max: Int? = nil) -> Shape { Shape(.long, min: min, max: max) }
    static func list(_ element: Shape, min: Int? = nil, max: Int? = nil) -> Shape {
        Shape(.list(element), min: min, max: max)
    }
    static func map(_ key: Shape, _ value: Shape, min: Int? = nil, max: Int? = nil) -> Shape {
        Shape(.map(key: key, value: value), min: min, max: max)
    }
    static func structure(_ name: String, _ members: [Member]) -> Shape { Shape(.structure(name, members)) }
    static let tableName = Shape(.tableName)
    static let double = Shape(.double)
    static let timestamp = Shape(.timestamp)
    static let boolean = Shape(.boolean)
    static let blob = Shape(.blob)

    /// An ARN where a table's name may stand, too.
    static let tableARN = Shape.string(min: 1, max: 1024)
}

extension Shape {
    static let attributeValueShape = Shape(.attributeValue)
}
