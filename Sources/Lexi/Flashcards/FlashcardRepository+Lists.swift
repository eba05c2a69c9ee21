import DynamoModel

extension FlashcardRepository {
    /// A user's cards, the newest first.
    public func list(of user: UserID, _ page: PageRequest) async throws(RepositoryError) -> Page<Flashcard> {
        try await table.page(AccessPatterns.flashcards, of: user, page)
    }

    /// A user's cards whose word begins so, A–Z, strongly consistent; without a prefix all cards.
    public func list(
        of user: UserID, wordPrefix: String?, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        guard let prefix = Self.normal(wordPrefix) else { return Page(items: [], next: nil) }
        let guards = try await table.page(AccessPatterns.wordPrefix, of: user, prefix, page)
        let cards = try await table.hydrate(
            AccessPatterns.wordPrefix.access, guards.items.map { Flashcard.key($0.flashcardID) }, isConsistent: true,
            as: Flashcard.self)
        return Page(items: cards, next: guards.next)
    }

    /// A user's cards of a maturity, A–Z, optionally those whose word begins so.
    ///
    /// The index may lag: a card that has changed its maturity since is left out.
    public func list(
        of user: UserID, maturity: Maturity, wordPrefix: String? = nil, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        guard let prefix = Self.normal(wordPrefix) else { return Page(items: [], next: nil) }
        let cards = try await table.page(AccessPatterns.maturity, of: (user, maturity), prefix, page)
        return Page(items: cards.items.filter { $0.maturity == maturity }, next: cards.next)
    }

    /// A user's cards that are due, the longest due first.
    ///
    /// - Parameter moment: up to when; nil means now.
    public func due(
        of user: UserID, at moment: Timestamp? = nil, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        try await table.page(AccessPatterns.due, of: user, .through(moment ?? clock.now), page)
    }

    /// How many cards of a user are due, and how many become due on each of the next days of the user's time zone: one
    /// query, and no card is decoded.
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
        let last = (ends.last ?? now).adding(seconds: -1)
        var due = 0
        var later: [Timestamp] = []
        try await table.eachSortKey(AccessPatterns.forecast, of: user.userID, .through(last)) { key in
            if key.0 <= now { due += 1 } else { later.append(key.0) }
            return later.count < LexiLimits.forecastCards
        }
        var counts = Self.count(later, before: ends)
        counts[0] += due
        return DueForecast(due: due, days: zip(list, counts).map { DueForecast.Day(day: $0, cards: $1) })
    }

    /// How many of some times lie before each of some bounds and not before the bound in front of it; both ascend.
    private static func count(_ times: [Timestamp], before bounds: [Timestamp]) -> [Int] {
        var counts = [Int](repeating: 0, count: bounds.count)
        var index = 0
        for time in times {
            while index < bounds.count, time >= bounds[index] { index += 1 }
            guard index < bounds.count else { break }
            counts[index] += 1
        }
        return counts
    }

    /// The cards that were saved from a session, in the order of its turns. The caller has checked whose session it is.
    public func saved(from session: SessionID) async throws(RepositoryError) -> [Flashcard] {
        try await table.all(AccessPatterns.cardsOfSession, of: session)
    }

    /// A page of the cards that were saved from a session, in the order of its turns.
    public func saved(
        from session: SessionID, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        try await table.page(AccessPatterns.cardsOfSession, of: session, page)
    }

    /// The prefix in normal form, `""` without one; nil when no word begins so.
    private static func normal(_ prefix: String?) -> String? {
        guard let prefix, !prefix.isEmpty else { return "" }
        return Word.normalPrefix(prefix)
    }
}
