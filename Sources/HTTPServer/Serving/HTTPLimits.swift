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
