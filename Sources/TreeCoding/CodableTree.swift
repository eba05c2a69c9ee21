/// A tree of values that a `Codable` value can be written as and read from: attribute values, JSON.
///
/// The coders of Foundation keep members under `String`, which takes canonically equivalent names for one; a tree
/// decides itself which names are the same.
public protocol CodableTree: Sendable {
    /// The tree with this at its root.
    init(_ content: TreeContent<Self>)
    /// What is at the root; nil for a value that no coder writes, such as a set.
    var content: TreeContent<Self>? { get }
}

/// What is at the root of a tree.
public enum TreeContent<Tree> {
    /// No value.
    case null
    /// A truth value.
    case bool(Bool)
    /// A text.
    case text(String)
    /// A whole number. Fractions are left out: what is stored counts in the smallest unit.
    case whole(Int)
    /// Values in order.
    case list([Tree])
    /// Members with distinct names.
    case members([(name: String, value: Tree)])
}

extension CodableTree {
    /// The tree of a value.
    ///
    /// - Throws: `EncodingError` for a value with a number that is not whole or larger than an `Int`.
    public init(encoding value: some Encodable) throws {
        let encoding = TreeEncoding<Self>([])
        try encoding.encode(value)
        self = encoding.tree
    }

    /// The value that the tree is of.
    ///
    /// - Throws: `DecodingError`, with the path of what is missing or of another type.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try TreeDecoding(self, []).decode(type)
    }
}

/// The name of a member, or the place of an element, on the path to a value.
struct TreeKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init(intValue: Int) { (stringValue, self.intValue) = ("\(intValue)", intValue) }

    /// Where a class's part is that another class inherits from.
    static let superclass = TreeKey(stringValue: "super")
}
