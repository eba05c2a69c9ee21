/// A figure over several turns: its sum and how many turns carry it, so that the average stays exact.
public struct Figure: Sendable, Hashable {
    /// In the unit of the figure: milliseconds, tokens or points. 500 turns of the largest values fit 64 bits.
    public internal(set) var sum: Int
    /// How many turns carry the figure.
    public internal(set) var count: Int

    /// No turn carries it.
    public static let none = Figure(sum: 0, count: 0)

    /// The average in tenths, half up; nil when no turn carries the figure.
    public var averageTenths: Int? {
        count == 0 ? nil : (20 * sum + count) / (2 * count)
    }

    mutating func add(_ value: Int?) {
        guard let value else { return }
        sum += value
        count += 1
    }
}
