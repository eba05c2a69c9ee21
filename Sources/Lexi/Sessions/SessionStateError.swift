/// A change that a session's status does not allow.
public struct SessionStateError: Error, Sendable, Equatable {
    /// The status that the session has.
    public let status: SessionStatus
    /// Why the change is refused.
    public let detail: String

    init(_ status: SessionStatus, _ detail: String) {
        self.status = status
        self.detail = "The session is \(status.rawValue): \(detail)"
    }
}
