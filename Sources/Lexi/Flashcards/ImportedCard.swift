/// A card of a file, after its fields were checked.
public struct ImportedCard: Sendable {
    /// The card; with a baseline where it was learnt elsewhere.
    public let new: NewFlashcard
    /// When it was made, if the file says so.
    public let createdAt: Timestamp?
    /// Its log.
    public let reviews: [NewReview]
    /// The id that it gets, where that is known before: a card that has it was made of this row when the call was
    /// carried out in part.
    public var id: FlashcardID?

    /// A card.
    public init(_ new: NewFlashcard, createdAt: Timestamp? = nil, reviews: [NewReview] = []) {
        self.new = new
        self.createdAt = createdAt
        self.reviews = reviews
    }

    /// Its log as that of a card that was saved; a review without an id gets one that is always the same.
    public func log(of id: FlashcardID) -> [UploadedReview] {
        reviews.enumerated().map { position, review in
            let time = review.reviewedAt ?? .minimum
            let own = ULID(
                milliseconds: UInt64(max(0, time.seconds)) * 1_000, randomHigh: UInt64(clamping: position),
                randomLow: id.ulid.low)
            return UploadedReview(
                reviewID: review.reviewID ?? ReviewID(own), flashcardID: id, rating: review.rating, reviewedAt: time)
        }
    }
}
