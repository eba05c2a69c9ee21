/// Units that a request took.
///
/// A read unit is a strongly consistent read of up to 4 KB (an eventually consistent one takes half, a transactional
/// one twice as much), a write unit a write of up to 1 KB (transactional: twice).
public struct CapacityUnits: Sendable, Equatable {
    /// Read units, in halves.
    public var read: Double
    /// Write units, each of 1 KB.
    public var write: Double

    /// Units of reads and writes; halves come from eventually consistent reads.
    public init(read: Double = 0, write: Double = 0) {
        self.read = read
        self.write = write
    }

    /// Both together, as `CapacityUnits` on the wire.
    public var total: Double { read + write }

    /// The sum, unit by unit.
    public static func + (left: CapacityUnits, right: CapacityUnits) -> CapacityUnits {
        CapacityUnits(read: left.read + right.read, write: left.write + right.write)
    }
}
