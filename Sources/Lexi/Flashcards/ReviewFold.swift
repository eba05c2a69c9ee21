/// What new reviews make of their card and of its log.
struct ReviewFold: Sendable {
    /// The card's schedule with them.
    private(set) var schedule: Schedule
    /// The setting by which it was folded.
    let mark: SchedulerMark
    /// Where the card stood after each of them, except those that the fold leaves out; empty for a log that is kept by
    /// ids.
    private(set) var states: [ReviewID: ReviewState] = [:]
    /// The part of the log whose kept states are outdated then.
    private(set) var unsettled: ReviewSpan?
    /// The card's baseline, which counts the reviews that are not after it.
    private(set) var baseline: Baseline?
    /// The reviews that were folded, and those of them that had been before, as they are judged without the new ones.
    private(set) var judged: [JudgedReview] = []
    private(set) var judgedBefore: [JudgedReview] = []
    /// Whether these are all reviews of the card that a fold takes in.
    private(set) var isWhole = false

    /// No review: the card as it is.
    private init(_ card: Flashcard, _ learner: Learner, leavingOut count: Int) {
        schedule = card.schedule
        mark = learner.mark
        unsettled = card.unsettled
        baseline = card.baseline
        baseline?.earlierReviews += count
    }

    /// Reviews that come after all others, in their order.
    init(newest reviews: [Review], of card: Flashcard, _ learner: Learner, leavingOut count: Int = 0) {
        self.init(card, learner, leavingOut: count)
        fold(reviews, from: card.schedule, learner.scheduler) { _ in true }
    }

    /// All of a log, by another setting than that of the card or of whatever form, with reviews that are in their
    /// order.
    ///
    /// - Parameter log: the reviews that a fold takes in.
    init(_ reviews: [Review], in log: [Review], of card: Flashcard, _ learner: Learner, leavingOut count: Int) {
        self.init(card, learner, leavingOut: count)
        let start = learner.scheduler.start(of: card)
        let new = Set(reviews.map(\.reviewID))
        judgedBefore = Self.judged(log.sorted { $0.order < $1.order }, from: start, learner.scheduler)
        fold((log + reviews).sorted { $0.order < $1.order }, from: start, learner.scheduler) {
            card.isLogByTime && new.contains($0.reviewID)
        }
        isWhole = true
        unsettled =
            log.isEmpty || !card.isLogByTime ? nil : schedule.lastReview.map { ReviewSpan(after: nil, through: $0) }
    }

    /// Late reviews.
    ///
    /// - Parameters:
    ///   - reviews: in their order; at least one.
    ///   - start: the schedule from which the log is folded: that after the last review before `tail`.
    ///   - tail: all reviews after that.
    ///   - before: the last review before the new ones.
    init(
        late reviews: [Review], of card: Flashcard, _ learner: Learner, from start: Schedule, _ tail: [Review],
        before: ReviewOrder?, leavingOut count: Int
    ) {
        self.init(card, learner, leavingOut: count)
        let new = Set(reviews.map(\.reviewID))
        judgedBefore = Self.judged(tail, from: start, learner.scheduler)
        fold((tail + reviews).sorted { $0.order < $1.order }, from: start, learner.scheduler) {
            new.contains($0.reviewID)
        }
        guard let first = reviews.first?.order else { return }
        // The states of the reviews that follow are outdated now, besides those that were before.
        var after: ReviewOrder? = first
        if let span = card.unsettled, let before, span.after.map({ $0 < before }) ?? true { after = span.after }
        unsettled = ReviewSpan(after: after, through: schedule.lastReview ?? first)
    }

    /// All of a log whose last review was taken back, by another setting than that of the card.
    ///
    /// - Parameters:
    ///   - log: the reviews that a fold takes in and that stay.
    ///   - last: the review that was taken back, when a fold had taken it in.
    init(in log: [Review], without last: Review?, of card: Flashcard, _ learner: Learner, leavingOut count: Int) {
        self.init([], in: log, of: card, learner, leavingOut: count)
        guard let last else { return }
        judgedBefore.append(JudgedReview(last, schedule))
    }

    /// A log whose last review was taken back.
    ///
    /// - Parameters:
    ///   - start: the schedule from which the rest is folded.
    ///   - tail: the reviews after it that stay.
    ///   - isCounted: whether a fold takes the review in.
    init(
        without last: Review, of card: Flashcard, _ learner: Learner, from start: Schedule, _ tail: [Review],
        isCounted: Bool
    ) {
        self.init(card, learner, leavingOut: isCounted ? 0 : -1)
        guard isCounted else { return }
        judgedBefore = Self.judged(tail + [last], from: start, learner.scheduler)
        fold(tail, from: start, learner.scheduler) { _ in false }
        unsettled = card.unsettled?.ending(with: schedule.lastReview)
    }

    private mutating func fold(
        _ reviews: [Review], from start: Schedule, _ scheduler: Scheduler, keepsState: (Review) -> Bool
    ) {
        var current = start
        judged.reserveCapacity(reviews.count)
        for review in reviews {
            judged.append(JudgedReview(review, current))
            current = scheduler.next(current, review.rating, review.order)
            if keepsState(review) { states[review.reviewID] = ReviewState(current) }
        }
        schedule = current
    }

    private static func judged(
        _ reviews: [Review], from start: Schedule, _ scheduler: Scheduler
    ) -> [JudgedReview] {
        var current = start
        return reviews.map { review in
            defer { current = scheduler.next(current, review.rating, review.order) }
            return JudgedReview(review, current)
        }
    }
}

extension JudgedReview {
    fileprivate init(_ review: Review, _ schedule: Schedule) {
        self.init(reviewedAt: review.reviewedAt, rating: review.rating, maturity: schedule.maturity)
    }
}
