/// Learns how an answer ended; see ``HTTPResponse/observer``.
public protocol HTTPAnswerObserver: AnyObject, Sendable {
    /// Called once for each answer that carries the observer, on the connection's event loop: it must be quick and must
    /// not block. The answers of one connection end in their order.
    func answerEnded(_ end: HTTPAnswerEnd)
}
