// The rows that list a card under its tags: written with the card, so that they always fit it.
extension UserTransaction {
    /// Writes the rows of a card as it is now; those that it had before and has no more go. Rows of terms that an older
    /// program wrote go as soon as they fit the card no more.
    ///
    /// - Parameters:
    ///   - old: the card as it was; nil for a new one.
    ///   - new: nil for a card that goes.
    mutating func moveRows(from old: Flashcard?, to new: Flashcard?) {
        let (oldTags, newTags) = (old?.tagRows ?? [], new?.tagRows ?? [])
        for row in oldTags where !newTags.contains(row) { delete(row.key, if: nil) }
        for row in newTags where !oldTags.contains(row) { put(row, if: nil) }
        guard !statistics.guardsHaveTerms, let old, old.searchTerms != new?.searchTerms else { return }
        for key in SearchRow.keys(of: old) { delete(key, if: nil) }
    }
}

extension Flashcard {
    fileprivate var tagRows: [TagRow] {
        tags.map { TagRow(userID: userID, tag: $0.normalForm, flashcardID: flashcardID) }
    }
}
