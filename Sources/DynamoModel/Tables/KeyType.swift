/// The part that an attribute plays in a key.
public enum KeyType: String, Sendable, CaseIterable {
    /// The partition key, which decides where an item lies.
    case hash = "HASH"
    /// The sort key, which orders the items of a partition.
    case range = "RANGE"
}
