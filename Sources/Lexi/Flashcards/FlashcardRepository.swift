import DynamoModel

/// Cards. Each read checks whose card it is: another user's card is `notFound`, like one that does not exist. Unless it
/// throws `outcomeUnknown`, a failed call wrote nothing.
public struct FlashcardRepository: Sendable {
    let table: LexiTable
    let clock: WallClock
    let ids: ULIDGenerator
    let writer: Writer

    // MARK: Writes

    /// Saves a card: card, word guard, statistics and feed row, in one transaction.
    ///
    /// - Parameters:
    ///   - id: the card's id, for data that brings it along; nil makes one.
    ///   - context: nil for the user themselves, now.
    /// - Throws: `duplicateWord` when the user has a card with this word; `invalid` when the turn that it names is not
    ///   one of the user's; `notFound` when there is no such user.
    public func create(
        _ new: NewFlashcard, for user: UserID, id: FlashcardID? = nil, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> Flashcard {
        if let source = new.source { try await check(source, of: user) }
        let id = id ?? ids.next()
        let context = context ?? writer.context(.user(user))
        return try await writer.commit(AccessPatterns.createFlashcard, for: user, context) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> Flashcard in
            let position = transaction.recordChange(.flashcard, id.ulid, replacing: nil)
            var card = Flashcard(
                new, id: id, of: user, at: transaction.now, scheduler: transaction.statistics.scheduler,
                feedPosition: position)
            try await schedule(&card, &transaction)
            transaction.put(card, if: .absent)
            transaction.put(WordGuard(card), if: .absent, else: Self.wordTaken)
            transaction.moveRows(from: nil, to: card)
            transaction.statistics.totalWordsLearned += 1
            transaction.statistics.count(card.maturity, 1)
            return card
        }
    }

    /// Lets a new card start where its baseline stands by its user's scheduler. That of a user who never chose is SM-2,
    /// as is the baseline itself.
    func schedule(_ card: inout Flashcard, _ transaction: inout UserTransaction) async throws(RepositoryError) {
        guard card.baseline != nil, card.scheduler != .first else { return }
        guard let user = try await table.get(AccessPatterns.user, card.userID) else { throw .notFound }
        transaction.isOutdated = user.schedulerMark != card.scheduler
        card.schedule = Scheduler(user.scheduler).start(of: card)
    }

    /// Changes a card's texts; its word's guard follows in the same transaction: a changed word moves it.
    ///
    /// - Parameters:
    ///   - card: as the caller has read it.
    ///   - expectedVersion: the version that the caller knows; nil to change any.
    ///   - context: nil for the card's user, now.
    /// - Throws: `notFound`, `versionMismatch`, `duplicateWord`.
    public func update(
        _ card: Flashcard, _ patch: FlashcardPatch, expectedVersion: Int? = nil, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> Flashcard {
        let context = context ?? writer.context(.user(card.userID))
        return try await writer.commit(AccessPatterns.editFlashcard, for: card.userID, context) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> Flashcard in
            let card = try await current(card, expectedVersion, transaction)
            if patch.isEmpty { return card }
            var changed = card.applying(patch, at: transaction.now)
            changed.feedPosition = transaction.recordChange(
                .flashcard, card.flashcardID.ulid, replacing: card.feedPosition)
            transaction.put(changed, if: .version(card.version))
            move(card, changed, &transaction)
            transaction.moveRows(from: card, to: changed)
            return changed
        }
    }

    /// Removes a card and frees its word; a tombstone stays in the change feed. Its reviews are removed afterwards:
    /// those that cannot be removed now go with a later write of the user's, or when a server starts.
    ///
    /// - Parameters:
    ///   - card: as the caller has read it.
    ///   - expectedVersion: the version that the caller knows; nil to remove any.
    ///   - context: nil for the card's user, now.
    /// - Throws: `notFound`, `versionMismatch`; `stillRemoving` while too many logs are to be removed.
    public func delete(
        _ card: Flashcard, expectedVersion: Int? = nil, _ context: WriteContext? = nil
    ) async throws(RepositoryError) {
        let context = context ?? writer.context(.user(card.userID))
        let hasLog = try await writer.commit(AccessPatterns.deleteFlashcard, for: card.userID, context) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> Bool in
            let card = try await current(card, expectedVersion, transaction)
            let id = card.flashcardID
            _ = transaction.recordChange(.flashcard, id.ulid, replacing: card.feedPosition, isDeleted: true)
            transaction.delete(card.key, if: .version(card.version))
            transaction.delete(
                WordGuard.key(card.userID, card.word.normalForm), if: .equals("flashcard_id", .s(id.text)))
            transaction.moveRows(from: card, to: nil)
            transaction.statistics.totalWordsLearned -= 1
            transaction.statistics.count(card.maturity, -1)
            guard card.mayHaveLog else { return false }
            guard transaction.statistics.logsToRemove.count < LexiLimits.logsToRemove else { throw .stillRemoving }
            transaction.statistics.logsToRemove.append(id)
            return true
        }
        if hasLog { await writer.removeRest(of: card.userID, context.aside) }
    }

    private func current(
        _ known: Flashcard, _ expectedVersion: Int?, _ transaction: UserTransaction
    ) async throws(RepositoryError) -> Flashcard {
        let card = try await transaction.current(known) { () async throws(RepositoryError) in
            try await get(known.flashcardID, of: known.userID)
        }
        if let expectedVersion, expectedVersion != card.version { throw .versionMismatch(current: card.version) }
        return card
    }

    private func move(_ card: Flashcard, _ changed: Flashcard, _ transaction: inout UserTransaction) {
        let (old, new) = (WordGuard(card), WordGuard(changed))
        if old == new { return }
        let isOfCard = WriteCondition.equals("flashcard_id", .s(card.flashcardID.text))
        if old.key == new.key {
            // Another spelling of the same word, or other terms.
            transaction.put(new, if: isOfCard)
        } else {
            transaction.put(new, if: .absent, else: Self.wordTaken)
            transaction.delete(old.key, if: isOfCard)
        }
    }

    private static let wordTaken = Refusal.failure { item in
        guard let item else { return .contention }
        do throws(CorruptItem) {
            return .duplicateWord(existing: try WordGuard(item: item).flashcardID)
        } catch { return .corrupt(error) }
    }

    private func check(_ source: TurnReference, of user: UserID) async throws(RepositoryError) {
        let session = try await table.get(AccessPatterns.session, source.sessionID)
        guard let session, session.userID == user else {
            throw .invalid(ValidationError("/source_session_id", "is not one of your sessions"))
        }
        guard source.turnIndex < session.totalTurns else {
            throw .invalid(ValidationError("/source_turn_index", "is not a turn of the session"))
        }
    }

    // MARK: Reads

    /// A card of a user.
    ///
    /// - Throws: `notFound`.
    public func get(_ id: FlashcardID, of user: UserID) async throws(RepositoryError) -> Flashcard {
        guard let card = try await table.get(AccessPatterns.flashcard, id), card.userID == user else { throw .notFound }
        return card
    }

    /// The card with a word, compared in its normal form; nil when the user has none.
    public func find(_ word: Word, of user: UserID) async throws(RepositoryError) -> Flashcard? {
        guard let found = try await table.get(AccessPatterns.word, user, word.normalForm) else { return nil }
        let card = try await table.get(AccessPatterns.flashcard, found.flashcardID)
        return card?.userID == user ? card : nil
    }
}
