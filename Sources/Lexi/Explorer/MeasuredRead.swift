/// What a read took.
public struct MeasuredRead: Sendable, Equatable {
    /// How many items it brought, at most ``LexiTable/exploredItems``.
    public let items: Int
    /// Read units.
    public let units: Double
    /// How long it took.
    public let duration: Duration
}
