import DynamoModel
import JSONText

/// The JSON of items that were written last: writing an item's attributes one by one takes longer than finding it.
public final class ItemTexts: Sendable {
    /// Texts above this size, in bytes, are not kept, so that all of them stay within some megabytes.
    private static let largestText = 4096
    /// Pages with more items are written without a look: they would displace what is asked for often.
    static let largestPage = 100

    private let memo = ItemMemo<[UInt8]>()

    /// No texts yet.
    public init() {}

    /// Writes an item as an object, copied when it was written before. The text of one that was never met is not kept.
    func write(_ item: Item, to writer: inout JSONWriter) {
        if let text = memo.value(of: item) { return writer.raw(text) }
        guard memo.isWorthKeeping(item) else { return writer.attributes(item) }
        var own = JSONWriter(capacity: 1024)
        own.attributes(item)
        let text = own.bytes
        if text.count <= Self.largestText { memo.keep(text, of: item) }
        writer.raw(text)
    }
}

extension JSONWriter {
    /// Writes an item that may have been written before.
    mutating func item(_ item: Item, _ texts: ItemTexts?) {
        if let texts { texts.write(item, to: &self) } else { attributes(item) }
    }

    /// Writes an item that was found as a value or as a text.
    mutating func item(_ found: WireItems.Found, _ texts: ItemTexts?) {
        switch found {
        case .item(let item): self.item(item, texts)
        case .text(let text): raw(text)
        }
    }
}
