import DynamoModel

extension Review: ItemConvertible {
    static let kind = ItemKind.loggedReview

    private static let id = KeyPart("review_id", \Review.reviewID)
    private static let time = KeyPart("reviewed_at", \Review.reviewedAt)

    static let tableKey = EntityKey(
        .table, Key("FLASHCARD#", KeyPart("flashcard_id", \.flashcardID)), Key("REVIEWED#", time, "#", id))
    /// How cursors of earlier programs name a place in a log: by the sort key of an index entry that reviews had.
    static let earlierPlace = Key<Review, (Timestamp, ReviewID)>("CREATED#", time, "#", id)

    func write(to builder: inout ItemBuilder) {
        writeContent(to: &builder)
        if let state { builder.set("state", state.numbers) }
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        try self.init(content: read)
        guard let numbers = try read.optional("state", read.ints) else { return }
        guard let state = ReviewState(numbers) else {
            throw read.error("state", "is not a state of five or eight numbers")
        }
        self.state = state
    }

    /// Where the log has a review of an id that says its time: its own is the second in which the id was made.
    static func place(of id: ReviewID) -> ReviewOrder {
        ReviewOrder(reviewedAt: Timestamp(clamping: Int64(id.ulid.milliseconds / 1000)), reviewID: id)
    }

    /// Whether the id alone says where the review is in the log.
    var isAtItsID: Bool { order == Self.place(of: reviewID) }

    /// What a review and its guard have in common.
    func writeContent(to builder: inout ItemBuilder) {
        builder.set("review_id", reviewID)
        builder.set("flashcard_id", flashcardID)
        builder.set("user_id", userID)
        builder.set("rating", rating)
        builder.set("reviewed_at", reviewedAt)
        builder.set("created_at", createdAt)
    }

    init(content read: ItemReader) throws(CorruptItem) {
        self.init(
            reviewID: try read.id("review_id"), flashcardID: try read.id("flashcard_id"),
            userID: try read.id("user_id"), rating: try read.vocabulary("rating"),
            reviewedAt: try read.time("reviewed_at"), createdAt: try read.time("created_at"))
    }
}
