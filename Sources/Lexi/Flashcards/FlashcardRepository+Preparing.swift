import DynamoModel

// Cards that older programs saved, which lists here find by other keys.
extension FlashcardRepository {
    /// Guards that one transaction puts the terms into, and cards that it lists.
    static let guardsPerPart = 90
    /// Rows of older programs that are read at once, to be removed.
    private static let rowsAtOnce = 500

    /// Puts the terms of a user's cards into the guards of their words, removes the rows by which older programs listed
    /// them, and lists leeches as such. Each part is done for good; whatever interrupts it, the next call does the
    /// rest. Searches are right before it is done, and cost more; leeches are missing in their list.
    ///
    /// - Throws: `notFound` when there is no such user.
    public func prepare(_ user: UserID) async throws(RepositoryError) {
        guard let statistics = try await table.get(AccessPatterns.statistics, user) else { throw .notFound }
        if statistics.isPrepared { return }
        if !statistics.guardsHaveTerms {
            var next: Position?
            repeat { next = try await completeGuards(of: user, from: next) } while next != nil
            try await removeSearchRows(of: user)
        }
        if !statistics.leechesAreListed { try await listLeeches(of: user) }
        try await writer.commit(AccessPatterns.completeGuards, for: user, writer.context(.operator)) {
            (transaction: inout UserTransaction) throws(RepositoryError) -> Void in
            // When the feed has moved since, an older program may have written, and the next run looks again.
            guard transaction.statistics.feedPosition == statistics.feedPosition else { return }
            transaction.statistics.guardsHaveTerms = true
            transaction.statistics.leechesAreListed = true
            transaction.writesStatistics = true
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
            for (old, word) in zip(guards.items, try await completed(guards.items)) where old != word {
                transaction.put(word, if: .equals("flashcard_id", .s(word.flashcardID.text)))
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

    private func listLeeches(of user: UserID) async throws(RepositoryError) {
        var mark = Position.Mark.start
        while mark != .end {
            let (items, next) = try await table.items(
                AccessPatterns.flashcards.call(user), limit: Self.guardsPerPart, after: mark)
            mark = next
            var leeches: [Flashcard] = []
            for item in items where item[Flashcard.leeches.index.partitionAttribute] == nil {
                let card: Flashcard = try table.decode(item)
                if card.isLeech { leeches.append(card) }
            }
            if !leeches.isEmpty { try await list(leeches, of: user) }
        }
    }

    /// Writes cards as they are: their keys follow from them.
    private func list(_ leeches: [Flashcard], of user: UserID) async throws(RepositoryError) {
        try await writer.commit(AccessPatterns.listLeeches, for: user, writer.context(.operator)) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> Void in
            let cards = try await transaction.current(leeches) { () async throws(RepositoryError) -> [Flashcard] in
                try await table.get(AccessPatterns.cardsByID, leeches.map { ($0.flashcardID, ()) })
            }
            for card in cards where card.isLeech { transaction.put(card, if: .version(card.version)) }
        }
    }
}
