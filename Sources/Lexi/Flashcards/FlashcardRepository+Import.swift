import DynamoModel

extension FlashcardRepository {
    /// The most cards that one transaction saves.
    static let cardsPerImport = 33
    /// Writes of a transaction, without the statistics and the record of a call.
    static let writesPerImport = 98

    /// Saves the first of some cards, as many as one transaction takes, which is done for all or none of them: card,
    /// word guard, feed row and rows of tags of each, and the statistics once. Cards whose word is there already are
    /// left out.
    ///
    /// Logs are not written: their reviews are appended afterwards.
    /// - Returns: what became of each of the first cards; at least of one.
    /// - Throws: `notFound` when there is no such user; `contention`; `alreadyDone` when another carries the call out.
    public func saveFirst(
        of cards: ArraySlice<ImportedCard>, for user: UserID, _ context: WriteContext
    ) async throws(RepositoryError) -> [ImportOutcome] {
        let cards = cards.prefix(Self.cardsPerImport)
        var made: Set<FlashcardID> = []
        return try await writer.commit(AccessPatterns.importFlashcards, for: user, context) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> [ImportOutcome] in
            var known = try await owned(cards, by: user)
            var outcomes: [ImportOutcome] = []
            made.formUnion(try cardsInTheWay(transaction.refused, of: user))
            for card in cards {
                let word = card.new.word.normalForm
                if let id = card.id, known[word] == id || made.contains(id) {
                    outcomes.append(.imported(id))
                    continue
                }
                if let existing = known[word] {
                    outcomes.append(.duplicate(existing))
                    continue
                }
                // The rest of a card that had this id goes first: its removal would take the new one along.
                if let id = card.id, transaction.statistics.logsToRemove.contains(id) { transaction.isOutdated = true }
                let before = transaction
                let saved = try await add(
                    card.new, card.id ?? ids.next(), user, createdAt: card.createdAt, &transaction)
                guard transaction.writeCount <= Self.writesPerImport else {
                    transaction = before
                    break
                }
                known[word] = saved.flashcardID
                outcomes.append(.imported(saved.flashcardID))
            }
            return outcomes
        }
    }

    /// Cards of the user that stood in the way of an attempt: made when the call was carried out in part, and given
    /// another word since.
    private func cardsInTheWay(_ refused: [Item], of user: UserID) throws(RepositoryError) -> [FlashcardID] {
        var found: [FlashcardID] = []
        for item in refused where ItemKind(of: item) == .flashcard {
            let card = try table.decode(item, as: Flashcard.self)
            if card.userID == user { found.append(card.flashcardID) }
        }
        return found
    }

    /// Adds the writes of a new card to a transaction. A word that is taken outdates the transaction.
    private func add(
        _ new: NewFlashcard, _ id: FlashcardID, _ user: UserID, createdAt: Timestamp?,
        _ transaction: inout UserTransaction
    ) async throws(RepositoryError) -> Flashcard {
        let position = transaction.recordChange(.flashcard, id.ulid, replacing: nil)
        var card = Flashcard(
            new, id: id, of: user, at: createdAt ?? transaction.now, scheduler: transaction.statistics.scheduler,
            feedPosition: position)
        card.updatedAt = transaction.now
        try await schedule(&card, &transaction)
        transaction.put(card, if: .absent)
        transaction.put(WordGuard(card), if: .absent)
        transaction.moveRows(from: nil, to: card)
        transaction.statistics.totalWordsLearned += 1
        transaction.statistics.count(card.maturity, 1)
        return card
    }

    /// The cards of these words that the user has, by the words' normal forms.
    private func owned(
        _ cards: ArraySlice<ImportedCard>, by user: UserID
    ) async throws(RepositoryError) -> [String: FlashcardID] {
        let words = Set(cards.map(\.new.word.normalForm))
        let guards: [WordGuard] = try await table.hydrate(
            AccessPatterns.words.access, words.map { WordGuard.key(user, $0) }, isConsistent: true)
        return Dictionary(guards.map { ($0.word.normalForm, $0.flashcardID) }) { first, _ in first }
    }
}
