/// A review to append. Made from fields that were checked.
public struct NewReview: Sendable, Equatable {
    /// How well the card was remembered.
    public let rating: Rating
    /// The client's id, if it has one.
    public let reviewID: ReviewID?
    /// When it was made; nil means now.
    public let reviewedAt: Timestamp?

    static func checkedTime(_ text: String, now: Timestamp) throws(InvalidValue) -> Timestamp? {
        guard let time = Timestamp(rfc3339: text) else {
            throw InvalidValue("must be a time of RFC 3339, like 2026-05-02T10:30:00Z or 2026-05-02T17:30:00.5+07:00")
        }
        guard time.seconds <= now.seconds + LexiLimits.reviewAhead else {
            throw InvalidValue("must not be more than 5 minutes ahead of the server's clock")
        }
        guard time.seconds >= now.seconds - LexiLimits.reviewBehind else {
            throw InvalidValue("must not be more than ten years ago")
        }
        return time
    }
}
