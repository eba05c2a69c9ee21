/// How the values of a metric are spread: how many lie in each of some ranges, which are the wider the greater their
/// values are, so that a percentile is right within six per cent.
///
/// A range is a sixteenth of the stretch between two powers of two, from 2^-10 to 2^22: of milliseconds, from one
/// microsecond to more than an hour. Values beyond belong to the first or the last range.
public struct MetricDistribution: Sendable, Equatable {
    /// How many ranges there are.
    public static let ranges = octaves * parts

    private static let parts = 16
    private static let firstPower = -10
    private static let octaves = 32
    /// Bits of a fraction that are below those that choose one of the parts.
    private static let lowerBits = Double.significandBitCount - 4
    private static let lowest = Int(0x1p-10.bitPattern >> UInt64(lowerBits))

    /// How many values lie in each range that has one.
    public private(set) var counts: [Int: Double]

    /// These numbers of values by range. Ranges that there are not, and numbers that are not above zero, are left out.
    public init(counts: [Int: Double] = [:]) {
        self.counts = counts.filter { (0..<Self.ranges).contains($0.key) && $0.value > 0 }
    }

    /// The range of a value.
    public static func range(of value: Double) -> Int {
        guard value > 0 else { return 0 }
        return min(max(Int(truncatingIfNeeded: value.bitPattern >> UInt64(lowerBits)) - lowest, 0), ranges - 1)
    }

    /// Where a range begins.
    private static func start(of range: Int) -> Double {
        Double(bitPattern: UInt64(range + lowest) << UInt64(lowerBits))
    }

    /// Adds so many values of one range.
    public mutating func add(_ count: Double, in range: Int) { counts[range, default: 0] += count }

    /// The values of both.
    public func adding(_ other: MetricDistribution) -> MetricDistribution {
        var sum = self
        for (range, count) in other.counts { sum.add(count, in: range) }
        return sum
    }

    /// The value below which so many per cent of the values lie; nil when nothing was counted.
    ///
    /// - Parameters:
    ///   - percent: from 0 to 100.
    ///   - bounds: the least and the greatest value, between which the answer lies.
    public func percentile(_ percent: Double, within bounds: ClosedRange<Double>) -> Double? {
        let total = counts.values.reduce(0, +)
        guard total > 0 else { return nil }
        let wanted = total * percent / 100
        var before = 0.0
        for (range, count) in counts.sorted(by: { $0.key < $1.key }) {
            guard before + count >= wanted else {
                before += count
                continue
            }
            let (start, end) = (Self.start(of: range), Self.start(of: range + 1))
            let value = start + (end - start) * (wanted - before) / count
            return min(max(value, bounds.lowerBound), bounds.upperBound)
        }
        return bounds.upperBound
    }
}
