/// The types that a key attribute can have.
public enum ScalarAttributeType: String, Sendable, CaseIterable {
    /// Text, ordered by its UTF-8 bytes.
    case s = "S"
    /// A number, ordered by value.
    case n = "N"
    /// Bytes, ordered as unsigned bytes.
    case b = "B"
}
