/// Where a list goes on. It has no partition key: that is made again from the caller, so that a position is of no use
/// to anyone else.
///
/// A list that is merged of several shards has a mark for each; any other list has one.
public struct Position: Sendable, Hashable {
    /// How far one shard was read.
    public enum Mark: Sendable, Hashable {
        /// Not at all.
        case start
        /// Everything was read; nothing follows.
        case end
        /// Up to and with this sort key, of the item with this primary key (nil in the table itself).
        case after(sort: String, item: ItemKey?)
    }

    /// A mark for each shard.
    public let marks: [Mark]

    init(_ marks: [Mark]) { self.marks = marks }

    /// The position of a list with one mark; nil when the list has ended.
    init?(next mark: Mark) {
        if mark == .end { return nil }
        self.init([mark])
    }

    /// The most marks that a position can have, and the longest key in it, in bytes.
    private static let maximumMarks = 64

    /// The position as bytes, to be signed and handed out.
    public var bytes: [UInt8] {
        var bytes = [UInt8(marks.count)]
        for mark in marks {
            switch mark {
            case .start: bytes.append(0)
            case .end: bytes.append(1)
            case .after(let sort, let item):
                bytes.append(item == nil ? 2 : 3)
                for text in [sort, item?.partition, item?.sort] {
                    guard let text else { continue }
                    bytes += [UInt8(text.utf8.count >> 8), UInt8(text.utf8.count & 255)]
                    bytes += text.utf8
                }
            }
        }
        return bytes
    }

    /// Reads what ``bytes`` wrote; nil for anything else.
    public init?(bytes: [UInt8]) {
        var rest = bytes[...]
        guard let count = rest.popFirst(), 1...Self.maximumMarks ~= Int(count) else { return nil }
        var marks: [Mark] = []
        for _ in 0..<count {
            switch rest.popFirst() {
            case 0: marks.append(.start)
            case 1: marks.append(.end)
            case 2:
                guard let sort = Self.takeText(&rest) else { return nil }
                marks.append(.after(sort: sort, item: nil))
            case 3:
                guard let sort = Self.takeText(&rest), let partition = Self.takeText(&rest),
                    let own = Self.takeText(&rest)
                else { return nil }
                marks.append(.after(sort: sort, item: ItemKey(partition, own)))
            default: return nil
            }
        }
        guard rest.isEmpty else { return nil }
        self.marks = marks
    }

    private static func takeText(_ bytes: inout ArraySlice<UInt8>) -> String? {
        guard let high = bytes.popFirst(), let low = bytes.popFirst() else { return nil }
        let length = Int(high) << 8 | Int(low)
        guard bytes.count >= length, let text = String(validating: bytes.prefix(length), as: UTF8.self) else {
            return nil
        }
        bytes = bytes.dropFirst(length)
        return text
    }
}
