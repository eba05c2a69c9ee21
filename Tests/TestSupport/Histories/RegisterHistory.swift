/// What concurrent clients wrote to and read from single keys, and whether that is linearizable: whether each operation
/// can have happened at one moment between its request and its answer.
///
/// Every value is written once, so that this can be decided exactly (P. B. Gibbons and E. Korach, "Testing Shared
/// Memories", SIAM Journal on Computing 26, 1997): the operations on one value span a zone in which the key has to hold
/// that value.
public struct RegisterHistory: Sendable {
    /// One write or read of a key.
    public struct Operation: Sendable {
        /// The key.
        public var key: String
        /// What was written or read; 0 when there was no item.
        public var value: Int
        /// Whether it is a write.
        public var isWrite: Bool
        /// When it was asked for, in nanoseconds.
        public var start: UInt64
        /// By when it was done, if it was; nil while that is not known.
        public var end: UInt64?
        /// Whether it was answered. A write that was not may or may not have been done.
        public var isAnswered: Bool

        /// An operation.
        public init(_ key: String, _ value: Int, isWrite: Bool, start: UInt64, end: UInt64?) {
            (self.key, self.value, self.isWrite, self.start, self.end) = (key, value, isWrite, start, end)
            isAnswered = end != nil
        }
    }

    /// Everything that was done, in any order.
    public var operations: [Operation] = []

    /// A history without operations.
    public init() {}

    /// What contradicts one order of all operations; empty for a linearizable history.
    public var violations: [String] {
        Dictionary(grouping: operations, by: \.key).sorted { $0.key < $1.key }.flatMap { violations($0, $1) }
    }

    /// A span of time that belongs to one value.
    private struct Zone {
        let value: Int
        let from: UInt64
        let to: UInt64
    }

    private func violations(_ key: String, _ operations: [Operation]) -> [String] {
        var faults: [String] = []
        var (forward, backward): ([Zone], [Zone]) = ([], [])
        for (value, group) in Dictionary(grouping: operations, by: \.value) {
            let reads = group.filter { !$0.isWrite }
            // There was no item before anything was done.
            let write = value == 0 ? Operation(key, 0, isWrite: true, start: 0, end: 0) : group.first(where: \.isWrite)
            guard let write else {
                faults.append("\(key): \(value) was read and never written")
                continue
            }
            // A write without an answer whose value nobody saw may not have been done.
            if reads.isEmpty, !write.isAnswered { continue }
            if reads.contains(where: { ($0.end ?? .max) < write.start }) {
                faults.append("\(key): \(value) was read before it was written")
            }
            let first = min(write.end ?? .max, reads.map { $0.end ?? .max }.min() ?? .max)
            let last = max(write.start, reads.map(\.start).max() ?? 0)
            if first < last {
                forward.append(Zone(value: value, from: first, to: last))
            } else {
                backward.append(Zone(value: value, from: last, to: first))
            }
        }
        forward.sort { $0.from < $1.from }
        for (left, right) in zip(forward, forward.dropFirst()) where right.from < left.to {
            faults.append("\(key): \(left.value) and \(right.value) were both there at one time")
        }
        for zone in backward {
            guard let around = forward.first(where: { $0.from < zone.from && zone.to < $0.to }) else { continue }
            faults.append("\(key): \(zone.value) came and went while \(around.value) was there")
        }
        return faults
    }
}
