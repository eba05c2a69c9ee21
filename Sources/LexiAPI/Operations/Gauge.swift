/// A figure that `/metrics` shows and that another part of the program knows.
public struct Gauge: Sendable {
    /// Its name by Prometheus' conventions, for example `lexi_http_connections`.
    public let name: String
    /// What it is, in one sentence.
    public let help: String
    /// Whether it only grows.
    public let isCounter: Bool
    /// Its value now; nil when it cannot be read.
    public let read: @Sendable () -> Double?

    /// A figure with this name.
    public init(_ name: String, _ help: String, isCounter: Bool = false, read: @escaping @Sendable () -> Double?) {
        self.name = name
        self.help = help
        self.isCounter = isCounter
        self.read = read
    }
}
