import DynamoModel

extension ItemBuilder {
    /// The attributes of a card's baseline.
    mutating func set(_ baseline: Baseline) {
        set("baseline_at", baseline.reviewedAt)
        set("baseline_due_at", baseline.nextReviewAt)
        set("baseline_state", baseline.state.numbers)
        set("baseline_earlier_reviews", baseline.earlierReviews)
    }
}

extension ItemReader {
    /// The card's baseline, if it has one.
    func baseline() throws(CorruptItem) -> Baseline? {
        guard let time = try optional("baseline_at", time) else { return nil }
        guard let state = ReviewState(try ints("baseline_state")) else {
            throw error("baseline_state", "is not a state of five or eight numbers")
        }
        return Baseline(
            reviewedAt: time, nextReviewAt: try self.time("baseline_due_at"), state: state,
            earlierReviews: try int("baseline_earlier_reviews"))
    }
}
