/// The part that an attribute plays in a key.
public enum KeyType: String, Sendable, CaseIterable {
    /// The partition key.
    case hash = "HASH"
    /// The sort key.
    case range = "RANGE"
}
