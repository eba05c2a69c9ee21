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

    /// No connections are accepted until ``acceptResumed``; open ones are served.
    case acceptPaused(AcceptPause)
    /// Accepting goes on.
    case acceptResumed
    /// A request was refused.
    case refused(HTTPProtocolError, peer: PeerAddress)
    /// A connection was cut.
    case cut(Cut, peer: PeerAddress)
}
