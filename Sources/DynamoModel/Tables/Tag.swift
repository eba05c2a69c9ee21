/// A label of a table.
public struct Tag: Sendable, Hashable {
    /// Its name, 1 to 128 characters.
    public var key: String
    /// Its value, up to 256 characters.
    public var value: String

    /// A label: a key of 1 to 128 characters, a value of up to 256.
    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}
