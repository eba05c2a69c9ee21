import DynamoModel

// Lists of cards by what learners mark them with or look for.
extension FlashcardRepository {
    /// Rows of terms that one transaction writes.
    static let rowsPerListing = 90

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
    /// text; marks and case do not matter. They come in the order of what begins with the first of the longest.
    ///
    /// A page may hold fewer cards than it could when many begin with one word of the text and few with all.
    /// - Parameter statistics: the user's, as the caller has read them. Cards of older programs are listed first, which
    ///   may take some seconds, once.
    public func search(
        _ text: String, of user: UserID, _ statistics: UserStatistics, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        let terms = SearchTerms(text).terms.sorted { left, right in
            left.utf8.count != right.utf8.count
                ? left.utf8.count > right.utf8.count : left.compareBytes(with: right) < 0
        }
        guard let first = terms.first else { return Page(items: [], next: nil) }
        if !statistics.hasListedTerms { try await listTerms(of: user) }
        let call = AccessPatterns.found.call(user, first)
        var mark = try page.mark()
        var found: [SearchRow] = []
        var count = 0
        repeat {
            let (items, next) = try await table.items(call, limit: page.limit - found.count, after: mark)
            let rows: [SearchRow] = try table.decode(items)
            found += rows.filter { $0.isFound(by: terms) }
            count += rows.count
            mark = next
        } while mark != .end && found.count < page.limit && count < LexiLimits.rowsPerPage
        let cards = try await cards(found.map(\.flashcardID), AccessPatterns.found)
        return Page(items: cards, next: Position(next: mark))
    }

    private func cards(
        _ ids: [FlashcardID], _ pattern: some RegisteredPattern
    ) async throws(RepositoryError) -> [Flashcard] {
        try await table.hydrate(pattern.access, ids.map { Flashcard.key($0) }, isConsistent: true)
    }

    /// Lists the cards of a user under their terms that a program saved which knew no search. Whatever interrupts it,
    /// it is done again by the next search.
    private func listTerms(of user: UserID) async throws(RepositoryError) {
        var position: Position?
        let cardsPerPart = Self.rowsPerListing / Flashcard.listedTerms
        repeat {
            position = try await writer.commit(AccessPatterns.listCards, for: user, writer.context(.operator)) {
                [position] (transaction: inout UserTransaction) async throws(RepositoryError) -> Position? in
                let page = try await list(
                    of: user, wordPrefix: nil, PageRequest(limit: cardsPerPart, position: position))
                for row in page.items.flatMap(\.termRows) { transaction.put(row, if: nil) }
                if page.next == nil {
                    transaction.statistics.hasListedTerms = true
                    transaction.writesStatistics = true
                }
                return page.next
            }
        } while position != nil
    }
}
