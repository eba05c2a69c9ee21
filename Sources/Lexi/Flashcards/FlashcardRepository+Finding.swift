import DynamoModel

// Lists of cards by what learners mark them with or look for.
extension FlashcardRepository {
    /// Words that a search reads at first, in one read: about 6 read units. Each further read takes twice as many.
    private static let wordsAtOnce = 100
    /// Guards that one transaction puts the terms into.
    static let guardsPerPart = 90
    /// Rows of older programs that are read at once, to be removed.
    private static let rowsAtOnce = 500

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
        // The index may be a moment behind: a card that has become none is left out.
        return Page(items: cards.items.filter(\.isLeech), next: cards.next)
    }

    /// A user's cards that have words, in the word itself, its translation or its tags, which begin with each word of a
    /// text; marks and case do not matter. They come A–Z by word; the words are read strongly consistently.
    ///
    /// A page reads up to ``LexiLimits/wordsSearched`` words of the user, fewer for a text of more than five words: it
    /// may hold fewer cards than it could, or none, and the next one goes on.
    /// - Parameter statistics: the user's, as the caller has read them. Cards of older programs are made ready first,
    ///   which may take some seconds, once.
    /// - Throws: `badPosition` for the position of another list, also of a search of older programs.
    public func search(
        _ text: String, of user: UserID, _ statistics: UserStatistics, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        let prefixes = SearchTerms(text).list
        guard !prefixes.isEmpty else { return Page(items: [], next: nil) }
        if !statistics.guardsHaveTerms { try await replaceSearchRows(of: user, statistics.feedPosition) }
        let call = AccessPatterns.found.call(user)
        var mark = try page.mark()
        if case .after(let sort, _) = mark, call.range.side(of: sort) != .inside { throw .badPosition }
        var found: [FlashcardID] = []
        var (count, left) = (Self.wordsAtOnce, LexiLimits.wordsSearched * 5 / max(5, prefixes.count))
        while mark != .end, found.count < page.limit, left > 0 {
            let (items, next) = try await table.items(call, limit: min(count, left), after: mark)
            let last = try take(items, prefixes, page.limit, &found)
            mark = last < items.count - 1 ? try table.mark(.table, items[last]) : next
            (count, left) = (2 * count, left - items.count)
        }
        return Page(items: try await cards(found, AccessPatterns.found), next: Position(next: mark))
    }

    /// Adds the cards of the words that are found, until there are as many as wanted.
    ///
    /// - Returns: the index of the last word that was checked.
    private func take(
        _ words: [Item], _ prefixes: [String], _ limit: Int, _ found: inout [FlashcardID]
    ) throws(RepositoryError) -> Int {
        for (index, item) in words.enumerated() {
            let word: WordGuard = try table.decode(item)
            guard word.isFound(by: prefixes) else { continue }
            found.append(word.flashcardID)
            if found.count == limit { return index }
        }
        return words.count - 1
    }

    private func cards(
        _ ids: [FlashcardID], _ pattern: some RegisteredPattern
    ) async throws(RepositoryError) -> [Flashcard] {
        try await table.hydrate(pattern.access, ids.map { Flashcard.key($0) }, isConsistent: true)
    }

    // MARK: Cards of older programs

    /// Puts the terms of a user's cards into the guards of their words, and removes the rows by which older programs
    /// listed them. Each part is done for good; whatever interrupts it, the next search does the rest.
    ///
    /// - Parameter position: the user's position in the change feed when the search began. When it has moved since, an
    ///   older program may have written, and the next search looks again.
    private func replaceSearchRows(of user: UserID, _ position: FeedPosition) async throws(RepositoryError) {
        var next: Position?
        repeat { next = try await completeGuards(of: user, from: next) } while next != nil
        try await removeSearchRows(of: user)
        try await writer.commit(AccessPatterns.completeGuards, for: user, writer.context(.operator)) {
            (transaction: inout UserTransaction) throws(RepositoryError) -> Void in
            transaction.statistics.guardsHaveTerms = transaction.statistics.feedPosition == position
            transaction.writesStatistics = transaction.statistics.guardsHaveTerms
        }
    }

    /// Puts the terms into some guards that have none, or others.
    ///
    /// - Returns: where the rest begins; nil after the last.
    private func completeGuards(of user: UserID, from position: Position?) async throws(RepositoryError) -> Position? {
        try await writer.commit(AccessPatterns.completeGuards, for: user, writer.context(.operator)) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> Position? in
            let guards = try await table.page(
                AccessPatterns.found, of: user, PageRequest(limit: Self.guardsPerPart, position: position))
            let known = Dictionary(guards.items.map { ($0.key, $0) }) { first, _ in first }
            for card in try await cards(guards.items.map(\.flashcardID), AccessPatterns.found) {
                let complete = WordGuard(card)
                guard let old = known[complete.key], old != complete else { continue }
                transaction.put(complete, if: .equals("flashcard_id", .s(card.flashcardID.text)))
            }
            return guards.next
        }
    }

    private func removeSearchRows(of user: UserID) async throws(RepositoryError) {
        var mark = Position.Mark.start
        while mark != .end {
            let (items, next) = try await table.items(
                AccessPatterns.searchRows.call(user), limit: Self.rowsAtOnce, after: mark)
            try await table.delete(AccessPatterns.removeSearchRows, items.compactMap { ItemKey($0) })
            mark = next
        }
    }
}
