/// What stands before the body of a request, checked: code that holds one need not check it again.
public struct HTTPRequestHead: Sendable, Equatable {
    /// What is to be done.
    public let method: HTTPMethod
    /// The version that the client speaks.
    public let version: HTTPVersion
    /// The fields, as slices of the bytes that were received.
    public let headers: HTTPHeaders
    /// Who sent it.
    public let peer: PeerAddress
    /// When its last byte was read.
    public let receivedAt: MonotonicTime
    let layout: TargetLayout

    init(
        method: HTTPMethod, version: HTTPVersion, headers: HTTPHeaders, peer: PeerAddress, receivedAt: MonotonicTime,
        layout: TargetLayout
    ) {
        self.method = method
        self.version = version
        self.headers = headers
        self.peer = peer
        self.receivedAt = receivedAt
        self.layout = layout
    }

    /// The target as it was received, in any of its forms.
    public var target: ArraySlice<UInt8> { headers.storage[layout.target] }

    /// The path as it was received, percent-escapes and all (they are well-formed). It starts with `/`, or is `*` for
    /// `OPTIONS *`.
    public var path: ArraySlice<UInt8> {
        layout.path.isEmpty ? [UInt8(ascii: "/")][...] : headers.storage[layout.path]
    }

    /// What follows the first `?`, as it was received; nil when there is no `?`.
    public var query: ArraySlice<UInt8>? { layout.query.map { headers.storage[$0] } }

    /// Host and port that the client addressed: of an absolute target, else of the `Host` field; nil only for HTTP/1.0.
    public var authority: ArraySlice<UInt8>? {
        layout.authority.map { headers.storage[$0] } ?? headers.first("host")
    }

    /// Equal when everything that the client sent is.
    public static func == (left: HTTPRequestHead, right: HTTPRequestHead) -> Bool {
        left.method == right.method && left.version == right.version && left.target == right.target
            && left.headers == right.headers && left.peer == right.peer && left.receivedAt == right.receivedAt
    }
}
