/// A part of a card's log whose kept states are outdated, since a review that belongs before it arrived after it.
struct ReviewSpan: Sendable, Equatable {
    /// The last review before the part; nil when it begins with the log.
    let after: ReviewOrder?
    /// Its last review.
    let through: ReviewOrder

    func contains(_ order: ReviewOrder) -> Bool {
        if let after, order <= after { return false }
        return order <= through
    }
}
