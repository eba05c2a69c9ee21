import Digests
import DynamoModel

/// The number of items of a table, and a checksum of them that does not depend on the order in which they are read.
///
/// The checksum is the sum, modulo 2^128, of the first 16 bytes of SHA-256 over the canonical form of each item: equal
/// items have equal forms whatever their spelling, so that two tables are held to be equal when both numbers are.
public struct TableChecksum: Sendable, Equatable, CustomStringConvertible {
    /// How many items there are.
    public private(set) var count: Int
    /// The sum.
    public private(set) var sum: UInt128

    /// No items.
    public init() { (count, sum) = (0, 0) }

    /// A checksum that was noted.
    init(count: Int, sum: UInt128) { (self.count, self.sum) = (count, sum) }

    /// Adds an item.
    public mutating func add(_ item: Item) { add(digest: Self.digest(item)) }

    mutating func add(digest: UInt128) {
        sum &+= digest
        count = count.addingSaturating(1)
    }

    /// Takes an item away that was added.
    mutating func remove(digest: UInt128) {
        sum &-= digest
        count -= 1
    }

    static func digest(_ item: Item) -> UInt128 {
        SHA256.hash(CanonicalItem.bytes(item)).prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }

    /// Both together. A count stops at the greatest number.
    public static func + (left: TableChecksum, right: TableChecksum) -> TableChecksum {
        TableChecksum(count: left.count.addingSaturating(right.count), sum: left.sum &+ right.sum)
    }

    /// The sum as 32 hexadecimal digits.
    public var hex: String {
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 32 - digits.utf8.count) + digits
    }

    /// `12 items, checksum 00…`.
    public var description: String { "\(count) items, checksum \(hex)" }

    /// The sum of 32 hexadecimal digits; nil when they are not digits.
    static func sum(hex: String) -> UInt128? { hex.utf8.count == 32 ? UInt128(hex, radix: 16) : nil }
}

/// The one form in bytes of an item: names in the order of their bytes, numbers without superfluous zeros, sets in
/// order, every part with its length before it so that no two items share a form.
enum CanonicalItem {
    static func bytes(_ item: Item) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        append(item, to: &bytes)
        return bytes
    }

    private static func append(_ map: AttributeMap, to bytes: inout [UInt8]) {
        append(map.count, to: &bytes)
        for (name, value) in map {
            append(name, to: &bytes)
            append(value, to: &bytes)
        }
    }

    private static func append(_ value: AttributeValue, to bytes: inout [UInt8]) {
        append(value.typeName, to: &bytes)
        switch value {
        case .s(let text): append(text, to: &bytes)
        case .n(let number): append(number.description, to: &bytes)
        case .b(let data): append(data, to: &bytes)
        case .bool(let truth): bytes.append(truth ? 1 : 0)
        case .null: break
        case .m(let map): append(map, to: &bytes)
        case .l(let list): append(list, to: &bytes) { append($0, to: &$1) }
        case .ss(let set): append(set.elements, to: &bytes) { append($0, to: &$1) }
        case .ns(let set): append(set.elements, to: &bytes) { append($0.description, to: &$1) }
        case .bs(let set): append(set.elements, to: &bytes) { append($0, to: &$1) }
        }
    }

    private static func append<Element>(
        _ elements: [Element], to bytes: inout [UInt8], _ body: (Element, inout [UInt8]) -> Void
    ) {
        append(elements.count, to: &bytes)
        for element in elements { body(element, &bytes) }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        append(text.utf8.count, to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    private static func append(_ data: [UInt8], to bytes: inout [UInt8]) {
        append(data.count, to: &bytes)
        bytes += data
    }

    /// Counts in 32 bits, the highest byte first; no part of an item comes near.
    private static func append(_ count: Int, to bytes: inout [UInt8]) {
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
    }
}
