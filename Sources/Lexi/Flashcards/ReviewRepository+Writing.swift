import DynamoModel

// What reviews write: cards, logs, statistics, days and feed rows.
extension ReviewRepository {
    /// The user as a review of theirs finds them. The statistics of the transaction say whether what the caller read is
    /// of another scheduler: no card is then folded by an old setting after the user has changed it.
    func learner(_ user: User, _ transaction: inout UserTransaction) async throws(RepositoryError) -> Learner {
        if user.schedulerMark == transaction.statistics.scheduler { return Learner(user) }
        guard let current = try await table.get(AccessPatterns.user, user.userID) else { throw .notFound }
        transaction.isOutdated = current.schedulerMark != transaction.statistics.scheduler
        return Learner(current)
    }

    /// Writes new reviews of cards.
    ///
    /// - Returns: the cards with them, in the order of the parts.
    func write(
        _ parts: [CardReviews], _ learner: Learner, _ transaction: inout UserTransaction
    ) async throws(RepositoryError) -> [Flashcard] {
        var tally = ReviewTally(learner, at: transaction.now)
        var cards: [Flashcard] = []
        for part in parts {
            let card = write(part.card, part.fold, &tally, &transaction)
            for review in part.reviews {
                var logged = review
                logged.state = part.fold.states[review.reviewID]
                if part.idsAreNew, review.isAtItsID {
                    transaction.put(logged, if: .absent)
                } else {
                    transaction.put(ReviewGuard(review), if: .absent)
                    transaction.put(logged, if: nil)
                }
                tally.count(review)
            }
            transaction.statistics.reviewsTotal += part.reviews.count
            cards.append(card)
        }
        try await transaction.record(tally, table)
        return cards
    }

    /// Writes a card as a fold left it.
    func write(
        _ card: Flashcard, _ fold: ReviewFold, _ tally: inout ReviewTally, _ transaction: inout UserTransaction
    ) -> Flashcard {
        var changed = card.folded(fold, at: transaction.now)
        changed.recent = tally.count(fold, of: card)
        changed.feedPosition = transaction.recordChange(
            .flashcard, card.flashcardID.ulid, replacing: card.feedPosition)
        transaction.put(changed, if: .version(card.version))
        transaction.statistics.count(card.maturity, -1)
        transaction.statistics.count(changed.maturity, 1)
        return changed
    }
}
