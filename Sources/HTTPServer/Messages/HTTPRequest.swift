/// A request, whole: the body has been read and is within its limit.
public struct HTTPRequest: Sendable, Equatable {
    /// What stands before the body.
    public let head: HTTPRequestHead
    /// The body with its transfer coding undone; empty when the request has none.
    public let body: [UInt8]

    init(head: HTTPRequestHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    /// A request made by hand, for tests and for calls without a socket. It passes the same checks as one from a
    /// socket.
    /// - Parameters:
    ///   - target: path and query, such as `/v1/flashcards?limit=5`.
    ///   - headers: the fields; a `Host` is added when it is missing, and the body's length is its own.
    public init(
        method: HTTPMethod, target: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [],
        peer: PeerAddress = .none, receivedAt: MonotonicTime = .now
    ) throws(HTTPProtocolError) {
        var bytes = Array("\(method) \(target) HTTP/1.1\r\n".utf8)
        if !headers.contains("host") { bytes += Array("host: localhost\r\n".utf8) }
        for (name, value) in headers { bytes += name + Array(": ".utf8) + value + Array("\r\n".utf8) }
        bytes += Array("\r\n".utf8)
        var parser = HeadParser()
        let limits = HTTPLimits()
        let parsed = try parser.parseWhole(bytes, limits: limits)
        head = HTTPRequestHead(
            method: parsed.method, version: parsed.version, headers: HTTPHeaders(head: bytes, fields: parser.fields),
            peer: peer, receivedAt: receivedAt, layout: parsed.layout)
        self.body = body
    }

    /// What is to be done.
    public var method: HTTPMethod { head.method }
    /// The target as it was received.
    public var target: ArraySlice<UInt8> { head.target }
    /// The path as it was received; see ``HTTPRequestHead/path``.
    public var path: ArraySlice<UInt8> { head.path }
    /// What follows the first `?`.
    public var query: ArraySlice<UInt8>? { head.query }
    /// The fields.
    public var headers: HTTPHeaders { head.headers }
    /// Who sent it.
    public var peer: PeerAddress { head.peer }
    /// When its head was read.
    public var receivedAt: MonotonicTime { head.receivedAt }
}
