import Lexi

/// What the service does that scores sessions.
public struct ScoringUseCases: Sendable {
    let store: LexiStore
    let context: WriteContext

    /// The scoring of any user's sessions, in a call at the context's time.
    public init(_ store: LexiStore, _ context: WriteContext) {
        self.store = store
        self.context = context
    }

    /// A page of the sessions that await their scores, the longest first.
    ///
    /// - Throws: `badPosition`.
    public func jobs(_ page: PageRequest) async throws(RepositoryError) -> Page<Session> {
        try await store.sessions.scoringJobs(page)
    }

    /// Writes the scores that a session awaits.
    ///
    /// - Parameter session: as the caller has read it.
    /// - Throws: `notFound`, `wrongState`.
    public func score(_ session: Session, _ scores: Scores) async throws(RepositoryError) -> EndedSession {
        try await store.sessions.score(session, scores, context)
    }

    /// Notes that the scores that a session awaits cannot be given.
    ///
    /// - Parameter session: as the caller has read it.
    /// - Throws: `notFound`, `wrongState`.
    public func fail(_ session: Session, _ failure: ScoringFailure) async throws(RepositoryError) -> Session {
        try await store.sessions.failScoring(session, failure, context)
    }
}
