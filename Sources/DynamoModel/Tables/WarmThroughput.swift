/// The units a second that a table or index can give at once. It only grows.
///
/// Source: API reference, `WarmThroughput`.
public struct WarmThroughput: Sendable, Hashable {
    /// Read units; nil in a change for "as it is".
    public var readUnitsPerSecond: Int?
    /// Write units; nil in a change for "as it is".
    public var writeUnitsPerSecond: Int?

    /// A throughput in units a second; nil in a change for "as it is".
    public init(readUnitsPerSecond: Int? = nil, writeUnitsPerSecond: Int? = nil) {
        self.readUnitsPerSecond = readUnitsPerSecond
        self.writeUnitsPerSecond = writeUnitsPerSecond
    }
}
