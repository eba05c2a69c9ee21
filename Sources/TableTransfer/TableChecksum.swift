import Digests
import DynamoModel

/// The number of items of a table, and a checksum of them that does not depend on the order in which they are read.
///
/// The checksum is the sum, modulo 2^128, of the first 16 bytes of SHA-256 over the canonical form of each item: equal
/// items have equal forms whatever their spelling, so that two tables are held to be equal when both numbers are.
public struct TableChecksum: Sendable, Equatable, CustomStringConvertible {
    /// How many items there are.
    public private(set) var count: Int
    /// The sum of the items' digests: the same for the same items in any order.
    public private(set) var sum: UInt128

    /// The checksum of a table without items.
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
