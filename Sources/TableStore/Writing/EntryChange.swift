import DynamoModel

/// What happens to an item's entry in one index.
package struct EntryChange {
    package let index: IndexInfo
    /// The key of the entry to remove or to add; both are nil when the entry stays where it is.
    package var removed: KeyBytes?
    package var added: KeyBytes?
    /// The entry's size before and after, in bytes; nil where the index holds no entry.
    package var oldSize: Int?
    package var newSize: Int?
}
