/// The one seam between the server and what it serves.
public protocol HTTPResponder: Sendable {
    /// The greatest body, in bytes, that `head`'s request may have; asked only for requests with a body, before any of
    /// it is read. Runs on the event loop: it must be quick and must not block.
    func bodyLimit(for head: HTTPRequestHead) -> Int

    /// Bytes of memory that carrying out `request` may take, its answer included, besides the request itself. The
    /// server starts it when they are free (``HTTPLimits/outputBytes``), and answers 503 when they are not in time
    /// (``HTTPTimeouts/roomWait``). Up to ``OutputBudget/smallBytes`` need not be exact. Runs on the event loop: it
    /// must be quick.
    func room(for request: HTTPRequest) -> Int

    /// Answers a request. Runs on the connection's event loop and must not block it; functions that it awaits may run
    /// elsewhere. The next request of the same connection waits for the answer.
    func respond(to request: HTTPRequest) async -> HTTPResponse

    /// The document for a request that the server refused. The status should be `error.status`; the connection is
    /// closed afterwards, unless all of the request was read. A streamed body is not sent. Runs on the event loop.
    func refusal(_ error: HTTPProtocolError, of request: RefusedRequest) -> HTTPResponse
}

extension HTTPResponder {
    /// A little: for responders whose answers are small or streamed.
    public func room(for request: HTTPRequest) -> Int { 0 }

    /// Plain text with the error's detail, and `Retry-After` where trying again may help.
    public func refusal(_ error: HTTPProtocolError, of request: RefusedRequest) -> HTTPResponse {
        var response = HTTPResponse(
            status: error.status, contentType: "text/plain; charset=utf-8", bytes: Array("\(error.detail)\n".utf8))
        if let seconds = error.retryAfterSeconds {
            response.headers.append("Retry-After", HTTPFieldValue(decimal: seconds))
        }
        return response
    }
}
