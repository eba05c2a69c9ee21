/// Names of the attributes that make keys.
package enum TableAttribute {
    package static let partition = "PK"
    package static let sort = "SK"
    /// The attribute by which items expire.
    package static let timeToLive = "ttl"
    /// The kind of an item.
    package static let kind = "entity"
    /// The version of the kind's items, where it is not 1.
    package static let version = "schema_version"
}
