/// The fields of an uploaded review as a body gives them, unchecked.
public struct UploadedReviewFields: Sendable {
    /// `review_id`: made by the client, so that a repeated upload adds nothing.
    public var reviewID: FieldInput<String> = .absent
    /// `flashcard_id`: a card of the user.
    public var flashcardID: FieldInput<String> = .absent
    /// `rating`: one of ``Rating``.
    public var rating: FieldInput<String> = .absent
    /// `reviewed_at`: by the clock of the client.
    public var reviewedAt: FieldInput<String> = .absent

    /// No field.
    public init() {}

    /// Checks a review that is uploaded now: up to five minutes ahead and ten years back. All fields are required.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func checked(now: Timestamp, _ errors: inout FieldErrors) -> UploadedReview? {
        let id: ReviewID?? = errors.required("/review_id", reviewID) { (text) throws(InvalidValue) in
            try checkedIdentifier(text)
        }
        let card: FlashcardID?? = errors.required("/flashcard_id", flashcardID) { (text) throws(InvalidValue) in
            try checkedIdentifier(text)
        }
        let rating = errors.required("/rating", rating, Rating.init(_:))
        let time: Timestamp?? = errors.required("/reviewed_at", reviewedAt) { (text) throws(InvalidValue) in
            try NewReview.checkedTime(text, now: now)
        }
        guard errors.isEmpty, let id = id ?? nil, let card = card ?? nil, let rating, let time = time ?? nil else {
            return nil
        }
        return UploadedReview(reviewID: id, flashcardID: card, rating: rating, reviewedAt: time)
    }
}
