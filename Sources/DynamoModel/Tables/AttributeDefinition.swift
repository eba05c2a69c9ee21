/// An attribute that a key uses, with its type.
public struct AttributeDefinition: Sendable, Hashable {
    /// The attribute's name, 1 to 255 bytes.
    public var attributeName: String
    /// Its type in every key that uses it.
    public var attributeType: ScalarAttributeType

    /// The type of an attribute that keys use.
    public init(_ attributeName: String, _ attributeType: ScalarAttributeType) {
        self.attributeName = attributeName
        self.attributeType = attributeType
    }
}
