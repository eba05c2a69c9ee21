import DynamoModel

/// A card that was saved from a turn, as its key in the index says: the index holds nothing else.
struct SavedCard: Equatable {
    /// What the sort keys of turns begin with.
    static let turnPrefix = "TURN#"

    let turnIndex: Int
    let flashcardID: FlashcardID

    init(_ row: Item) throws(RepositoryError) {
        let attribute = TableIndex.gsi4.sortAttribute
        let parts = (row[attribute]?.string ?? "").utf8.split(
            separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].elementsEqual("TURN".utf8), let index = Int(Substring(parts[1])),
            let card = FlashcardID(String(Substring(parts[2])))
        else {
            throw .corrupt(
                CorruptItem(
                    key: ItemKey(row) ?? ItemKey("?", "?"), attribute: attribute, problem: "names no turn and card"))
        }
        turnIndex = index
        flashcardID = card
    }
}
