/// A figure that `/metrics` shows and that another part of the program knows.
public struct Gauge: Sendable {
    /// Its name by Prometheus' conventions, for example `lexi_http_connections`.
    public let name: String
    /// What it is, in one sentence.
    public let help: String
    /// Its labels as Prometheus writes them, without the braces; empty for none.
    public let labels: String
    /// Whether it only grows.
    public let isCounter: Bool
    /// Its value now; nil when it cannot be read.
    public let read: @Sendable () -> Double?

    /// A figure with this name. Figures that differ in their labels only stand next to each other.
    public init(
        _ name: String, labels: String = "", _ help: String, isCounter: Bool = false,
        read: @escaping @Sendable () -> Double?
    ) {
        self.name = name
        self.labels = labels
        self.help = help
        self.isCounter = isCounter
        self.read = read
    }
}
