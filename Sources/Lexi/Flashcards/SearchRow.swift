import DynamoModel

/// A row by which older programs listed a card under one of its terms. Searches read the words' guards instead; rows
/// that still stand are removed after the first search of their user, and with their card.
struct SearchRow: Sendable, Equatable {
    /// Terms of a card that those programs listed: those of the word came first, then those of the translation and of
    /// the tags.
    static let rowsPerCard = 24

    let userID: UserID
    let term: String
    let flashcardID: FlashcardID
    /// All terms of the card that were listed.
    let terms: [String]

    /// The keys of the rows that those programs wrote of a card.
    static func keys(of card: Flashcard) -> [ItemKey] {
        card.searchTerms.list.prefix(rowsPerCard).map { key(card.userID, ($0, card.flashcardID)) }
    }
}

extension SearchRow: ItemConvertible {
    static let kind = ItemKind.searchRow
    static let tableKey = EntityKey(
        .table, Key("USER#", KeyPart("user_id", \SearchRow.userID)),
        Key("SEARCH#", KeyPart("term", \.term), "#", KeyPart("flashcard_id", \.flashcardID)))

    func write(to builder: inout ItemBuilder) {
        builder.set("user_id", userID)
        builder.set("term", term)
        builder.set("flashcard_id", flashcardID)
        builder.set("terms", terms)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            userID: try read.id("user_id"), term: try read.string("term"), flashcardID: try read.id("flashcard_id"),
            terms: try read.strings("terms"))
    }
}
