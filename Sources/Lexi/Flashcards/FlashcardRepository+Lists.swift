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
