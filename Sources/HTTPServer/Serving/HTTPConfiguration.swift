import Glibc

/// Where and how to listen.
public struct HTTPConfiguration: Sendable {
    /// A host name, or an IPv4 or IPv6 address (without brackets).
    public var host: String
    /// The port; 0 for any free one.
    public var port: UInt16
    /// Event loops, each with its own thread. A connection stays on its loop. By default half of the processors have
    /// one: the kernel's share of the work, the storage's threads and the clients need the others.
    public var loops: Int
    /// Connections that the kernel holds before they are accepted.
    public var backlog: Int32 = 4096
    /// What requests and connections may cost.
    public var limits = HTTPLimits()
    /// How long clients may take.
    public var timeouts = HTTPTimeouts()
    /// The memory of answers, for listeners that share it; nil: one of the listener's own, of
    /// ``HTTPLimits/outputBytes``.
    public var output: OutputBudget?

    /// Half of the processors, but at least one.
    public static var defaultLoops: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2) }

    /// A configuration with the default limits.
    public init(host: String = "127.0.0.1", port: UInt16 = 0, loops: Int = HTTPConfiguration.defaultLoops) {
        self.host = host
        self.port = port
        self.loops = loops
    }
}
