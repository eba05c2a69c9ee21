import DynamoModel

/// A new state of an item, ready to be written.
package struct NewRow: Sendable {
    package let item: Item
    package let size: Int

    package init(item: Item, size: Int) {
        self.item = item
        self.size = size
    }
}
