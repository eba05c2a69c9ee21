// What a user's scheduler makes of logs, for files of cards.
extension User {
    /// The schedule of a log that is still to be written: its reviews in the order of their times; those without one
    /// are left out.
    public func schedule(of log: [NewReview], created: Timestamp) -> Schedule {
        let scheduler = Scheduler(scheduler)
        return log.reduce(.new(at: created)) { schedule, review in
            guard let time = review.reviewedAt else { return schedule }
            let id = review.reviewID ?? ReviewID(ULID(high: 0, low: 0))
            return scheduler.next(schedule, review.rating, ReviewOrder(reviewedAt: time, reviewID: id))
        }
    }

    /// What FSRS knows of a card elsewhere, as it counts for this user: how a card is forgotten beyond that is their
    /// own parameters' word. Nil for a user whose scheduler is another.
    public func memory(stability: Double, difficulty: Double) -> MemoryState? {
        guard case .fsrs(_, let parameters) = scheduler else { return nil }
        return MemoryState(
            stability, difficulty, decay: (parameters ?? .standard).tenThousandths[20])
    }

    /// Where a card stood after each review of its log, which is in its order. A review that is not after the card's
    /// baseline changes nothing.
    public func schedules(of card: Flashcard, after log: [Review]) -> [Schedule] {
        let (scheduler, floor) = (Scheduler(scheduler), card.baseline?.order)
        var schedule = scheduler.start(of: card)
        return log.map { review in
            if floor.map({ $0 < review.order }) ?? true {
                schedule = scheduler.next(schedule, review.rating, review.order)
            }
            return schedule
        }
    }
}
