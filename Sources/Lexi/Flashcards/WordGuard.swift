import DynamoModel

/// A word that a user has, by its normal form.
struct WordGuard: ItemConvertible, Equatable {
    static let kind = ItemKind.wordGuard

    let userID: UserID
    let word: Word
    let flashcardID: FlashcardID

    init(_ card: Flashcard) {
        userID = card.userID
        word = card.word
        flashcardID = card.flashcardID
    }

    var key: ItemKey { Keys.wordGuard(userID, word) }

    var item: Item {
        var builder = ItemBuilder(Self.kind, key)
        builder.set("user_id", userID)
        builder.set("word", word.text)
        builder.set("flashcard_id", flashcardID)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        userID = try read.id("user_id")
        word = Word(trusted: try read.string("word"))
        flashcardID = try read.id("flashcard_id")
    }
}
