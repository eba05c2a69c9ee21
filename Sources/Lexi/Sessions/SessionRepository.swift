import DynamoModel

/// Sessions with their prompts, turns and scores.
///
/// Reads check whose session it is: `owner` is the user whose session it has to be, and nil for a
/// service, which may read any. Another user's session is `notFound`, like one that does not exist. Methods that write
/// take the session as it was read.
///
/// Every write is one transaction on the condition that the head is as it was read: two writers at once never overwrite
/// one another. The loser reads and tries again, a bounded number of times. Unless it throws `outcomeUnknown`, a
/// failed call wrote nothing.
public struct SessionRepository: Sendable {
    let table: LexiTable
    let ids: ULIDGenerator
    let writer: Writer

    // MARK: One session

    /// The head of a session.
    ///
    /// - Throws: `notFound`.
    public func session(_ id: SessionID, owner: UserID?) async throws(RepositoryError) -> Session {
        guard let head = try await table.get(AccessPatterns.session, id),
            owner == nil || owner == head.userID
        else { throw .notFound }
        return head
    }

    /// A session with its prompt, turns and scores, from one consistent query, and the cards saved from its turns.
    ///
    /// - Throws: `notFound`.
    public func wholeSession(_ id: SessionID, owner: UserID?) async throws(RepositoryError) -> WholeSession {
        try await session(of: try await table.all(AccessPatterns.wholeSession, of: id), owner: owner)
    }

    /// The session that these items make.
    func session(of items: [Item], owner: UserID?) async throws(RepositoryError) -> WholeSession {
        var whole = SessionParts()
        for item in items { try whole.take(item, table) }
        guard let head = whole.head, owner == nil || owner == head.userID else { throw .notFound }
        // Turns that came while a long session was read in several pages are left to the next read.
        let turns = Array(whole.turns.prefix(head.totalTurns))
        return WholeSession(
            session: head, prompt: whole.prompt, turns: try await withSavedCards(turns, of: head.sessionID),
            scoring: whole.scoring)
    }

    /// The scores of a session, nil while it has none.
    ///
    /// - Throws: `notFound` for the session.
    public func scoring(of id: SessionID, owner: UserID?) async throws(RepositoryError) -> Scoring? {
        _ = try await session(id, owner: owner)
        return try await table.get(AccessPatterns.scoring, id)
    }

    // MARK: Turns

    /// The turns of a session from a number on, in their order.
    public func turns(
        of session: SessionID, from first: Int = 0, _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<SessionTurn> {
        let last = LexiLimits.turnsPerSession
        let found = try await table.page(
            AccessPatterns.turns, of: session, .between(TurnNumber(min(max(0, first), last)), TurnNumber(last)), page)
        return Page(items: try await withSavedCards(found.items, of: session), next: found.next)
    }

    /// The turns, each with the cards that its learner saved from it. The cards themselves are not read.
    private func withSavedCards(_ turns: [Turn], of session: SessionID) async throws(RepositoryError) -> [SessionTurn] {
        guard !turns.isEmpty else { return [] }
        var saved: [Int: [FlashcardID]] = [:]
        for (_, (turn, card)) in try await table.keys(AccessPatterns.cardsOfSession, of: session) {
            saved[turn.value, default: []].append(card)
        }
        return turns.map { SessionTurn(turn: $0, savedFlashcardIDs: saved[$0.turnIndex] ?? []) }
    }

    // MARK: Lists

    /// A user's sessions, newest first.
    public func sessions(
        of user: UserID, _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<Session> {
        try await table.page(AccessPatterns.sessions, of: user, page)
    }

    /// A user's active sessions, which can be resumed, newest first.
    public func activeSessions(
        of user: UserID, _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<Session> {
        try await table.page(AccessPatterns.activeSessions, of: user, page)
    }

    /// The scores of a user's sessions that were completed in a period, both ends included, oldest first.
    public func progress(
        of user: UserID, from start: Timestamp, through end: Timestamp, _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<Scoring> {
        try await table.page(AccessPatterns.progress, of: user, .between(start, end), page)
    }
}

/// The items of a session as a query brings them, in whatever order.
private struct SessionParts {
    var head: Session?
    var prompt: SessionPrompt?
    var scoring: Scoring?
    var turns: [Turn] = []

    mutating func take(_ item: Item, _ table: LexiTable) throws(RepositoryError) {
        switch ItemKind(of: item) {
        case .prompt: prompt = try table.decode(item)
        case .scoring: scoring = try table.decode(item)
        case .turn: turns.append(try table.decode(item))
        default: head = try table.decode(item)
        }
    }
}
