import CardFormats
import Lexi

/// Saves the cards of a file, a transaction of them at a time, and says what became of each.
public struct CardImport: Sendable {
    /// The most cards of one file.
    public static let maximumCards = 10_000
    /// Cards that are held until they are saved.
    private static let batchSize = 33
    /// How long a batch takes at least, with a rest in which others are served: up to 2,500 cards a second.
    private static let shortestBatch = Duration.milliseconds(13)

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

    /// Reads the next row of a file.
    public typealias Rows = () throws(CardFormatError) -> CardRow?

    /// Saves all cards that `next` brings, and reports each row to `note`, in their order. After a failure the cards so
    /// far stay saved; the same file again then brings the rest.
    ///
    /// The call is claimed before the first write: one that was cut off goes on where it was when it comes again, and
    /// reports of each row what an uninterrupted one would have reported. With an idempotency key the outcome is kept.
    /// - Throws: what `next` throws, and `RepositoryError`: `alreadyDone` when another carries the call out.
    public func run(_ next: Rows, _ note: (Int, Outcome) -> Void) async throws {
        guard let call = context.call else { return try await save(next, since: context.now, note) }
        let start = try await store.calls.claim(call).startedAt
        var duplicates: [Int: FlashcardID] = [:]
        try await save(next, since: start) { row, outcome in
            if case .duplicate(let id) = outcome { duplicates[row] = id }
            note(row, outcome)
        }
        guard call.hasClientKey else { return try await store.calls.end(call) }
        let result = KeptResult.cards(startedAt: start, duplicates: duplicates)
        try await store.calls.keep(.result(result), of: call, at: context.now)
    }

    /// Passes each row to `note` with its outcome when the call was carried out.
    ///
    /// - Throws: what `next` throws.
    public func repeated(
        _ next: Rows, of call: IdempotentCall, since start: Timestamp, duplicates: [Int: FlashcardID],
        _ note: (Int, Outcome) -> Void
    ) throws {
        while let row = try next() {
            switch ImportedCard.checked(row.content, of: user, now: start) {
            case .failure(let fault): note(row.number, .rejected(fault.reason))
            case .success:
                let id = duplicates[row.number]
                note(row.number, id.map { .duplicate($0) } ?? .imported(call.cardID(row: row.number, since: start)))
            }
        }
    }

    private func save(_ next: Rows, since start: Timestamp, _ note: (Int, Outcome) -> Void) async throws {
        var waiting: [(row: Int, card: Result<ImportedCard, ImportFault>)] = []
        while let row = try next() {
            var card = ImportedCard.checked(row.content, of: user, now: start)
            if let call = context.call {
                card = card.map { $0.with(id: call.cardID(row: row.number, since: start)) }
            }
            waiting.append((row.number, card))
            guard waiting.count == Self.batchSize else { continue }
            let start = ContinuousClock.now
            try await save(&waiting, note)
            try? await Task.sleep(until: start + Self.shortestBatch)
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
        try await appendLogs(zip(cards, outcomes))
        var done = outcomes.makeIterator()
        for row in rows {
            switch (row.card, row.card.isSuccess ? done.next() : nil) {
            case (.failure(let fault), _): note(row.row, .rejected(fault.reason))
            case (_, .imported(let id)?): note(row.row, .imported(id))
            case (_, .duplicate(let id)?): note(row.row, .duplicate(id))
            case (.success, nil): break
            }
        }
        rows = []
    }

    /// Appends the logs of cards that were saved, as many reviews a transaction as it takes.
    private func appendLogs(
        _ cards: Zip2Sequence<[ImportedCard], [ImportOutcome]>
    ) async throws(RepositoryError) {
        var reviews: [UploadedReview] = []
        for case (let card, .imported(let id)) in cards { reviews += card.log(of: id) }
        if !reviews.isEmpty { _ = try await store.reviews.upload(reviews, of: user, context) }
    }
}

extension Result {
    fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}

extension ImportedCard {
    fileprivate func with(id: FlashcardID) -> ImportedCard {
        var card = self
        card.id = id
        return card
    }
}
