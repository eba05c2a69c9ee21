import Lexi

/// What learners do with their sessions, and services with those of any user.
public struct SessionUseCases: Sendable {
    let store: LexiStore
    let caller: Caller
    let context: WriteContext

    /// The sessions that a caller may touch, in a call at the context's time.
    public init(_ store: LexiStore, _ caller: Caller, _ context: WriteContext) {
        self.store = store
        self.caller = caller
        self.context = context
    }

    // MARK: Reading

    /// The head of a session.
    ///
    /// - Throws: `notFound`, for users also for a session of somebody else.
    public func session(_ id: SessionID) async throws(RepositoryError) -> Session {
        try await store.sessions.session(id, owner: caller.owner)
    }

    /// A session with its turns, scores and prompt, as far as it is read at once.
    ///
    /// - Throws: `notFound`, for users also for a session of somebody else.
    public func opened(_ id: SessionID) async throws(RepositoryError) -> OpenedSession {
        try await store.sessions.openedSession(id, owner: caller.owner)
    }

    /// The next turns of a long session that was opened, from a number on.
    ///
    /// - Throws: `notFound` when the session is gone.
    public func turns(of opened: OpenedSession, from first: Int) async throws(RepositoryError) -> [SessionTurn] {
        try await store.sessions.turns(of: opened, from: first)
    }

    /// A page of a session's turns in order.
    ///
    /// - Throws: `badPosition`.
    public func turns(of session: Session, _ page: PageRequest) async throws(RepositoryError) -> Page<SessionTurn> {
        try await store.sessions.turns(of: session.sessionID, page)
    }

    /// A page of a user's sessions, the newest first.
    ///
    /// - Parameter onlyActive: whether only those are wanted that can be resumed.
    /// - Throws: `badPosition`.
    public func list(
        of user: User, onlyActive: Bool = false, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Session> {
        onlyActive
            ? try await store.sessions.activeSessions(of: user.userID, page)
            : try await store.sessions.sessions(of: user.userID, page)
    }

    /// The newest sessions of a user, each with its scores: two queries.
    ///
    /// - Parameter limit: how many, up to 100.
    public func newestWithScores(of user: User, limit: Int) async throws(RepositoryError) -> [EndedSession] {
        let sessions = try await store.sessions.sessions(of: user.userID, PageRequest(limit: min(limit, 100))).items
        guard let oldest = sessions.last, sessions.contains(where: { $0.status == .completed }) else {
            return sessions.map { EndedSession(session: $0, scoring: nil) }
        }
        // A session is completed after it was made. Those that were made before and completed since come along.
        let scores = try await store.sessions.progress(
            of: user.userID, from: oldest.createdAt, through: .maximum, PageRequest(limit: PageRequest.maximumLimit))
        let bySession = Dictionary(scores.items.map { ($0.sessionID, $0) }) { $1 }
        return sessions.map { EndedSession(session: $0, scoring: bySession[$0.sessionID]) }
    }

    /// Deletes a session.
    ///
    /// - Parameters:
    ///   - session: as the caller has read it.
    ///   - expectedVersion: the version that the caller knows; nil to delete any.
    /// - Throws: `notFound`, `versionMismatch`.
    public func delete(_ session: Session, expectedVersion: Int? = nil) async throws(RepositoryError) {
        try await store.sessions.delete(session, expectedVersion: expectedVersion, context)
    }

    // MARK: Starting

    /// Starts a session that follows a scenario.
    ///
    /// - Parameters:
    ///   - learner: `user_id` as the caller gives it: whose session it is to be, which services must name, and only
    ///     they.
    ///   - choosesRole: whether the learner plays the scenario's first role when neither role is named.
    ///   - found: what is known to be wrong with the fields.
    /// - Throws: `invalid` with every wrong field.
    public func start(
        _ fields: SessionFields, for learner: FieldInput<String> = .absent, choosesRole: Bool = false,
        _ found: FieldErrors = FieldErrors()
    ) async throws(RepositoryError) -> Session {
        let user = try await self.learner(learner)
        let scenario = try await scenario(fields)
        var fields = fields
        if choosesRole, let scenario { fields.chooseRole(in: scenario) }
        var errors = found
        if !caller.isService, learner.isSet { errors.add("/user_id", "can be set by services only") }
        if user == nil { errors.add("/user_id", "must be the id of an active user") }
        let new = user.flatMap {
            fields.start(user: $0, scenario: scenario, asService: caller.isService, &errors)
        }
        guard let new, errors.isEmpty else { throw .invalid(errors) }
        return try await store.sessions.start(new, context).session
    }

    /// Turns that were appended to a session, with its head as it is now.
    ///
    /// - Throws: `notFound` when the session is gone.
    public func appended(
        to id: SessionID, first: Int, count: Int
    ) async throws(RepositoryError) -> AppendedTurns {
        try await store.sessions.appended(to: try await session(id), first: first, count: count)
    }

    /// Whose session it is to be; nil when a service names no active user.
    private func learner(_ named: FieldInput<String>) async throws(RepositoryError) -> User? {
        if let user = caller.user { return user }
        guard case .set(let text) = named, let id = UserID(text), let user = try await store.users.user(id) else {
            return nil
        }
        return user.isActive ? user : nil
    }

    private func scenario(_ fields: SessionFields) async throws(RepositoryError) -> Scenario? {
        var ignored = FieldErrors()
        guard let id = fields.scenario(&ignored) else { return nil }
        do throws(RepositoryError) {
            return try await store.scenarios.activeScenario(id)
        } catch {
            guard error == .notFound else { throw error }
            return nil
        }
    }

    // MARK: Going on

    /// Appends turns to a session, all or none.
    ///
    /// - Parameter session: as the caller has read it.
    /// - Throws: `notFound`, `wrongState`, `limitReached`, `invalid` for no turns or too many.
    public func append(_ turns: [NewTurn], to session: Session) async throws(RepositoryError) -> AppendedTurns {
        try await store.sessions.append(turns, to: session, context)
    }

    /// Completes a session; the scores are awaited unless a service brings them.
    ///
    /// - Parameter session: as the caller has read it.
    /// - Throws: `notFound`, `wrongState`.
    public func complete(_ session: Session, _ scores: Scores? = nil) async throws(RepositoryError) -> EndedSession {
        try await store.sessions.complete(session, learner: caller.user, scores: scores, context)
    }

    /// Completes a session, or finds it completed already.
    ///
    /// - Parameter session: as the caller has read it.
    /// - Throws: `notFound`; `wrongState` for a session that was abandoned.
    public func completeOnce(_ session: Session) async throws(RepositoryError) -> EndedSession {
        if session.completedAt != nil { return try await ended(session) }
        do throws(RepositoryError) {
            return try await complete(session)
        } catch {
            guard case .wrongState = error else { throw error }
            let now = try await self.session(session.sessionID)
            guard now.completedAt != nil else { throw error }
            return try await ended(now)
        }
    }

    private func ended(_ session: Session) async throws(RepositoryError) -> EndedSession {
        let scoring =
            session.status == .completed
            ? try await store.sessions.scoring(of: session.sessionID, owner: caller.owner) : nil
        return EndedSession(session: session, scoring: scoring)
    }

    /// Leaves a session, which then counts for nothing.
    ///
    /// - Parameter session: as the caller has read it.
    /// - Throws: `notFound`, `wrongState`.
    public func abandon(_ session: Session) async throws(RepositoryError) -> Session {
        try await store.sessions.abandon(session, context)
    }

    // MARK: Scores that failed

    /// The session whose scores are asked for again: the learner's own, for an admin anybody's.
    ///
    /// - Throws: `notFound`.
    public func sessionToScoreAgain(_ id: SessionID) async throws(RepositoryError) -> Session {
        let isAdmin = caller.user?.role == .admin
        return try await store.sessions.session(id, owner: isAdmin ? nil : caller.owner)
    }

    /// Asks again for scores that failed.
    ///
    /// - Parameter session: as the caller has read it.
    /// - Throws: `notFound`, `wrongState`.
    public func retryScoring(_ session: Session) async throws(RepositoryError) -> Session {
        try await store.sessions.retryScoring(session, context)
    }
}
