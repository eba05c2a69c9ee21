import DynamoModel

extension ReviewRepository {
    /// Takes the last review of a card back: the card stands where it stood before it, and the statistics lose it. The
    /// review is kept as one that was taken back; its id is free again.
    ///
    /// - Parameters:
    ///   - card: as the caller has read it.
    ///   - user: the card's user, as the caller has read them.
    ///   - context: nil for the card's user, now.
    /// - Returns: the card without the review.
    /// - Throws: `notFound` when the card or the review is not there; `wrongState` when others came after the review.
    public func takeBack(
        _ id: ReviewID, of card: Flashcard, of user: User, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> Flashcard {
        let context = context ?? writer.context(.user(card.userID))
        let card = card.isLogByTime ? card : try await moveLog(of: card, context)
        return try await writer.commit(AccessPatterns.takeReviewBack, for: card.userID, context) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> Flashcard in
            let learner = try await learner(user, &transaction)
            let current = try await transaction.current(card) { () async throws(RepositoryError) in
                try await read(card.flashcardID)
            }
            let review = try await lastReview(id, of: current)
            let fold = try await fold(without: review, current, learner)
            var tally = ReviewTally(learner, at: transaction.now)
            tally.count(review, -1)
            let changed = write(current, fold, &tally, &transaction)
            transaction.delete(ReviewGuard(review).key, if: nil)
            transaction.delete(review.key, if: nil)
            transaction.put(TakenBackReview(review, at: transaction.now), if: nil)
            transaction.statistics.reviewsTotal -= 1
            try await transaction.record(tally, table)
            return changed
        }
    }

    /// The last review of a card, which is to be this one.
    private func lastReview(_ id: ReviewID, of card: Flashcard) async throws(RepositoryError) -> Review {
        guard card.isLogByTime else { throw .contention }
        let page = try await table.page(
            AccessPatterns.reviewsBefore, of: card.flashcardID, .through(.maximum), PageRequest(limit: 1))
        if let last = page.items.first, last.reviewID == id { return last }
        guard try await known(card.flashcardID, id) != nil else { throw .notFound }
        throw .wrongState("Only the last review of a card can be taken back.")
    }

    private func fold(
        without review: Review, _ card: Flashcard, _ learner: Learner
    ) async throws(RepositoryError) -> ReviewFold {
        let floor = card.baseline?.order
        let isCounted = floor.map { $0 < review.order } ?? true
        guard card.scheduler == learner.mark else {
            let log = try await folded(card).filter { $0.reviewID != review.reviewID }
            return ReviewFold(
                in: log, without: isCounted ? review : nil, of: card, learner, leavingOut: isCounted ? 0 : -1)
        }
        guard isCounted else {
            return ReviewFold(without: review, of: card, learner, from: card.schedule, [], isCounted: false)
        }
        var before = try await last(before: review.order, of: card.flashcardID)
        if let floor, let found = before, found.order < floor { before = nil }
        let (start, tail) = try await tail(after: before, of: card, learner)
        return ReviewFold(
            without: review, of: card, learner, from: start, tail.filter { $0.reviewID != review.reviewID },
            isCounted: true)
    }
}
