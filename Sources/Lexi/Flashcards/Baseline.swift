/// The schedule that a card came with, instead of reviews or besides them: an imported or migrated card has one. The
/// fold of the card's log starts from it.
///
/// Reviews up to and with its time stand in the log and count in the user's statistics; the schedule is the same with
/// and without them.
public struct Baseline: Sendable, Equatable {
    /// Its time: that of the last review that it stands for.
    public let reviewedAt: Timestamp
    /// When the card was due by it.
    public let nextReviewAt: Timestamp
    /// Where the card stood.
    let state: ReviewState
    /// Reviews in the card's log that the fold leaves out, since they are not after it.
    var earlierReviews = 0

    /// A schedule at a time. Figures of other programs are brought into the ranges of ours: an ease of 0, which stands
    /// for no ease yet, is that of a new card.
    ///
    /// - Parameters:
    ///   - reviewedAt: when the card was reviewed last.
    ///   - nextReviewAt: when it is due.
    ///   - reviewCount: reviews so far; at least 1, since a card without reviews needs no baseline.
    ///   - repetitionCount: successful reviews since the last lapse.
    ///   - intervalDays: days from the last review to the next.
    ///   - easeThousandths: the ease factor times 1,000.
    ///   - lapseCount: how often the card was forgotten after it had been known.
    ///   - memory: what FSRS knows of the card; nil where it is to be worked out from ease and interval.
    public init(
        reviewedAt: Timestamp, nextReviewAt: Timestamp, reviewCount: Int, repetitionCount: Int, intervalDays: Int,
        easeThousandths: Int, lapseCount: Int, memory: MemoryState? = nil
    ) {
        self.reviewedAt = reviewedAt
        self.nextReviewAt = nextReviewAt
        let counts = 0...LexiLimits.baselineCount
        state = ReviewState(
            reviewCount: max(1, counts.clamp(reviewCount)), repetitionCount: counts.clamp(repetitionCount),
            intervalDays: (0...LexiLimits.intervalDays).clamp(intervalDays),
            easeThousandths: easeThousandths <= 0
                ? Schedule.initialEase : (Schedule.minimumEase...LexiLimits.baselineEase).clamp(easeThousandths),
            lapseCount: counts.clamp(lapseCount), memory: memory)
    }

    init(reviewedAt: Timestamp, nextReviewAt: Timestamp, state: ReviewState, earlierReviews: Int) {
        self.reviewedAt = reviewedAt
        self.nextReviewAt = nextReviewAt
        self.state = state
        self.earlierReviews = earlierReviews
    }

    /// Its place in the order of the log: after every review of its second.
    var order: ReviewOrder { ReviewOrder(reviewedAt: reviewedAt, reviewID: .last) }

    /// The schedule from which the fold starts.
    public var schedule: Schedule {
        var schedule = state.schedule(after: order)
        schedule.nextReviewAt = nextReviewAt
        return schedule
    }
}

extension ClosedRange<Int> {
    /// The nearest value of the range.
    fileprivate func clamp(_ value: Int) -> Int { Swift.min(Swift.max(value, lowerBound), upperBound) }
}

extension ReviewID {
    /// The id that sorts after all others.
    fileprivate static let last = ReviewID(ULID(high: .max, low: .max))
}
