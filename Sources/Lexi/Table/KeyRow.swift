/// A row of an index that holds keys only. It cannot be taken for the entity: that is read by its key.
struct KeyRow: Sendable, Hashable {
    /// The item's primary key.
    let item: ItemKey
    /// Its sort key in the index.
    let sort: String
}
