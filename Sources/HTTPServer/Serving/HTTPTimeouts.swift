/// How long a client may take.
public struct HTTPTimeouts: Sendable, Equatable {
    /// For a whole head, from the first byte (for the first request: from accept); then 408, or a silent close when
    /// nothing has arrived.
    public var header: Duration = .seconds(10)
    /// For a body, before its rate is checked; then 408.
    public var bodyGrace: Duration = .seconds(10)
    /// Bytes a second that a body must have after its grace, on average; below: 408.
    public var bodyBytesPerSecond = 1024
    /// For a whole body, however quick; then 408.
    public var bodyTotal: Duration = .seconds(600)
    /// For the next request on a kept connection; then a silent close.
    public var idle: Duration = .seconds(75)
    /// For the client to take ``HTTPLimits/outputProgressBytes`` of the output that waits for it; then the connection
    /// is cut.
    public var writeStall: Duration = .seconds(30)
    /// The same, without any output taken, while requests of others wait for the memory that this output holds.
    public var writeStallUnderPressure: Duration = .seconds(2)
    /// For a request to wait for room for its answer; then 503.
    public var roomWait: Duration = .seconds(5)
    /// For the client to send more, or to close its side, after a refusal; then the connection is closed.
    public var linger: Duration = .seconds(2)
    /// For all that the client still sends after a refusal; then the connection is closed.
    public var lingerTotal: Duration = .seconds(30)
    /// For a request that is arriving when a shutdown begins to become whole; then 408.
    public var drain: Duration = .seconds(1)
    /// Until accepting is tried again after running out of descriptors or memory, unless a connection closes earlier.
    public var acceptPause: Duration = .milliseconds(100)

    /// The defaults.
    public init() {}
}
