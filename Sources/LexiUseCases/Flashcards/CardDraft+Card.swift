import CardFormats
import Lexi

extension CardDraft {
    /// A card as files have it.
    public init(_ card: Flashcard, _ reviews: [Review] = []) {
        self.init()
        for field in Flashcard.fields { texts[field.attribute] = field.text(of: card) }
        tags = card.tags.map(\.text)
        isSuspended = card.isSuspended
        createdAt = Int(card.createdAt.seconds)
        let schedule = card.schedule
        if schedule.reviewCount > 0 { self.schedule = CardSchedule(schedule) }
        var state = card.baseline?.schedule ?? Schedule.new(at: card.createdAt)
        self.reviews = reviews.sorted { $0.order < $1.order }.map { review in
            if card.baseline.map({ $0.reviewedAt < review.reviewedAt }) ?? true {
                state = state.applying(review.rating, review.order)
            }
            var draft = CardReview(
                id: review.reviewID.text, rating: review.rating.rawValue, reviewedAt: Int(review.reviewedAt.seconds))
            (draft.intervalDays, draft.easeThousandths) = (state.intervalDays, state.easeThousandths)
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
    }
}
