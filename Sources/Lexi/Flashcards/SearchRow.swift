import DynamoModel

/// Lists a card under one of its terms.
struct SearchRow: Sendable, Equatable {
    let userID: UserID
    let term: String
    let flashcardID: FlashcardID
    /// All terms of the card, so that a search of several words reads the rows of one.
    let terms: [String]

    /// Whether a search of these prefixes finds the card in this row and in no other of its rows that begin with the
    /// first.
    func isFound(by prefixes: [String]) -> Bool {
        guard let first = prefixes.first, terms.filter({ $0.hasBytePrefix(first) }).min(by: Self.isBefore) == term
        else { return false }
        return prefixes.allSatisfy { prefix in terms.contains { $0.hasBytePrefix(prefix) } }
    }

    private static func isBefore(_ left: String, _ right: String) -> Bool { left.compareBytes(with: right) < 0 }
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
