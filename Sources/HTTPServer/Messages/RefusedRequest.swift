/// What is known of a request that the server itself refuses, which may be nothing: it was refused as far as it was
/// read.
public struct RefusedRequest: Sendable, Equatable {
    /// The method, when it is one that the server knows and was read.
    public let method: HTTPMethod?
    /// The path, as it was received; empty when it was not read.
    public let path: ArraySlice<UInt8>
    /// The fields that were read before the fault was found.
    public let headers: HTTPHeaders
    /// Who sent it.
    public let peer: PeerAddress

    /// A request of which these parts are known.
    public init(
        method: HTTPMethod? = nil, path: ArraySlice<UInt8> = [], headers: HTTPHeaders = HTTPHeaders(),
        peer: PeerAddress = .none
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.peer = peer
    }

    init(_ head: HTTPRequestHead) {
        self.init(method: head.method, path: head.path, headers: head.headers, peer: head.peer)
    }
}
