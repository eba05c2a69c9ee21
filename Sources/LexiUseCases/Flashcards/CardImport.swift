import CardFormats
import Lexi

/// Saves the cards of a file, a transaction of them at a time, and says what became of each.
public struct CardImport: Sendable {
    /// The most cards of one file.
    public static let maximumCards = 10_000
    /// Cards that are held until they are saved.
    private static let batchSize = 33

    /// What became of a row.
    public enum Outcome: Sendable, Equatable {
        /// It is a card now.
        case imported(FlashcardID)
        /// The user has its word already.
        case duplicate(FlashcardID)
        /// It is wrong, and why.
        case rejected(String)
    }

    let store: LexiStore
    let user: User
    let context: WriteContext

    /// Saves all cards that `next` brings, and tells `note` of each row, in their order. What was saved stays saved
    /// when it fails; the same file again then brings the rest.
    ///
    /// - Throws: what `next` throws, and `RepositoryError`.
    public func run(
        _ next: () throws(CardFormatError) -> CardRow?, _ note: (Int, Outcome) -> Void
    ) async throws {
        var waiting: [(row: Int, card: Result<ImportedCard, ImportFault>)] = []
        while let row = try next() {
            waiting.append((row.number, ImportedCard.checked(row.content, now: context.now)))
            if waiting.count == Self.batchSize { try await save(&waiting, note) }
        }
        try await save(&waiting, note)
    }

    private func save(
        _ rows: inout [(row: Int, card: Result<ImportedCard, ImportFault>)], _ note: (Int, Outcome) -> Void
    ) async throws(RepositoryError) {
        let cards = rows.compactMap { try? $0.card.get() }
        var outcomes: [ImportOutcome] = []
        while outcomes.count < cards.count {
            outcomes += try await store.flashcards.saveFirst(of: cards[outcomes.count...], for: user.userID, context)
        }
        var done = zip(cards, outcomes).makeIterator()
        for row in rows {
            switch row.card {
            case .failure(let fault): note(row.row, .rejected(fault.reason))
            case .success:
                guard let (card, outcome) = done.next() else { break }
                note(row.row, try await finish(card, outcome))
            }
        }
        rows = []
    }

    /// Appends the log of a card that was saved.
    private func finish(_ card: ImportedCard, _ outcome: ImportOutcome) async throws(RepositoryError) -> Outcome {
        switch outcome {
        case .duplicate(let id): return .duplicate(id)
        case .imported(var saved):
            for review in card.reviews {
                saved = try await store.reviews.append(review, to: saved, of: user, context).flashcard
            }
            return .imported(saved.flashcardID)
        }
    }
}

/// What is wrong with a row.
struct ImportFault: Error, Equatable {
    let reason: String
}
