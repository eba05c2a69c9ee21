import DynamoModel

// A card's log is kept by the reviews' times, each review with the state of the card after it, so that a late review
// reads what comes after it and no more. Logs of older programs are kept by the reviews' ids; they are moved when
// their card is reviewed.
extension ReviewRepository {
    /// Reviews that one transaction moves: each is two writes of the hundred that a transaction can have.
    static let reviewsPerMove = 45
    /// Transactions that one call makes to move a log. The next call moves the rest.
    private static let movesPerCall = 10
    private static let pageOfEarlier = 4

    /// What new reviews, which are in their order, make of their card. Only where one of them is not the newest is the
    /// log read.
    func fold(
        _ reviews: [Review], into card: Flashcard, _ learner: Learner
    ) async throws(RepositoryError) -> ReviewFold {
        let floor = card.baseline?.order
        let counted = reviews.filter { review in floor.map { $0 < review.order } ?? true }
        let leftOut = reviews.count - counted.count
        guard card.isLogByTime, card.scheduler == learner.mark else {
            return ReviewFold(counted, in: try await folded(card), of: card, learner, leavingOut: leftOut)
        }
        guard let first = counted.first, !card.schedule.isNewest(first.order) else {
            return ReviewFold(newest: counted, of: card, learner, leavingOut: leftOut)
        }
        var before = try await last(before: first.order, of: card.flashcardID)
        if let floor, let found = before, found.order < floor { before = nil }
        let (start, tail) = try await tail(after: before, of: card, learner)
        return ReviewFold(
            late: counted, of: card, learner, from: start, tail, before: before?.order, leavingOut: leftOut)
    }

    /// The last review before a place in the log.
    func last(
        before order: ReviewOrder, of card: FlashcardID
    ) async throws(RepositoryError) -> Review? {
        var page = PageRequest(limit: Self.pageOfEarlier)
        while true {
            // Reviews of the same second can come after the place.
            let found = try await table.page(
                AccessPatterns.reviewsBefore, of: card, .through(order.reviewedAt), page)
            if let review = found.items.first(where: { $0.order < order }) { return review }
            guard let next = found.next else { return nil }
            page = PageRequest(limit: Self.pageOfEarlier, position: next)
        }
    }

    /// The reviews that have to be folded for a review after this one, and the schedule before them.
    func tail(
        after before: Review?, of card: Flashcard, _ learner: Learner
    ) async throws(RepositoryError) -> (start: Schedule, tail: [Review]) {
        let beginning = learner.scheduler.start(of: card)
        guard let before else { return (beginning, try await folded(card)) }
        let isSettled = card.unsettled.map { !$0.contains(before.order) } ?? true
        let start = isSettled ? before.order : card.unsettled?.after
        guard let start else { return (beginning, try await folded(card)) }
        let log = try await reviews(from: start, of: card)
        guard let base = log.first(where: { $0.order == start }), let state = base.state else {
            return (beginning, try await folded(card))
        }
        return (state.schedule(after: start), log.filter { start < $0.order })
    }

    /// The reviews that a fold from the card's start takes in: all, or those after the baseline.
    func folded(_ card: Flashcard) async throws(RepositoryError) -> [Review] {
        if card.logCount == 0 { return [] }
        let floor = card.baseline?.order
        let log =
            card.isLogByTime
            ? try await reviews(from: floor, of: card) : try await wholeLog(of: card.flashcardID)
        return floor.map { floor in log.filter { floor < $0.order } } ?? log
    }

    /// The log from the time of a review on.
    private func reviews(
        from order: ReviewOrder?, of card: Flashcard
    ) async throws(RepositoryError) -> [Review] {
        try await table.all(
            AccessPatterns.reviewsAfter, of: card.flashcardID, order.map { .from($0.reviewedAt) } ?? .all)
    }

    // MARK: Logs of older programs

    /// A log that is kept by ids, or was moved in part: in the order of the reviews' times.
    func wholeLog(of card: FlashcardID) async throws(RepositoryError) -> [Review] {
        // In this order: a review that is moved meanwhile is found twice, and not missed.
        let old = try await reviewsByID(of: card).old
        let moved = try await table.all(AccessPatterns.reviewLog, of: card)
        var reviews = Dictionary(old.map { ($0.reviewID, $0) }) { first, _ in first }
        for review in moved { reviews[review.reviewID] = review }
        return reviews.values.sorted { $0.order < $1.order }
    }

    /// The reviews that are still kept by their ids, and whether others were moved before.
    private func reviewsByID(
        of card: FlashcardID
    ) async throws(RepositoryError) -> (old: [Review], hasMoved: Bool) {
        var (old, hasMoved) = ([Review](), false)
        for item in try await table.all(AccessPatterns.reviewsByID, of: card) {
            guard item[TableIndex.gsi1.partitionAttribute] != nil else {
                hasMoved = true
                continue
            }
            old.append(try table.decode(item, as: ReviewGuard.self).review)
        }
        return (old, hasMoved)
    }

    /// Moves a log that is kept by ids to the reviews' times, or a part of it. Each part is one transaction, and
    /// whatever interrupts it, every review is in exactly one of both forms. Each depends on the card being as it was
    /// read with the log: a review that was taken back since, or a deleted card, does not come back.
    ///
    /// - Returns: the card, which says whether all was moved.
    func moveLog(of card: Flashcard, _ context: WriteContext) async throws(RepositoryError) -> Flashcard {
        let (old, hasMoved) = try await reviewsByID(of: card.flashcardID)
        let parts = stride(from: 0, to: max(1, old.count), by: Self.reviewsPerMove).map {
            Array(old[$0..<min($0 + Self.reviewsPerMove, old.count)])
        }
        // A review that was added before all others were moved can have no guard, which would say so.
        let isAtOnce = parts.count == 1 && !hasMoved && old.count == card.logCount
        var card = card
        for (number, part) in parts.prefix(Self.movesPerCall).enumerated() {
            let isLast = number == parts.count - 1
            let reviews = isAtOnce ? Self.withStates(part, card) : part
            let version = card.version
            card = try await writer.commit(AccessPatterns.moveReviews, for: card.userID, context.aside) {
                [card] (transaction: inout UserTransaction) async throws(RepositoryError) -> Flashcard in
                var current = try await transaction.current(card) { () async throws(RepositoryError) in
                    try await read(card.flashcardID)
                }
                if current.isLogByTime || current.version != version { return current }
                for review in reviews {
                    transaction.put(review, if: nil)
                    transaction.put(ReviewGuard(review), if: nil)
                }
                guard isLast else {
                    transaction.check(current.key, if: .version(version))
                    return current
                }
                current.isLogByTime = true
                // The states are those of the log as it was read; another process can have written to it before a
                // retry.
                let areSettled = isAtOnce && !transaction.isRetry
                current.unsettled =
                    areSettled ? nil : current.schedule.lastReview.map { ReviewSpan(after: nil, through: $0) }
                transaction.put(current, if: .version(current.version))
                return current
            }
            // Another process has moved or changed the log: a later call does the rest.
            if card.isLogByTime || card.version != version { break }
        }
        return card
    }

    /// Reviews of a whole log, with the states after them.
    private static func withStates(_ log: [Review], _ card: Flashcard) -> [Review] {
        var schedule = Scheduler.sm2.start(of: card)
        return log.sorted { $0.order < $1.order }.map { review in
            var review = review
            schedule = schedule.applying(review.rating, review.order)
            review.state = ReviewState(schedule)
            return review
        }
    }
}
