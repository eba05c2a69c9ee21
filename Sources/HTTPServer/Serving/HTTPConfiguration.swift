import Glibc

/// What a request and a connection may cost. Each limit has an answer when it is reached.
public struct HTTPLimits: Sendable, Equatable {
    /// Bytes of request line and fields together, and of a chunked body's trailer; beyond: 431.
    public var headerBytes = 16 * 1024
    /// Fields of a request, and of a trailer; beyond: 431.
    public var headerCount = 100
    /// Bytes of the target; beyond: 414.
    public var targetBytes = 8 * 1024
    /// Bytes of one chunk's size line, extension included; beyond: 400.
    public var chunkLineBytes = 256
    /// Bytes of request bodies that all connections and loops together hold, as they arrive and until they are
    /// answered. Beyond, a body that is still unfinished after a read gets 503 with `Retry-After: 1`; one that is whole
    /// is always taken.
    public var bufferedBodyBytes = 64 * 1024 * 1024
    /// Bytes that a body which is too large may announce so that it is read and thrown away, and the connection stays
    /// usable after the 413; beyond, and for chunked ones, it is closed.
    public var discardedBodyBytes = 0
    /// Open connections. Beyond, new ones wait unaccepted in the backlog until one closes.
    public var connections = 16_384
    /// Requests of one connection that are answered in one turn of its loop, and coalesced into one write; the rest
    /// waits for the next turn, so that one connection cannot starve the others.
    public var pipeliningDepth = 32
    /// Bytes of output that wait for a slow client; beyond, nothing more is read from it and streamed bodies wait. One
    /// answer that is not streamed may be larger.
    public var outputHighWater = 256 * 1024
    /// Bytes of memory that all connections and loops together hold for requests in work and for answers that wait for
    /// their clients; see ``OutputBudget``. Beyond, requests wait before they are started, and after
    /// ``HTTPTimeouts/roomWait`` get 503 with `Retry-After: 1`.
    public var outputBytes = 128 * 1024 * 1024
    /// Bytes that a client must take within ``HTTPTimeouts/writeStall``, or all that is left when that is less.
    public var outputProgressBytes = 16 * 1024
    /// Bytes that are read and thrown away after a refusal, so that a client that is still sending, or a proxy that
    /// passes its body on, sees the answer and not a reset. They take time and no memory.
    public var lingerBytes = 64 * 1024 * 1024

    /// The defaults.
    public init() {}
}

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

/// What happens in the server besides answers to requests. The server itself logs nothing.
public enum HTTPServerEvent: Sendable {
    /// Why no connections are accepted for a while.
    public enum AcceptPause: Sendable, Equatable {
        /// The limit of open connections is reached.
        case connectionLimit
        /// The system refused a connection: out of descriptors or memory. The value is `errno`.
        case system(Int32)
    }

    /// Why a connection was ended by this side without an answer.
    public enum Cut: Sendable, Equatable {
        /// The client took too little output for too long.
        case writeStalled
        /// The grace period of a shutdown was over.
        case shutdown
        /// A streamed body failed, or had another length than was said.
        case streamFailed
    }

    /// Accepting pauses.
    case acceptPaused(AcceptPause)
    /// Accepting goes on.
    case acceptResumed
    /// A request was refused.
    case refused(HTTPProtocolError, peer: PeerAddress)
    /// A connection was cut.
    case cut(Cut, peer: PeerAddress)
}
