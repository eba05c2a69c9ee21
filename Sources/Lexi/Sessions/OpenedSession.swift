/// A session as far as it is read at once: all of an ordinary one, the beginning of a long one.
public struct OpenedSession: Sendable {
    /// Items that are read at once: more than a session of an hour has, and a few megabytes of the longest texts at
    /// most.
    static let itemsAtOnce = 64
    /// Turns that a long session is read by, after its beginning.
    public static let turnsAtOnce = 25

    /// The session with its first turns.
    public let beginning: WholeSession
    /// Whether these are all turns.
    public var isWhole: Bool { beginning.turns.count >= beginning.session.totalTurns }
}

extension SessionRepository {
    /// A session with its prompt and scores, and its turns as far as one query reads them.
    ///
    /// - Throws: `notFound`.
    public func openedSession(_ id: SessionID, owner: UserID?) async throws(RepositoryError) -> OpenedSession {
        let items = try await table.items(
            AccessPatterns.wholeSession.call(id), limit: OpenedSession.itemsAtOnce, after: .start
        ).items
        return OpenedSession(beginning: try await session(of: items, owner: owner))
    }

    /// The turns of a long session from a number on, a stretch of them. Empty at the end of the session, as it was when
    /// it was opened.
    ///
    /// - Throws: `notFound` when the session is gone.
    public func turns(of opened: OpenedSession, from first: Int) async throws(RepositoryError) -> [SessionTurn] {
        let session = opened.beginning.session
        let count = min(OpenedSession.turnsAtOnce, session.totalTurns - first)
        guard count > 0 else { return [] }
        let turns = try await turns(of: session.sessionID, from: first, PageRequest(limit: count)).items
        guard turns.count == count else { throw .notFound }
        return turns
    }
}
