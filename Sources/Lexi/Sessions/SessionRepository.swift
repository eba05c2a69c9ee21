import DynamoModel

/// Sessions with their prompts, turns and scores.
///
/// Whose session it is, is checked where it is read: `owner` is the user whose session it has to be, and nil for a service,
/// which may read any. Another user's session is `notFound`, like one that does not exist. Methods that write take the
/// session as it was read.
///
/// Every write is one transaction on the condition that the head is as it was read: two writers at once never overwrite
/// one another. Who loses reads again and tries again, a bounded number of times. Unless it throws `outcomeUnknown`, a
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
        guard let head: Session = try await table.get(AccessPatterns.session, Keys.sessionItem(id)),
            owner == nil || owner == head.userID
        else { throw .notFound }
        return head
    }

    /// A session with its prompt, turns and scores, from one consistent query, and the cards saved from its turns.
    ///
    /// - Throws: `notFound`.
    public func wholeSession(_ id: SessionID, owner: UserID?) async throws(RepositoryError) -> WholeSession {
        var whole = SessionParts()
        for item in try await table.all(AccessPatterns.wholeSession, Keys.session(id)) {
            try whole.take(item, table)
        }
        guard let head = whole.head, owner == nil || owner == head.userID else { throw .notFound }
        // Turns that came while a long session was read in several pages are left to the next read.
        let turns = Array(whole.turns.prefix(head.totalTurns))
        return WholeSession(
            session: head, prompt: whole.prompt, turns: try await withSavedCards(turns, of: head.sessionID),
            scoring: whole.scoring)
    }

    /// The prompt of a session, nil when it has none.
    ///
    /// - Throws: `notFound` for the session.
    public func prompt(of id: SessionID, owner: UserID?) async throws(RepositoryError) -> SessionPrompt? {
        _ = try await session(id, owner: owner)
        return try await table.get(AccessPatterns.prompt, Keys.prompt(id))
    }

    /// The scores of a session, nil while it has none.
    ///
    /// - Throws: `notFound` for the session.
    public func scoring(of id: SessionID, owner: UserID?) async throws(RepositoryError) -> Scoring? {
        _ = try await session(id, owner: owner)
        return try await table.get(AccessPatterns.scoring, Keys.scoring(id))
    }

    // MARK: Turns

    /// The turns of a session from a number on, in their order.
    public func turns(
        of session: SessionID, from first: Int = 0, _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<SessionTurn> {
        let last = LexiLimits.turnsPerSession
        let range = SortRange.between(Keys.turn(min(max(0, first), last)), Keys.turn(last))
        let found: Page<Turn> = try await table.page(AccessPatterns.turns, Keys.session(session), range, page)
        return Page(items: try await withSavedCards(found.items, of: session), next: found.next)
    }

    /// The last turns of a session, up to so many, in their order.
    public func lastTurns(of session: SessionID, count: Int) async throws(RepositoryError) -> [SessionTurn] {
        let found: Page<Turn> = try await table.page(
            AccessPatterns.lastTurns, Keys.session(session), .beginsWith(SavedCard.turnPrefix),
            PageRequest(limit: count))
        return try await withSavedCards(found.items.reversed(), of: session)
    }

    /// The turns, each with the cards that its learner saved from it. The cards themselves are not read.
    private func withSavedCards(_ turns: [Turn], of session: SessionID) async throws(RepositoryError) -> [SessionTurn] {
        guard !turns.isEmpty else { return [] }
        let rows = try await table.all(AccessPatterns.cardsOfSession, Keys.flashcards(of: session))
        var saved: [Int: [FlashcardID]] = [:]
        for row in rows {
            let card = try SavedCard(row)
            saved[card.turnIndex, default: []].append(card.flashcardID)
        }
        return turns.map { SessionTurn(turn: $0, savedFlashcardIDs: saved[$0.turnIndex] ?? []) }
    }

    // MARK: Lists

    /// A user's sessions, newest first.
    public func sessions(
        of user: UserID, _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<Session> {
        try await table.page(AccessPatterns.sessions, Keys.sessions(of: user), .all, page)
    }

    /// A user's active sessions, which can be resumed, newest first.
    public func activeSessions(
        of user: UserID, _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<Session> {
        try await table.page(AccessPatterns.activeSessions, Keys.activeSessions(of: user), .all, page)
    }

    /// The scores of a user's sessions that were completed in a period, both ends included, oldest first.
    public func progress(
        of user: UserID, from start: Timestamp, through end: Timestamp, _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<Scoring> {
        let range = SortRange.between(Keys.createdStart(start), Keys.createdEnd(end))
        return try await table.page(AccessPatterns.progress, Keys.scorings(of: user), range, page)
    }

    /// The sessions of a scenario that were started in the month (UTC) of a day, newest first.
    public func sessions(
        of scenario: ScenarioID, inMonthOf day: LocalDay, _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<Session> {
        try await table.hydratedPage(
            AccessPatterns.sessionsOfScenario, Keys.sessions(scenario: scenario, month: day.monthText), page)
    }

    /// The sessions at a level that were started on a day (UTC), newest first.
    public func sessions(
        at level: CEFRLevel, on day: LocalDay, _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<Session> {
        try await table.hydratedPage(AccessPatterns.sessionsOfLevel, Keys.sessions(level: level, day: day), page)
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
