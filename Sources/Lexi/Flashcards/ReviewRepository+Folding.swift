import DynamoModel

// Cards whose user has chosen another scheduler since they were folded.
extension ReviewRepository {
    /// Whether cards of a user are folded by the user's present scheduler already.
    package func areFolded(_ cards: [Flashcard], of user: User) -> Bool {
        let mark = user.schedulerMark
        return cards.indices.allSatisfy { cards[$0].scheduler == mark }
    }

    /// The card as its user's scheduler folds it; folds it again, and writes it, when it was folded by another.
    ///
    /// - Parameters:
    ///   - card: as the caller has read it.
    ///   - user: the card's user, as the caller has read them.
    ///   - context: nil for the card's user, now.
    /// - Throws: `notFound` when the card is gone.
    public func folded(
        _ card: Flashcard, of user: User, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> Flashcard {
        if card.scheduler == user.schedulerMark { return card }
        let context = context ?? writer.context(.user(card.userID))
        let card = card.isLogByTime ? card : try await moveLog(of: card, context)
        return try await writer.commit(AccessPatterns.foldCard, for: card.userID, context.aside) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> Flashcard in
            let learner = try await learner(user, &transaction)
            let current = try await transaction.current(card) { () async throws(RepositoryError) in
                try await read(card.flashcardID)
            }
            if current.scheduler == learner.mark { return current }
            let log = try await folded(current)
            let fold = ReviewFold([], in: log, of: current, learner, leavingOut: 0)
            var tally = ReviewTally(learner, at: transaction.now)
            let changed = write(current, fold, &tally, &transaction)
            try await transaction.record(tally, table)
            return changed
        }
    }

    /// What each rating of a review at a moment would make of a card. Nothing is written.
    ///
    /// - Parameters:
    ///   - card: as its user's scheduler folds it: see ``folded(_:of:_:)``.
    ///   - moment: a review that comes before the last one is put where it belongs, as it would be.
    public func preview(
        of card: Flashcard, of user: User, at moment: Timestamp
    ) async throws(RepositoryError) -> [(rating: Rating, schedule: Schedule)] {
        let learner = Learner(user)
        var schedules: [(rating: Rating, schedule: Schedule)] = []
        for rating in Rating.allCases {
            let review = Review(
                reviewID: ids.next(), flashcardID: card.flashcardID, userID: card.userID, rating: rating,
                reviewedAt: moment, createdAt: moment)
            schedules.append((rating, try await fold([review], into: card, learner).schedule))
        }
        return schedules
    }
}

extension LexiStore {
    /// Cards that are read at once while a user's cards are folded.
    private static let cardsPerPage = 100

    /// Folds the cards of a user again that were folded by an earlier scheduler of theirs, and notes that it is done.
    /// Whatever interrupts it, it goes on where it stopped when it is called again.
    ///
    /// - Returns: how many cards were folded.
    /// - Throws: `notFound` when there is no such user.
    @discardableResult
    public func foldCards(of id: UserID) async throws(RepositoryError) -> Int {
        guard let user = try await users.user(id) else { throw .notFound }
        var count = 0
        var position: Position?
        repeat {
            let page = try await flashcards.list(
                of: id, wordPrefix: nil, PageRequest(limit: Self.cardsPerPage, position: position))
            for card in page.items where card.scheduler != user.schedulerMark {
                do throws(RepositoryError) {
                    _ = try await reviews.folded(card, of: user, writer.context(.operator))
                    count += 1
                } catch {
                    // It was deleted meanwhile.
                    guard error == .notFound else { throw error }
                }
            }
            position = page.next
            // The setting that they chose since has its own run.
            guard try await users.statistics(id).scheduler == user.schedulerMark else { return count }
        } while position != nil
        try await writer.commit(AccessPatterns.removeLogs, for: id, writer.context(.operator)) {
            (transaction: inout UserTransaction) throws(RepositoryError) in
            guard transaction.statistics.hasCardsToFold, transaction.statistics.scheduler == user.schedulerMark else {
                return
            }
            transaction.statistics.hasCardsToFold = false
            transaction.writesStatistics = true
        }
        return count
    }

    /// Folds the cards of users whose change of the scheduler was interrupted, of a bounded number of users; for the
    /// start of a server.
    ///
    /// - Returns: how many users had such cards.
    /// - Throws: the first failure, after all users had their turn.
    @discardableResult
    public func foldCards() async throws(RepositoryError) -> Int {
        var count = 0
        var (users, failure) = try await usersWithWork()
        users.removeAll { !$0.hasCardsToFold }
        for user in users {
            do throws(RepositoryError) {
                try await foldCards(of: user.userID)
                count += 1
            } catch {
                // The account was erased meanwhile.
                if error != .notFound { failure = failure ?? error }
            }
        }
        if let failure { throw failure }
        return count
    }
}
