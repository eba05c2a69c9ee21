/// The most that a table or index that is paid by request may take, in units a second.
///
/// Source: API reference, `OnDemandThroughput`.
public struct OnDemandThroughput: Sendable, Hashable {
    /// Stands for "no limit" in a change of a table.
    public static let unlimited = -1

    /// Read units; nil for no limit, in a change for "as it is".
    public var maxReadRequestUnits: Int?
    /// Write units; nil for no limit, in a change for "as it is".
    public var maxWriteRequestUnits: Int?

    /// Limits in units a second; nil for none, or in a change for "as it is".
    public init(maxReadRequestUnits: Int? = nil, maxWriteRequestUnits: Int? = nil) {
        self.maxReadRequestUnits = maxReadRequestUnits
        self.maxWriteRequestUnits = maxWriteRequestUnits
    }
}
