/// Keeps a review's id unique on its card, and finds the review by it. A review whose id this program made at the
/// review's time has none: its id says where it is in the log, see ``Review/place(of:)``.
///
/// Programs before this one kept the log itself under the ids. Their items are guards as they are; as long as such a
/// review was not moved to its time, its item has the key of an index entry besides.
struct ReviewGuard: Sendable, Equatable {
    /// The review, without its state.
    let review: Review

    init(_ review: Review) {
        var review = review
        review.state = nil
        self.review = review
    }
}

extension ReviewGuard: ItemConvertible {
    static let kind = ItemKind.review
    static let tableKey = EntityKey(
        .table, Key("FLASHCARD#", KeyPart("flashcard_id", \ReviewGuard.review.flashcardID)),
        Key("REVIEW#", KeyPart("review_id", \.review.reviewID)))

    func write(to builder: inout ItemBuilder) { review.writeContent(to: &builder) }

    init(_ read: ItemReader) throws(CorruptItem) { review = try Review(content: read) }
}
