import Lexi

/// What users do with their cards.
public struct FlashcardUseCases: Sendable {
    let store: LexiStore
    let user: User
    let context: WriteContext
    let preparations: CardPreparations

    /// The cards of a user, in a call at the context's time.
    ///
    /// - Parameter preparations: where cards of older programs are made ready for lists here.
    public init(_ store: LexiStore, _ user: User, _ context: WriteContext, _ preparations: CardPreparations) {
        self.store = store
        self.user = user
        self.context = context
        self.preparations = preparations
    }

    // MARK: One card

    /// A card of the user's, as their scheduler folds it.
    ///
    /// - Throws: `notFound`, also for a card of somebody else.
    public func card(_ id: FlashcardID) async throws(RepositoryError) -> Flashcard {
        try await folded(try await store.flashcards.get(id, of: user.userID))
    }

    /// A card that was folded before the user chose another scheduler is folded again, if its turn has not come yet.
    private func folded(_ card: Flashcard) async throws(RepositoryError) -> Flashcard {
        try await store.reviews.folded(card, of: user, context)
    }

    private func folded(_ page: Page<Flashcard>) async throws(RepositoryError) -> Page<Flashcard> {
        if store.reviews.areFolded(page.items, of: user) { return page }
        var cards: [Flashcard] = []
        for card in page.items { cards.append(try await folded(card)) }
        return Page(items: cards, next: page.next)
    }

    /// Saves a word.
    ///
    /// - Throws: `duplicateWord`; `invalid` when the turn that it names is not one of the user's.
    public func save(_ new: NewFlashcard) async throws(RepositoryError) -> Flashcard {
        try await store.flashcards.create(new, for: user.userID, context)
    }

    /// Saves a word, also when the turn that it names is not one of the user's: then without the turn.
    ///
    /// - Parameter other: the same card without a turn.
    /// - Throws: `duplicateWord`.
    public func save(
        _ new: NewFlashcard, orWithoutSource other: NewFlashcard
    ) async throws(RepositoryError) -> Flashcard {
        do throws(RepositoryError) {
            return try await save(new)
        } catch {
            guard case .invalid = error, new.source != nil else { throw error }
            return try await save(other)
        }
    }

    /// Changes the texts of a card.
    ///
    /// - Parameters:
    ///   - card: as the caller has read it.
    ///   - expectedVersion: the version that the caller knows; nil to change any.
    /// - Throws: `notFound`, `versionMismatch`, `duplicateWord`.
    public func change(
        _ card: Flashcard, _ patch: FlashcardPatch, expectedVersion: Int? = nil
    ) async throws(RepositoryError) -> Flashcard {
        try await store.flashcards.update(card, patch, expectedVersion: expectedVersion, context)
    }

    /// Deletes a card with its reviews, and frees its word.
    ///
    /// - Parameters:
    ///   - card: as the caller has read it.
    ///   - expectedVersion: the version that the caller knows; nil to delete any.
    /// - Throws: `notFound`, `versionMismatch`.
    public func delete(_ card: Flashcard, expectedVersion: Int? = nil) async throws(RepositoryError) {
        try await store.flashcards.delete(card, expectedVersion: expectedVersion, context)
    }

    // MARK: Files

    /// Saves the cards of a file.
    public var importing: CardImport { CardImport(store: store, user: user, context: context) }

    /// All of the user's cards with their logs.
    public var contents: AccountContents { AccountContents(store, user, at: context.now) }

    // MARK: Lists

    /// A page of the user's cards.
    ///
    /// - Throws: `badPosition`.
    public func list(
        _ filter: FlashcardFilter, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        try await folded(try await stored(filter, page))
    }

    private func stored(
        _ filter: FlashcardFilter, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        let cards = store.flashcards
        switch filter {
        case .newest: return try await cards.list(of: user.userID, page)
        case .tag(let text):
            guard let tag = try? CardTag(text) else { return Page(items: [], next: nil) }
            return try await cards.list(of: user.userID, tag: tag, page)
        case .search(let text):
            return try await cards.search(text, of: user.userID, try await prepared(), page)
        case .leeches:
            _ = try await prepared()
            return try await cards.leeches(of: user.userID, page)
        case .suspended: return try await cards.suspended(of: user.userID, page)
        case .prefix(let prefix): return try await cards.list(of: user.userID, wordPrefix: prefix, page)
        case .maturity(let maturity, let prefix):
            return try await cards.list(of: user.userID, maturity: maturity, wordPrefix: prefix, page)
        case .word(let text):
            guard let word = try? Word(text), let card = try await cards.find(word, of: user.userID) else {
                return Page(items: [], next: nil)
            }
            return Page(items: [card], next: nil)
        }
    }

    /// The user's statistics; cards of older programs begin to be made ready when they are not.
    private func prepared() async throws(RepositoryError) -> UserStatistics {
        let statistics = try await store.users.statistics(user.userID)
        if !statistics.isPrepared { preparations.begin(user.userID) }
        return statistics
    }

    /// A page of the cards that are due, the longest due first.
    ///
    /// - Throws: `badPosition`.
    public func due(_ page: PageRequest) async throws(RepositoryError) -> Page<Flashcard> {
        let due = try await folded(try await store.flashcards.due(of: user, at: context.now, page))
        let end = user.dayStartHour == nil ? context.now : user.studyDayEnd(at: context.now)
        // Nearly always all are; then none is copied.
        if due.items.indices.allSatisfy({ due.items[$0].schedule.nextReviewAt <= end }) { return due }
        return Page(items: due.items.filter { $0.schedule.nextReviewAt <= end }, next: due.next)
    }

    /// The last moment from the context's on at which the same page of due cards has the same cards, as long as nothing
    /// is written.
    public func dueEnd(_ page: Page<Flashcard>) -> Timestamp {
        if user.dayStartHour != nil { return user.studyDayEnd(at: context.now) }
        // Cards that become due come after those of a full page.
        let hasLimits = user.newCardsPerDay != nil || user.reviewsPerDay != nil
        return page.next != nil && !hasLimits ? .maximum : context.now
    }

    /// How many pages ``allDue()`` reads: by the limits of a day nearly empty ones can come before others.
    private static let duePages = 20

    /// All cards that are due, the longest due first, up to ``PageRequest/maximumLimit``.
    public func allDue() async throws(RepositoryError) -> [Flashcard] {
        var cards: [Flashcard] = []
        var position: Position?
        for _ in 0..<Self.duePages {
            let limit = PageRequest.maximumLimit - cards.count
            let page = try await due(PageRequest(limit: limit, position: position))
            cards += page.items
            position = page.next
            guard position != nil, cards.count < PageRequest.maximumLimit else { break }
        }
        return cards
    }

    /// A page of the cards that were saved from a session of the user's, in the order of its turns.
    ///
    /// - Throws: `badPosition`.
    public func saved(from session: Session, _ page: PageRequest) async throws(RepositoryError) -> Page<Flashcard> {
        try await store.flashcards.saved(from: session.sessionID, page)
    }

    // MARK: Reviews

    /// Reviews a card.
    ///
    /// - Parameter card: as the caller has read it.
    /// - Throws: `notFound`, `reviewConflict`, `limitReached`.
    public func review(_ card: Flashcard, _ new: NewReview) async throws(RepositoryError) -> ReviewOutcome {
        let outcome = try await store.reviews.append(new, to: card, of: user, context)
        // Nothing was written with which it could have been kept.
        if outcome.isDuplicate, let call = context.call {
            try await store.calls.keep(outcome, of: call, at: context.now)
        }
        return outcome
    }

    /// What was answered to a review that was made, with the card as it is now.
    ///
    /// - Throws: `notFound` when the card or the review is gone.
    public func outcome(
        of review: ReviewID, on card: FlashcardID, isDuplicate: Bool
    ) async throws(RepositoryError) -> ReviewOutcome {
        try await store.reviews.outcome(review, of: try await self.card(card), isDuplicate: isDuplicate)
    }

    /// Takes the last review of a card back.
    ///
    /// - Parameter card: as the caller has read it.
    /// - Returns: the card without it.
    /// - Throws: `notFound`; `wrongState` when others came after it.
    public func takeBack(_ review: ReviewID, of card: Flashcard) async throws(RepositoryError) -> Flashcard {
        try await store.reviews.takeBack(review, of: card, of: user, context)
    }

    /// What each rating would make of a card.
    ///
    /// - Parameter moment: when it would be reviewed; nil means now.
    public func preview(
        of card: Flashcard, at moment: Timestamp?
    ) async throws(RepositoryError) -> [(rating: Rating, schedule: Schedule)] {
        try await store.reviews.preview(of: card, of: user, at: moment ?? context.now)
    }

    /// A page of a card's reviews in the order in which the learner made them.
    ///
    /// - Throws: `badPosition`.
    public func reviews(of card: Flashcard, _ page: PageRequest) async throws(RepositoryError) -> Page<Review> {
        try await store.reviews.list(of: card, page)
    }
}
