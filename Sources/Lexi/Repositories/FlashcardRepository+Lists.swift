import DynamoModel

extension FlashcardRepository {
    /// A user's cards, the newest first.
    public func list(of user: UserID, _ page: PageRequest) async throws(RepositoryError) -> Page<Flashcard> {
        try await table.page(AccessPatterns.flashcards, Keys.flashcards(of: user), .all, page)
    }

    /// A user's cards whose word begins so, A–Z, strongly consistent; without a prefix all cards.
    public func list(
        of user: UserID, wordPrefix: String?, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        guard let prefix = Self.normal(wordPrefix) else { return Page(items: [], next: nil) }
        let guards: Page<WordGuard> = try await table.page(
            AccessPatterns.wordPrefix, Keys.user(user), .beginsWith(Keys.words(prefix: prefix)), page)
        let cards = try await table.hydrate(
            guards.items.map { Keys.flashcardItem($0.flashcardID) }, isConsistent: true, as: Flashcard.self)
        return Page(items: cards, next: guards.next)
    }

    /// A user's cards of a maturity, A–Z, optionally those whose word begins so.
    ///
    /// The index may be a moment behind: a card that has changed its maturity since is left out.
    public func list(
        of user: UserID, maturity: Maturity, wordPrefix: String? = nil, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        guard let prefix = Self.normal(wordPrefix) else { return Page(items: [], next: nil) }
        let (rows, mark) = try await table.keys(
            AccessPatterns.maturity, Keys.maturity(maturity, of: user), .beginsWith(Keys.words(prefix: prefix)),
            limit: page.limit, after: page.position?.marks.first ?? .start)
        let cards: [Flashcard] = try await table.hydrate(rows.map(\.item))
        return Page(
            items: cards.filter { $0.maturity == maturity }, next: mark == .end ? nil : Position([mark]))
    }

    /// A user's cards that are due, the longest due first.
    ///
    /// - Parameter moment: up to when; nil means now.
    public func due(
        of user: UserID, at moment: Timestamp? = nil, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        let range = Self.dueRange(from: .minimum, to: moment ?? clock.now)
        return try await table.page(AccessPatterns.due, Keys.due(of: user), range, page)
    }

    /// How many cards of a user are due; none of them is decoded.
    public func dueCount(of user: UserID, at moment: Timestamp? = nil) async throws(RepositoryError) -> Int {
        let range = Self.dueRange(from: .minimum, to: moment ?? clock.now)
        return try await table.count(AccessPatterns.dueCount, Keys.due(of: user), range)
    }

    /// How many cards become due on each of the next days of the user's time zone: today (with all that is overdue),
    /// tomorrow, …
    ///
    /// - Parameter days: 1 to 30; each is a query.
    public func forecast(of user: User, days: Int) async throws(RepositoryError) -> [(day: LocalDay, due: Int)] {
        let today = user.timeZone.day(at: clock.now)
        var forecast: [(day: LocalDay, due: Int)] = []
        for offset in 0..<min(max(1, days), 30) {
            let day = today.adding(days: offset)
            let start = offset == 0 ? Timestamp.minimum : user.timeZone.start(of: day)
            let end = user.timeZone.start(of: day.adding(days: 1)).adding(seconds: -1)
            let range = Self.dueRange(from: start, to: end)
            forecast.append((day, try await table.count(AccessPatterns.dueCount, Keys.due(of: user.userID), range)))
        }
        return forecast
    }

    /// The cards that were saved from a session, in the order of its turns. The caller has checked whose session it is.
    public func saved(from session: SessionID) async throws(RepositoryError) -> [Flashcard] {
        var keys: [ItemKey] = []
        for item in try await table.all(AccessPatterns.cardsOfSession, Keys.flashcards(of: session)) {
            if let key = ItemKey(item) { keys.append(key) }
        }
        return try await table.hydrate(keys)
    }

    /// A page of the cards that were saved from a session, in the order of its turns.
    public func saved(
        from session: SessionID, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        let (rows, mark) = try await table.keys(
            AccessPatterns.cardsOfSession, Keys.flashcards(of: session), .all, limit: page.limit,
            after: page.position?.marks.first ?? .start)
        return Page(
            items: try await table.hydrate(rows.map(\.item)), next: mark == .end ? nil : Position([mark]))
    }

    private static func dueRange(from start: Timestamp, to end: Timestamp) -> SortRange {
        .between(Keys.dueStart(start), Keys.dueEnd(end))
    }

    /// The prefix in normal form, `""` without one; nil when no word begins so.
    private static func normal(_ prefix: String?) -> String? {
        guard let prefix, !prefix.isEmpty else { return "" }
        return Word.normalPrefix(prefix)
    }
}
