import JSONText
import Lexi
import LexiUseCases

/// Everything that is held about a user as one JSON document, made in pieces while it is read: an account of any size
/// needs the memory of a page.
public struct AccountExport: Sendable {
    /// Rows that are read at once, and so many cards.
    private static let pageSize = 100
    /// Bytes of a piece, about.
    private static let pieceSize = 64 * 1024

    private let contents: AccountContents
    private var user: User { contents.user }

    /// The export of an account.
    public init(_ contents: AccountContents) { self.contents = contents }

    /// Makes the pieces in their order and hands each to `take`. A card or session that changes meanwhile is there
    /// once.
    ///
    /// - Throws: what reading throws, and what `take` throws; the document is not whole then.
    public func forEachPiece(_ take: ([UInt8]) async throws -> Void) async throws {
        var json = JSONWriter(capacity: 2 * Self.pieceSize)
        json.beginObject()
        json.member("exported_at", contents.now.text)
        try await writeAccount(&json)
        json.name("flashcards")
        json.beginArray()
        try await contents.forEachRow(.flashcard, by: Self.pageSize) { rows in
            for card in try await contents.cards(of: rows) {
                json.raw(try await CardJSON.json(of: card, contents, withTakenBack: true))
                if json.bytes.count > Self.pieceSize { try await take(json.takePiece()) }
            }
        }
        json.endArray()
        json.name("sessions")
        json.beginArray()
        try await contents.forEachRow(.session, by: Self.pageSize) { rows in
            for row in rows where !row.isTombstone { try await writeSession(SessionID(row.entityID), &json, take) }
        }
        json.endArray()
        try await writeDeleted(&json)
        try await writeTrail("audit", &json, take) { page in
            let found = try await contents.trail(page)
            return Page(items: found.items.map { .ofUser($0) }, next: found.next)
        }
        try await writeTrail("acted", &json, take) { page in try await contents.actions(page) }
        try await writeCalls(&json, take)
        json.endObject()
        try await take(json.line)
    }

    private func writeAccount(_ json: inout JSONWriter) async throws {
        json.name("user")
        Resources.write(user, to: &json)
        json.name("identity")
        json.beginObject()
        json.member("issuer", user.identity.issuer)
        json.member("subject", user.identity.subject)
        json.endObject()
        let statistics = try await contents.statistics()
        json.name("statistics")
        json.beginObject()
        Resources.writeMembers(statistics, today: user.timeZone.day(at: contents.now), to: &json)
        json.endObject()
        json.name("activity")
        json.beginArray()
        for day in try await contents.days(statistics) { Resources.write(day, to: &json) }
        json.endArray()
    }

    private func writeSession(
        _ id: SessionID, _ json: inout JSONWriter, _ take: ([UInt8]) async throws -> Void
    ) async throws {
        let opened: OpenedSession
        do { opened = try await contents.sessions.opened(id) } catch RepositoryError.notFound {
            return
        }
        let text = SessionText(
            opened: opened, sessions: contents.sessions, form: Resources.wholeSession(withPrompt: true))
        var isFirst = true
        try await text.forEachPiece { piece in
            if isFirst {
                json.raw(piece)
                isFirst = false
                try await take(json.takePiece())
            } else {
                try await take(piece)
            }
        }
    }

    /// What the change feed remembers of entities that the user has deleted.
    private func writeDeleted(_ json: inout JSONWriter) async throws {
        json.name("deleted")
        json.beginArray()
        for kind in [FeedRow.Kind.flashcard, .session] {
            try await contents.forEachRow(kind, by: Self.pageSize) { rows in
                for row in rows where row.isTombstone {
                    json.beginObject()
                    json.member("type", row.kind.rawValue)
                    json.member("id", row.entityID.text)
                    json.member("deleted_at", row.position.time.text)
                    json.endObject()
                }
            }
        }
        json.endArray()
    }

    private func writeTrail(
        _ name: StaticString, _ json: inout JSONWriter, _ take: ([UInt8]) async throws -> Void,
        _ read: (PageRequest) async throws -> Page<TrailEntry>
    ) async throws {
        json.name(name)
        json.beginArray()
        try await writePages(&json, take, read) { entry, json in Resources.write(entry, to: &json) }
        json.endArray()
    }

    private func writePages<Element>(
        _ json: inout JSONWriter, _ take: ([UInt8]) async throws -> Void,
        _ read: (PageRequest) async throws -> Page<Element>, _ write: (Element, inout JSONWriter) -> Void
    ) async throws {
        var page: PageRequest? = PageRequest(limit: Self.pageSize)
        while let request = page {
            let found = try await read(request)
            for element in found.items { write(element, &json) }
            if json.bytes.count > Self.pieceSize { try await take(json.takePiece()) }
            page = found.next.map { PageRequest(limit: Self.pageSize, position: $0) }
        }
    }

    /// What is kept of calls with an idempotency key, and of imports, for a day. That an event was noted in the trail,
    /// which is kept in the same way, is not a call of the user: the trail has it.
    private func writeCalls(_ json: inout JSONWriter, _ take: ([UInt8]) async throws -> Void) async throws {
        json.name("calls")
        json.beginArray()
        try await writePages(&json, take, { page in try await contents.calls(page) }, Self.write)
        try await writePages(&json, take, { page in try await contents.callsBeforeRegistering(page) }, Self.write)
        json.endArray()
    }

    private static func write(_ record: IdempotencyRecord, to json: inout JSONWriter) {
        if record.givenKey == nil, case .result(.user) = record.outcome { return }
        json.beginObject()
        json.member("key", record.givenKey)
        json.member("outcome", word(record.outcome))
        json.member("expires_at", record.expiresAt.text)
        json.endObject()
    }

    private static func word(_ outcome: IdempotencyRecord.Outcome) -> String {
        switch outcome {
        case .result(.user): "user"
        case .result(.flashcard): "flashcard"
        case .result(.review): "review"
        case .result(.turns): "turns"
        case .result(.scenario): "scenario"
        case .result(.cards): "import"
        case .problem: "refused"
        case .running: "running"
        }
    }
}
