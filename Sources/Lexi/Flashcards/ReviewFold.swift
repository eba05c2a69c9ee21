/// What new reviews make of their card and of its log.
struct ReviewFold: Sendable {
    /// The card's schedule with them.
    private(set) var schedule: Schedule
    /// Where the card stood after each of them; of one that the fold leaves out there is none, nor in a log that is
    /// kept by ids.
    private(set) var states: [ReviewID: ReviewState] = [:]
    /// The part of the log whose kept states are outdated then.
    private(set) var unsettled: ReviewSpan?
    /// The card's baseline, which counts the reviews that are not after it.
    private(set) var baseline: Baseline?
    /// The reviews that were folded, and those of them that had been before, as they were judged then.
    private(set) var judged: [JudgedReview] = []
    private(set) var judgedBefore: [JudgedReview] = []

    /// No review: the card as it is.
    private init(_ card: Flashcard, leavingOut count: Int) {
        schedule = card.schedule
        unsettled = card.unsettled
        baseline = card.baseline
        baseline?.earlierReviews += count
    }

    /// Reviews that come after all others, in their order.
    init(newest reviews: [Review], of card: Flashcard, leavingOut count: Int = 0) {
        self.init(card, leavingOut: count)
        fold(reviews, from: card.schedule) { _ in true }
    }

    /// Reviews in a log that is kept by ids.
    init(_ reviews: [Review], in log: [Review], of card: Flashcard) {
        self.init(card, leavingOut: 0)
        let start = card.start
        judgedBefore = Self.judged(log.sorted { $0.order < $1.order }, from: start)
        fold((log + reviews).sorted { $0.order < $1.order }, from: start) { _ in false }
        unsettled = nil
    }

    /// Late reviews.
    ///
    /// - Parameters:
    ///   - reviews: in their order; at least one.
    ///   - start: the schedule from which the log is folded: that after the last review before `tail`.
    ///   - tail: all reviews after that.
    ///   - before: the last review before the new ones.
    init(
        late reviews: [Review], of card: Flashcard, from start: Schedule, _ tail: [Review], before: ReviewOrder?,
        leavingOut count: Int
    ) {
        self.init(card, leavingOut: count)
        let new = Set(reviews.map(\.reviewID))
        judgedBefore = Self.judged(tail, from: start)
        fold((tail + reviews).sorted { $0.order < $1.order }, from: start) { new.contains($0.reviewID) }
        guard let first = reviews.first?.order else { return }
        // What follows has outdated states now, besides what had some before.
        var after: ReviewOrder? = first
        if let span = card.unsettled, let before, span.after.map({ $0 < before }) ?? true { after = span.after }
        unsettled = ReviewSpan(after: after, through: schedule.lastReview ?? first)
    }

    private mutating func fold(_ reviews: [Review], from start: Schedule, keepsState: (Review) -> Bool) {
        var current = start
        judged.reserveCapacity(reviews.count)
        for review in reviews {
            judged.append(JudgedReview(review, current))
            current = current.applying(review.rating, review.order)
            if keepsState(review) { states[review.reviewID] = ReviewState(current) }
        }
        schedule = current
    }

    private static func judged(_ reviews: [Review], from start: Schedule) -> [JudgedReview] {
        var current = start
        return reviews.map { review in
            defer { current = current.applying(review.rating, review.order) }
            return JudgedReview(review, current)
        }
    }
}

extension JudgedReview {
    fileprivate init(_ review: Review, _ schedule: Schedule) {
        self.init(reviewedAt: review.reviewedAt, rating: review.rating, maturity: schedule.maturity)
    }
}
