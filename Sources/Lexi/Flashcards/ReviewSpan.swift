/// A part of a card's log whose kept states are outdated, since a review that belongs before it arrived after it.
struct ReviewSpan: Sendable, Equatable {
    /// The last review before the part; nil when it begins with the log.
    let after: ReviewOrder?
    /// Its last review.
    let through: ReviewOrder

    /// The part that is left when the log ends with an earlier review; nil when nothing is.
    func ending(with last: ReviewOrder?) -> ReviewSpan? {
        guard let last else { return nil }
        if let after, last <= after { return nil }
        return ReviewSpan(after: after, through: min(through, last))
    }

    func contains(_ order: ReviewOrder) -> Bool {
        if let after, order <= after { return false }
        return order <= through
    }
}
