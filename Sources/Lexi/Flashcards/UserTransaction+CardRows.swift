// The rows that list a card under its tags and terms: written with the card, so that they always fit it.
extension UserTransaction {
    /// Writes the rows of a card as it is now; those that it had before and has no more go.
    ///
    /// - Parameters:
    ///   - old: the card as it was; nil for a new one.
    ///   - new: nil for a card that goes.
    mutating func moveRows(from old: Flashcard?, to new: Flashcard?) {
        let (oldTags, newTags) = (old?.tagRows ?? [], new?.tagRows ?? [])
        for row in oldTags where !newTags.contains(row) { delete(row.key, if: nil) }
        for row in newTags where !oldTags.contains(row) { put(row, if: nil) }
        let (oldRows, newRows) = (old?.searchRows ?? [], new?.searchRows ?? [])
        let newTerms = Set(newRows.map(\.term))
        for row in oldRows where !newTerms.contains(row.term) { delete(row.key, if: nil) }
        for row in newRows where !oldRows.contains(row) { put(row, if: nil) }
    }
}

extension Flashcard {
    /// Terms of a card that are listed: those of the word come first, then those of the translation and of the tags.
    package static let listedTerms = 24

    fileprivate var tagRows: [TagRow] {
        tags.map { TagRow(userID: userID, tag: $0.normalForm, flashcardID: flashcardID) }
    }

    fileprivate var searchRows: [SearchRow] {
        let all = SearchTerms(word.text, translationVi, tags.map(\.text).joined(separator: "\n")).terms
        let terms = Array(all.prefix(Self.listedTerms))
        return terms.map { SearchRow(userID: userID, term: $0, flashcardID: flashcardID, terms: terms) }
    }

    /// The rows that list the card under its terms.
    var termRows: [SearchRow] { searchRows }
}
