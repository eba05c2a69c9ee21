import JSONText
import Lexi

/// The JSON of cards that were shown lately. A card is read far more often than it changes, and writing its text is a
/// tenth of what reading a card costs; comparing it is much less.
struct CardTexts: Sendable {
    /// A class, so that reading it copies no card.
    private final class Entry: Sendable {
        let card: Flashcard
        let text: [UInt8]

        init(card: Flashcard, text: [UInt8]) {
            self.card = card
            self.text = text
        }
    }

    /// With texts of some 600 bytes each two or three megabytes in all.
    private static let generationSize = 2048
    /// Cards with longer texts are written each time.
    private static let longestText = 4096

    private let recent = RecentCache<FlashcardID, Entry>(generationSize: generationSize)

    /// The text of this very card: a text that is remembered of another state of it is not taken.
    func text(of card: Flashcard, writing write: (inout JSONWriter) -> Void) -> [UInt8] {
        if let entry = recent.value(for: card.flashcardID), entry.card == card { return entry.text }
        var json = JSONWriter(capacity: 768)
        write(&json)
        let text = json.takePiece()
        if text.count <= Self.longestText { recent.remember(Entry(card: card, text: text), for: card.flashcardID) }
        return text
    }
}
