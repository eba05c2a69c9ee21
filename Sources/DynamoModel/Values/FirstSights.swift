/// What was met once, so that only what comes again is kept.
///
/// When a table is much larger than a cache, most items that are read will not be read again soon: keeping each would
/// only displace others, and freeing what was displaced long ago costs more than the cache saves. Of each hash 16 bits
/// are remembered, until another takes its place. Not to be shared between threads.
public struct FirstSights: Sendable {
    /// How many hashes are remembered; a power of two.
    @usableFromInline static var count: Int { 1 << 14 }

    /// Made with the first one.
    @usableFromInline var marks: [UInt16] = []

    /// Nothing was met yet.
    public init() {}

    /// Whether a hash was met lately, and not only now.
    @inlinable
    public mutating func isRepeated(_ hash: UInt64) -> Bool {
        if marks.isEmpty { marks = Array(repeating: 0, count: Self.count) }
        let place = Int(truncatingIfNeeded: hash >> 16) & (Self.count - 1)
        let mark = UInt16(truncatingIfNeeded: hash) | 1
        if marks[place] == mark { return true }
        marks[place] = mark
        return false
    }
}
