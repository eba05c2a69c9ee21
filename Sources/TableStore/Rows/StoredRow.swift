import DynamoModel

/// An item as it lies in its table: its row's number and bytes, and what they say.
package struct StoredRow: Sendable {
    /// The number of the row in the table's storage. Entries of indexes hold it.
    let id: Int
    package let item: Item
    /// The item's size by DynamoDB's counting.
    package let size: Int
    /// The row's bytes, verified.
    package let bytes: [UInt8]
}
