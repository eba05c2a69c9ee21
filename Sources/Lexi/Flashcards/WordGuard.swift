import DynamoModel

/// A word that a user has, by its normal form, with what a search finds its card by.
struct WordGuard: ItemConvertible, Equatable {
    static let kind = ItemKind.wordGuard
    static let tableKey = EntityKey(
        .table, Key("USER#", KeyPart("user_id", \WordGuard.userID)),
        Key("WORD#", KeyPart("normal form", \.word.normalForm)))

    let userID: UserID
    let word: Word
    let flashcardID: FlashcardID
    /// The terms of the card; nil in items of programs that listed cards under their terms, see ``SearchRow``.
    var terms: SearchTerms?

    init(_ card: Flashcard) {
        userID = card.userID
        word = card.word
        flashcardID = card.flashcardID
        terms = card.searchTerms
    }

    func write(to builder: inout ItemBuilder) {
        builder.set("user_id", userID)
        builder.set("word", word.text)
        builder.set("flashcard_id", flashcardID)
        if let terms { builder.set("terms", terms.text) }
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        userID = try read.id("user_id")
        word = Word(trusted: try read.string("word"))
        flashcardID = try read.id("flashcard_id")
        terms = try read.optional("terms", read.string).map { SearchTerms(stored: $0) }
    }

    /// Whether a search of these prefixes finds the card: each begins one of its terms.
    func isFound(by prefixes: [String]) -> Bool {
        guard let terms else { return false }
        return prefixes.allSatisfy { terms.hasTerm(beginningWith: $0) }
    }
}
