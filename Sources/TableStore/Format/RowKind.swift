/// What a row table holds.
package enum RowKind {
    /// The items of a table.
    case items
    /// The entries of an index.
    case entries
}
