/// What a DynamoDB set can hold: text, numbers or bytes.
public protocol AttributeSetElement: Sendable, Hashable {
    /// Three-way comparison in the order of the type: bytes for text and binary, numeric for numbers.
    static func compare(_ left: Self, _ right: Self) -> Int
    /// The element's size in bytes by DynamoDB's counting.
    var attributeSize: Int { get }
}
