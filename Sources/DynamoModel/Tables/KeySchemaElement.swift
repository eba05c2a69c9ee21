/// An attribute of a key.
public struct KeySchemaElement: Sendable, Hashable {
    /// The attribute's name, 1 to 255 bytes.
    public var attributeName: String
    /// The part that it plays.
    public var keyType: KeyType

    /// An attribute of a key.
    public init(_ attributeName: String, _ keyType: KeyType) {
        self.attributeName = attributeName
        self.keyType = keyType
    }
}
