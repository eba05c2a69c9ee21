/// Names of the attributes that make keys.
enum TableAttribute {
    static let partition = "PK"
    static let sort = "SK"
    /// The attribute by which items expire.
    static let timeToLive = "ttl"
    /// The kind of an item.
    static let kind = "entity"
}
