/// Sends one signed HTTP request to the endpoint and gets the answer: no retries, no meaning.
package protocol Transport: Sendable {
    /// Sends a request.
    ///
    /// - Parameter timeout: how long all of it may take: waiting for a connection, connecting, sending, receiving.
    /// - Throws: ``TransportFailure``, which says whether the request may have been carried out.
    func send(_ request: WireRequest, timeout: Duration) async throws(TransportFailure) -> WireAnswer

    /// Takes no more requests, lets those that are under way end, and closes the connections.
    func close() async
}

/// A `POST /` as it goes over the wire; `Host` and `Content-Length` included.
package struct WireRequest: Sendable {
    /// Names and values of the fields in the order in which they are sent: ASCII without line ends.
    package var fields: [(name: String, value: String)]
    /// The body.
    package var body: [UInt8]

    package init(fields: [(name: String, value: String)], body: [UInt8]) {
        self.fields = fields
        self.body = body
    }

    /// The bytes of the whole request in HTTP/1.1.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024 + body.count)
        bytes += "POST / HTTP/1.1\r\n".utf8
        for (name, value) in fields {
            bytes += name.utf8
            bytes += ": ".utf8
            bytes += value.utf8
            bytes += "\r\n".utf8
        }
        bytes += "\r\n".utf8
        bytes += body
        return bytes
    }
}

/// An HTTP answer.
package struct WireAnswer: Sendable, Equatable {
    /// The status, 200 to 599.
    package var status: Int
    /// The fields of the head.
    package var fields: AnswerFields
    /// The body with its transfer coding undone.
    package var body: [UInt8]

    package init(status: Int, fields: AnswerFields, body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

/// Why there is no answer.
package struct TransportFailure: Error, Sendable, Equatable {
    /// The kinds of failures.
    package enum Kind: String, Sendable {
        /// The endpoint's name has no address.
        case unresolved
        /// There is no connection to be had: refused, unreachable, or its encryption could not be set up.
        case noConnection
        /// The time was up.
        case timedOut
        /// The connection ended before the answer was complete.
        case connectionLost
        /// What came is not an HTTP answer that can be understood.
        case malformed
        /// More requests wait for a connection than are allowed to.
        case overloaded
        /// The client was closed.
        case closed
    }

    /// The kind.
    package let kind: Kind
    /// What happened, for a log: no part of the request or the answer.
    package let detail: String
    /// Whether the endpoint may have carried out the request: it was handed over whole. A request of which a part is
    /// missing cannot be carried out: its `Content-Length` says so, and its signature is of the whole body.
    package let mayHaveArrived: Bool

    package init(_ kind: Kind, _ detail: String, mayHaveArrived: Bool) {
        self.kind = kind
        self.detail = detail
        self.mayHaveArrived = mayHaveArrived
    }
}

/// How many connections there may be, and how long they are kept.
public struct ConnectionLimits: Sendable {
    /// Connections at a time.
    public var connections = 64
    /// Requests that may wait for a connection; more are refused at once.
    public var waiting = 10_000
    /// How long an unused connection is kept. DynamoDB closes one itself after a while, as our endpoint does.
    public var idle: Duration = .seconds(20)
    /// The largest head of an answer, in bytes.
    public var headBytes = 64 * 1024
    /// The largest body of an answer, in bytes.
    public var bodyBytes = 128 * 1024 * 1024

    /// The defaults.
    public init() {}
}
