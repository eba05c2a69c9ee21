import DynamoModel

/// A word that a user has, by its normal form.
struct WordGuard: ItemConvertible, Equatable {
    static let kind = ItemKind.wordGuard
    static let tableKey = EntityKey(
        .table, Key("USER#", KeyPart("user_id", \WordGuard.userID)),
        Key("WORD#", KeyPart("normal form", \.word.normalForm)))

    let userID: UserID
    let word: Word
    let flashcardID: FlashcardID

    init(_ card: Flashcard) {
        userID = card.userID
        word = card.word
        flashcardID = card.flashcardID
    }

    func write(to builder: inout ItemBuilder) {
        builder.set("user_id", userID)
        builder.set("word", word.text)
        builder.set("flashcard_id", flashcardID)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        userID = try read.id("user_id")
        word = Word(trusted: try read.string("word"))
        flashcardID = try read.id("flashcard_id")
    }
}
