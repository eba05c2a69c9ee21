import CardFormats
import JSONText
import Lexi
import LexiUseCases

/// All cards of a user as a file, made in pieces while they are read.
struct CardExport: Sendable {
    /// Rows of the feed that are read at once, and so many cards.
    private static let pageSize = 100
    /// Bytes of a piece, about.
    private static let pieceSize = 64 * 1024
    /// Days of a package are counted from so long before the account was made: cards may be older.
    private static let daysBefore = 3_650

    private let form: CardExportForm
    private let contents: AccountContents
    private let now: Timestamp

    init(_ form: CardExportForm, _ contents: AccountContents, now: Timestamp) {
        (self.form, self.contents, self.now) = (form, contents, now)
    }

    /// Makes the pieces in their order and hands each to `take`. A card that changes meanwhile is there once.
    func forEachPiece(_ take: ([UInt8]) async throws -> Void) async throws {
        switch form {
        case .json: try await writeJSON(take)
        case .csv: try await writeTable(CardTableWriter(.csv), take)
        case .tsv: try await writeTable(CardTableWriter(.tsv), take)
        case .apkg: try await writePackage(take)
        }
    }

    private func forEachCard(_ body: (Flashcard) async throws -> Void) async throws {
        try await contents.forEachRow(.flashcard, by: Self.pageSize) { rows in
            for card in try await contents.cards(of: rows) { try await body(card) }
        }
    }

    private func writeJSON(_ take: ([UInt8]) async throws -> Void) async throws {
        var json = JSONWriter(capacity: 2 * Self.pieceSize)
        json.beginObject()
        json.name("flashcards")
        json.beginArray()
        try await forEachCard { card in
            json.raw(try await CardJSON.json(of: card, contents))
            if json.bytes.count > Self.pieceSize { try await take(json.takePiece()) }
        }
        json.endArray()
        json.endObject()
        try await take(json.line)
    }

    private func writeTable(_ writer: CardTableWriter, _ take: ([UInt8]) async throws -> Void) async throws {
        var bytes = writer.head
        try await forEachCard { card in
            writer.append(CardDraft(card), to: &bytes)
            guard bytes.count > Self.pieceSize else { return }
            try await take(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        try await take(bytes)
    }

    private func writePackage(_ take: ([UInt8]) async throws -> Void) async throws {
        let user = contents.user
        let first = user.timeZone.day(at: user.createdAt).adding(days: -Self.daysBefore)
        let package = try AnkiPackageWriter(
            deck: "Lexi", now: Int(now.seconds), dayStart: Int(user.timeZone.start(of: first).seconds),
            temporaryFolder: CardFile.temporaryFolder)
        try await forEachCard { card in
            let draft = CardDraft(card, try await log(of: card), of: user)
            try package.append(draft, id: card.flashcardID.text)
        }
        while let piece = try package.nextPiece() { try await take(piece) }
    }

    private func log(of card: Flashcard) async throws(RepositoryError) -> [Review] {
        var log: [Review] = []
        try await contents.forEachReview(of: card) { log.append($0) }
        return log
    }
}
