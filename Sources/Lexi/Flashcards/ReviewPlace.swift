/// What a review makes of its card's log.
struct ReviewPlace: Sendable {
    /// The card's schedule with it.
    let schedule: Schedule
    /// Where the card stood after it; nil where it is not kept.
    let state: ReviewState?
    /// The part of the log whose kept states are outdated then.
    let unsettled: ReviewSpan?

    /// A review that comes after all others.
    init(newest review: Review, of card: Flashcard) {
        schedule = card.schedule.applying(review.rating, review.order)
        state = ReviewState(schedule)
        unsettled = card.unsettled
    }

    /// A review in a log that is kept by ids.
    init(_ review: Review, in log: [Review], of card: Flashcard) {
        schedule = Schedule.fold(log + [review], created: card.createdAt)
        state = nil
        unsettled = nil
    }

    /// A late review.
    ///
    /// - Parameters:
    ///   - start: the schedule from which the log is folded: that after the last review before `tail`.
    ///   - tail: all reviews after that.
    ///   - before: the last review before the new one.
    init(
        late review: Review, of card: Flashcard, from start: Schedule, _ tail: [Review], before: ReviewOrder?
    ) {
        var (current, state) = (start, ReviewState(start))
        for next in (tail + [review]).sorted(by: { $0.order < $1.order }) {
            current = current.applying(next.rating, next.order)
            if next.order == review.order { state = ReviewState(current) }
        }
        schedule = current
        self.state = state
        // What follows has outdated states now, besides what had some before.
        var after: ReviewOrder? = review.order
        if let span = card.unsettled, let before, span.after.map({ $0 < before }) ?? true { after = span.after }
        unsettled = ReviewSpan(after: after, through: current.lastReview ?? review.order)
    }
}
