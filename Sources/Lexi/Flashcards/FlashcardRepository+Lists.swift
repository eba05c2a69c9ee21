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
            AccessPatterns.wordPrefix, guards.items.map { Keys.flashcardItem($0.flashcardID) }, isConsistent: true,
            as: Flashcard.self)
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
        let cards: [Flashcard] = try await table.hydrate(AccessPatterns.maturity, rows.map(\.item))
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

    /// How many cards of a user are due, and how many become due on each of the next days of the user's time zone: two
    /// queries, and no card is decoded.
    ///
    /// Of the cards that become due, the ``LexiLimits/forecastCards`` that do so first are counted.
    /// - Parameters:
    ///   - days: today and the days that follow, brought into ``LexiLimits/forecastDays``.
    ///   - moment: what counts as now; nil means the clock's time.
    public func forecast(
        of user: User, days: Int, at moment: Timestamp? = nil
    ) async throws(RepositoryError) -> DueForecast {
        let now = moment ?? clock.now
        let limits = LexiLimits.forecastDays
        let today = user.timeZone.day(at: now)
        let list = (0..<min(max(limits.lowerBound, days), limits.upperBound)).map { today.adding(days: $0) }
        let ends = list.map { user.timeZone.start(of: $0.adding(days: 1)) }
        let due = try await dueCount(of: user.userID, at: now)
        let last = (ends.last ?? now).adding(seconds: -1)
        let keys = try await table.sortKeys(
            AccessPatterns.forecast, Keys.due(of: user.userID), Self.dueRange(from: now.adding(seconds: 1), to: last),
            limit: LexiLimits.forecastCards)
        var counts = Self.count(keys, before: ends.map { Keys.dueStart($0) })
        counts[0] += due
        return DueForecast(due: due, days: zip(list, counts).map { DueForecast.Day(day: $0, cards: $1) })
    }

    /// How many of some keys lie before each of some bounds and not before the bound in front of it; both ascend.
    private static func count(_ keys: [String], before bounds: [String]) -> [Int] {
        var counts = [Int](repeating: 0, count: bounds.count)
        var index = 0
        for key in keys {
            while index < bounds.count, key.compareBytes(with: bounds[index]) >= 0 { index += 1 }
            guard index < bounds.count else { break }
            counts[index] += 1
        }
        return counts
    }

    /// The cards that were saved from a session, in the order of its turns. The caller has checked whose session it is.
    public func saved(from session: SessionID) async throws(RepositoryError) -> [Flashcard] {
        var keys: [ItemKey] = []
        for item in try await table.all(AccessPatterns.cardsOfSession, Keys.flashcards(of: session)) {
            if let key = ItemKey(item) { keys.append(key) }
        }
        return try await table.hydrate(AccessPatterns.cardsOfSession, keys)
    }

    /// A page of the cards that were saved from a session, in the order of its turns.
    public func saved(
        from session: SessionID, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        let (rows, mark) = try await table.keys(
            AccessPatterns.cardsOfSession, Keys.flashcards(of: session), .all, limit: page.limit,
            after: page.position?.marks.first ?? .start)
        return Page(
            items: try await table.hydrate(AccessPatterns.cardsOfSession, rows.map(\.item)),
            next: mark == .end ? nil : Position([mark]))
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
