import DynamoModel

/// Lists a card under one of its tags.
struct TagRow: Sendable, Equatable {
    let userID: UserID
    /// The tag in its normal form.
    let tag: String
    let flashcardID: FlashcardID
}

extension TagRow: ItemConvertible {
    static let kind = ItemKind.tagRow
    static let tableKey = EntityKey(
        .table, Key("USER#", KeyPart("user_id", \TagRow.userID)),
        Key("TAG#", KeyPart("tag", \.tag), "#", KeyPart("flashcard_id", \.flashcardID)))

    func write(to builder: inout ItemBuilder) {
        builder.set("user_id", userID)
        builder.set("tag", tag)
        builder.set("flashcard_id", flashcardID)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            userID: try read.id("user_id"), tag: try read.string("tag"), flashcardID: try read.id("flashcard_id"))
    }
}
