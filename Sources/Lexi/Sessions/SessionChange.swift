/// What a change of a session's head leaves.
protocol SessionChange: Sendable {
    /// The head.
    var session: Session { get set }
}

extension Session: SessionChange {
    var session: Session {
        get { self }
        set { self = newValue }
    }
}

extension AppendedTurns: SessionChange {}

extension EndedSession: SessionChange {}
