/// The fields of a review as a body gives them, unchecked.
public struct ReviewFields: Sendable {
    /// `rating`: required; one of ``Rating``.
    public var rating: FieldInput<String> = .absent
    /// `review_id`: an identifier that the client made, so that a repeated call adds nothing; the server makes one when
    /// left out.
    public var reviewID: FieldInput<String> = .absent
    /// `reviewed_at`: now when left out.
    public var reviewedAt: FieldInput<String> = .absent

    /// No field.
    public init() {}

    /// Checks a review that arrives now: up to five minutes ahead and ten years back.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func creation(now: Timestamp, _ errors: inout FieldErrors) -> NewReview? {
        let rating = errors.required("/rating", rating, Rating.init(_:))
        let id: ReviewID?? = errors.optional("/review_id", reviewID, default: nil) {
            (text) throws(InvalidValue) in try checkedIdentifier(text)
        }
        let time: Timestamp?? = errors.optional("/reviewed_at", reviewedAt, default: nil) {
            (text) throws(InvalidValue) in try NewReview.checkedTime(text, now: now)
        }
        guard errors.isEmpty, let rating, let id, let time else { return nil }
        return NewReview(rating: rating, reviewID: id, reviewedAt: time)
    }
}
