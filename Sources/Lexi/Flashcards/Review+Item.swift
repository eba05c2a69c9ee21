import DynamoModel

extension Review: ItemConvertible {
    static let kind = ItemKind.review

    private static let id = KeyPart("review_id", \Review.reviewID)

    static let tableKey = EntityKey(
        .table, Key("FLASHCARD#", KeyPart("flashcard_id", \.flashcardID)), Key("REVIEW#", id))
    static let ofUser = EntityKey(
        .gsi1, Key("USER#", KeyPart("user_id", \.userID), "#REVIEW"),
        Key("CREATED#", KeyPart("reviewed_at", \.reviewedAt), "#", id))
    static let indexKeys: [any DeclaredKey<Review>] = [ofUser]

    func write(to builder: inout ItemBuilder) {
        builder.set("review_id", reviewID)
        builder.set("flashcard_id", flashcardID)
        builder.set("user_id", userID)
        builder.set("rating", rating)
        builder.set("reviewed_at", reviewedAt)
        builder.set("created_at", createdAt)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            reviewID: try read.id("review_id"), flashcardID: try read.id("flashcard_id"),
            userID: try read.id("user_id"), rating: try read.vocabulary("rating"),
            reviewedAt: try read.time("reviewed_at"),
            createdAt: try read.time("created_at"))
    }
}
