/// A review that its learner took back: it is kept, and no fold takes it in.
public struct TakenBackReview: Sendable, Equatable {
    /// The review, without its state.
    public let review: Review
    /// When it was taken back.
    public let takenBackAt: Timestamp

    init(_ review: Review, at now: Timestamp) {
        self.review = ReviewGuard(review).review
        takenBackAt = now
    }
}

extension TakenBackReview: ItemConvertible {
    static let kind = ItemKind.takenBackReview
    static let tableKey = EntityKey(
        .table, Key("FLASHCARD#", KeyPart("flashcard_id", \TakenBackReview.review.flashcardID)),
        Key(
            "TAKENBACK#", KeyPart("taken_back_at", \.takenBackAt), "#",
            KeyPart("review_id", \TakenBackReview.review.reviewID)))

    func write(to builder: inout ItemBuilder) {
        review.writeContent(to: &builder)
        builder.set("taken_back_at", takenBackAt)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(try Review(content: read), at: try read.time("taken_back_at"))
    }
}
