/// A session's head as its completion or its scores left it.
public struct EndedSession: Sendable, Equatable {
    /// The head.
    public internal(set) var session: Session
    /// The scores, if they came.
    public let scoring: Scoring?

    /// A head with its scores.
    public init(session: Session, scoring: Scoring?) {
        self.session = session
        self.scoring = scoring
    }
}
