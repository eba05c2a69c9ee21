/// A review that a device made while it was offline. Made from fields that were checked.
public struct UploadedReview: Sendable, Equatable {
    /// Its id, made by the device.
    public let reviewID: ReviewID
    /// The card.
    public let flashcardID: FlashcardID
    /// How well the card was remembered.
    public let rating: Rating
    /// When it was made.
    public let reviewedAt: Timestamp
}
