import DynamoModel

// Lists of cards by what learners mark them with or look for.
extension FlashcardRepository {
    /// Words that a search reads at first, in one read: about 6 read units. Each further read takes twice as many.
    private static let wordsAtOnce = 100
    /// Words that a page of a search reads at most while their cards must be read, too: 200 units.
    private static let cardsSearched = 200

    /// A user's cards with a tag, compared without case, the newest first.
    public func list(of user: UserID, tag: CardTag, _ page: PageRequest) async throws(RepositoryError) -> Page<
        Flashcard
    > {
        let rows = try await table.page(AccessPatterns.tagged, of: user, tag.normalForm, page)
        return Page(items: try await cards(rows.items.map(\.flashcardID), AccessPatterns.tagged), next: rows.next)
    }

    /// A user's suspended cards, A–Z.
    public func suspended(of user: UserID, _ page: PageRequest) async throws(RepositoryError) -> Page<Flashcard> {
        try await table.page(AccessPatterns.suspended, of: user, page)
    }

    /// A user's leeches, A–Z.
    public func leeches(of user: UserID, _ page: PageRequest) async throws(RepositoryError) -> Page<Flashcard> {
        let cards = try await table.page(AccessPatterns.leeches, of: user, page)
        // The index may lag: a card that is a leech no longer is left out.
        return Page(items: cards.items.filter(\.isLeech), next: cards.next)
    }

    /// A user's cards that have words, in the word itself, its translation or its tags, which begin with each word of a
    /// text; marks and case do not matter. They come A–Z by word; the words are read strongly consistently.
    ///
    /// A page reads up to ``LexiLimits/wordsSearched`` words of the user, fewer for a text of more than five words and
    /// before ``prepare(_:)`` is done: it may hold fewer cards than it could, or none, and the next one goes on.
    /// - Parameter statistics: the user's, as the caller has read them.
    /// - Throws: `badPosition` for the position of another list, also of a search of older programs.
    public func search(
        _ text: String, of user: UserID, _ statistics: UserStatistics, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        let prefixes = SearchTerms(text).list
        guard !prefixes.isEmpty else { return Page(items: [], next: nil) }
        let call = AccessPatterns.found.call(user)
        var mark = try page.mark()
        if case .after(let sort, _) = mark, call.range.side(of: sort) != .inside { throw .badPosition }
        var found: [FlashcardID] = []
        var (count, left) = (Self.wordsAtOnce, LexiLimits.wordsSearched * 5 / max(5, prefixes.count))
        if !statistics.guardsHaveTerms { left = min(left, Self.cardsSearched) }
        while mark != .end, found.count < page.limit, left > 0 {
            let (items, next) = try await table.items(call, limit: min(count, left), after: mark)
            var words: [WordGuard] = try table.decode(items)
            if !statistics.guardsHaveTerms { words = try await completed(words) }
            let last = take(words, prefixes, page.limit, &found)
            mark = last < items.count - 1 ? try table.mark(.table, items[last]) : next
            (count, left) = (2 * count, left - items.count)
        }
        return Page(items: try await cards(found, AccessPatterns.found), next: Position(next: mark))
    }

    /// Adds the cards of the words that are found, until there are as many as wanted.
    ///
    /// - Returns: the index of the last word that was checked.
    private func take(_ words: [WordGuard], _ prefixes: [String], _ limit: Int, _ found: inout [FlashcardID]) -> Int {
        for (index, word) in words.enumerated() where word.isFound(by: prefixes) {
            found.append(word.flashcardID)
            if found.count == limit { return index }
        }
        return words.count - 1
    }

    /// Guards with the terms of their cards as these are now; one whose card has gone stays as it is.
    func completed(_ words: [WordGuard]) async throws(RepositoryError) -> [WordGuard] {
        var complete: [ItemKey: WordGuard] = [:]
        for card in try await cards(words.map(\.flashcardID), AccessPatterns.found) {
            let word = WordGuard(card)
            complete[word.key] = word
        }
        return words.map { complete[$0.key] ?? $0 }
    }

    private func cards(
        _ ids: [FlashcardID], _ pattern: some RegisteredPattern
    ) async throws(RepositoryError) -> [Flashcard] {
        try await table.hydrate(pattern.access, ids.map { Flashcard.key($0) }, isConsistent: true)
    }
}
