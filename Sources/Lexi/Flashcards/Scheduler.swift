/// Folds reviews into schedules, by the algorithm that a user has chosen.
struct Scheduler: Sendable {
    /// The scheduler of users who never chose one.
    static let sm2 = Scheduler(.sm2)

    private let fsrs: FSRS?

    init(_ setting: SchedulerSetting) {
        switch setting {
        case .sm2: fsrs = nil
        case .fsrs(let retention, let parameters): fsrs = FSRS(parameters ?? .standard, retention: retention)
        }
    }

    /// The schedule from which a card's log is folded.
    func start(of card: Flashcard) -> Schedule {
        guard let baseline = card.baseline else { return .new(at: card.createdAt) }
        var schedule = baseline.schedule
        schedule.memory = fsrs.map {
            baseline.state.memory
                ?? $0.memory(easeThousandths: schedule.easeThousandths, intervalDays: schedule.intervalDays)
        }
        return schedule
    }

    /// The schedule after one more review, which is the newest.
    func next(_ schedule: Schedule, _ rating: Rating, _ order: ReviewOrder) -> Schedule {
        guard let fsrs else { return schedule.applying(rating, order) }
        let days = schedule.lastReview.map { order.reviewedAt.wholeDays(since: $0.reviewedAt) } ?? 0
        let memory = fsrs.next(schedule.memory, rating, days: days)
        var next = schedule.counting(rating, order)
        next.memory = memory
        next.intervalDays = fsrs.intervalDays(memory)
        next.nextReviewAt = order.reviewedAt.adding(days: next.intervalDays)
        return next
    }

    /// The schedule that reviews, in whatever order they come, make of one that they are all after.
    func fold(_ reviews: some Sequence<Review>, from start: Schedule) -> Schedule {
        reviews.sorted { $0.order < $1.order }.reduce(start) { next($0, $1.rating, $1.order) }
    }
}

extension Schedule {
    /// The probability that the card is remembered at a moment, times 10,000; nil for a card that FSRS knows nothing
    /// of.
    public func retrievability(at moment: Timestamp) -> Int? {
        guard let memory, let last = lastReviewedAt else { return nil }
        return Int((memory.retrievability(days: moment.wholeDays(since: last)) * 10_000).rounded())
    }

    /// The last moment from this one on at which ``retrievability(at:)`` is the same.
    public func retrievabilityEnd(at moment: Timestamp) -> Timestamp {
        guard memory != nil, let last = lastReviewedAt else { return .maximum }
        return last.adding(days: moment.wholeDays(since: last) + 1).adding(seconds: -1)
    }
}

extension Timestamp {
    /// Whole times 24 hours from an earlier moment to this one; 0 when it is not earlier.
    fileprivate func wholeDays(since earlier: Timestamp) -> Int {
        Int(max(0, seconds - earlier.seconds) / 86_400)
    }
}
