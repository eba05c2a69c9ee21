import CardFormats
import Lexi

extension CardDraft {
    /// A card as files have it, without its log.
    public init(_ card: Flashcard) {
        self.init()
        for field in Flashcard.fields { texts[field.attribute] = field.text(of: card) }
        tags = card.tags.map(\.text)
        isSuspended = card.isSuspended
        createdAt = Int(card.createdAt.seconds)
        let schedule = card.schedule
        if schedule.reviewCount > 0 { self.schedule = CardSchedule(schedule) }
    }

    /// The same with its log, and where the card stood after each review as its user's scheduler has it.
    public init(_ card: Flashcard, _ log: [Review], of user: User) {
        self.init(card)
        if case .fsrs(let retention, _) = user.scheduler {
            schedule?.memory?.desiredRetention = Double(retention) / 10_000
        }
        let log = log.sorted { $0.order < $1.order }
        reviews = zip(log, user.schedules(of: card, after: log)).map { review, schedule in
            var draft = CardReview(
                id: review.reviewID.text, rating: review.rating.rawValue, reviewedAt: Int(review.reviewedAt.seconds))
            (draft.intervalDays, draft.easeThousandths) = (schedule.intervalDays, schedule.easeThousandths)
            return draft
        }
    }
}

extension CardSchedule {
    /// Where a card stands.
    public init(_ schedule: Schedule) {
        self.init(
            reviewCount: schedule.reviewCount, repetitionCount: schedule.repetitionCount,
            intervalDays: schedule.intervalDays, easeThousandths: schedule.easeThousandths,
            lapseCount: schedule.lapseCount, lastReviewedAt: schedule.lastReviewedAt.map { Int($0.seconds) },
            nextReviewAt: Int(schedule.nextReviewAt.seconds))
        memory = schedule.memory.map {
            CardMemory(
                stability: Double($0.stability) / 10_000, difficulty: Double($0.difficulty) / 10_000,
                decay: Double($0.decay) / 10_000)
        }
    }
}
