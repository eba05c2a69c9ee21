/// A review as the fold came to it: how far the card had come when it was reviewed.
struct JudgedReview: Sendable, Equatable {
    /// When it was made.
    let reviewedAt: Timestamp
    /// How well the card was remembered.
    let rating: Rating
    /// How far the card had come before it.
    let maturity: Maturity
}
