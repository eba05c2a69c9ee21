import DynamoModel

extension Review: ItemConvertible {
    static let kind = ItemKind.review

    var item: Item {
        var builder = ItemBuilder(
            Self.kind, Keys.review(flashcardID, reviewID),
            [IndexKey(.gsi1, Keys.reviews(of: userID), Keys.created(reviewedAt, reviewID.text))])
        builder.set("review_id", reviewID)
        builder.set("flashcard_id", flashcardID)
        builder.set("user_id", userID)
        builder.set("rating", rating)
        builder.set("reviewed_at", reviewedAt)
        builder.set("created_at", createdAt)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        self.init(
            reviewID: try read.id("review_id"), flashcardID: try read.id("flashcard_id"),
            userID: try read.id("user_id"), rating: try read.word("rating"), reviewedAt: try read.time("reviewed_at"),
            createdAt: try read.time("created_at"))
    }
}
