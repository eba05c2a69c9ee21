import Compression

/// Reads a package of Anki (`.apkg`, `.colpkg`): a zip archive with a SQLite database of notes, cards and reviews.
///
/// Of the forms that a package can have, the newest counts: `collection.anki21b`, which is compressed by Zstandard,
/// then `collection.anki21`, then `collection.anki2`, which only stands in for newer ones where the package has them.
public final class AnkiPackage {
    /// The cards that a call chooses.
    public struct Choice: Sendable {
        /// A deck by its name, with those below it; nil for all.
        public var deck: String?
        /// Which fields are taken; nil for the first two of each note.
        public var fields: FieldChoice?
        /// Whether cards come new, without schedule and log.
        public var isNew: Bool

        /// A choice.
        public init(deck: String? = nil, fields: FieldChoice? = nil, isNew: Bool = false) {
            self.deck = deck
            self.fields = fields
            self.isNew = isNew
        }
    }

    private let file: CollectionFile
    private let choice: Choice
    /// When the collection's days begin, in seconds since 1970.
    private let dayStart: Int
    /// The names of the fields of each kind of note.
    private let kinds: [Int: [String]]
    /// Where the fields of a kind of note go, of the kinds that came by.
    private var placesOfKinds: [Int: [(field: String, index: Int)]] = [:]
    private let cards: CollectionFile.Statement
    private let log: CollectionFile.Statement
    /// The cards that are chosen, by their ids.
    private let chosen: [Int]
    private var number = 0
    /// How many cards are chosen.
    public var count: Int { chosen.count }

    /// Opens a package.
    ///
    /// - Parameter folder: where its collection stands, decompressed, while it is read.
    /// - Throws: for what is not a package, damaged, too large, or in a form that is not read; and when it has no such
    ///   deck or field.
    public convenience init(
        _ bytes: [UInt8], _ choice: Choice, temporaryFolder folder: String
    ) throws(CardFormatError) {
        try self.init(bytes, choice, temporaryFolder: folder, kilosteps: CardFormatLimits.kilosteps)
    }

    /// - Parameter kilosteps: how long all reading may take, in thousands of steps of SQLite's machine.
    init(
        _ bytes: [UInt8], _ choice: Choice, temporaryFolder folder: String, kilosteps: Int
    ) throws(CardFormatError) {
        let archive = try ZipReader(bytes)
        file = try CollectionFile(in: folder)
        try Self.unpack(archive, into: file)
        try file.openForReading(kilosteps: kilosteps)
        self.choice = choice
        dayStart = try file.dayStart()
        kinds = try file.fieldsOfKinds()
        chosen = try file.firstCards(in: choice.deck == nil ? nil : file.decks(named: choice.deck ?? ""))
        // The deck of a card in a filtered deck is the one that it came from.
        cards = try file.prepare(
            """
            SELECT c.id, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.did, c.odid, c.odue, n.mid, n.tags, n.flds, \
            \(try file.hasColumn("data", of: "cards") ? "c.data" : "''") \
            FROM cards AS c JOIN notes AS n ON n.id = c.nid WHERE c.id = ? LIMIT 1
            """)
        log = try file.prepare(
            "SELECT id, ease, ivl, factor, type FROM revlog WHERE cid = ? ORDER BY id LIMIT \(CardFormatLimits.reviewsPerCard + 1)",
            valueBytes: CardFormatLimits.numberBytes)
        try checkFields()
    }

    /// The next card of the choice; nil at the end.
    public func next() throws(CardFormatError) -> CardRow? {
        while number < chosen.count {
            cards.reset()
            cards.bind(1, chosen[number])
            number += 1
            if try cards.step() { return CardRow(number: number, try card()) }
        }
        return nil
    }

    // MARK: Cards

    private func card() throws(CardFormatError) -> CardRow.Content {
        var draft = CardDraft()
        let fields = try cards.text(13).split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        for (field, index) in places(ofKind: cards.integer(11)) where index < fields.count {
            let text = HTMLText.plain(fields[index])
            if field == "tags" {
                draft.tags += text.split(separator: " ").map(String.init)
            } else {
                draft.texts[field] = text
            }
        }
        draft.texts["word"] = draft.texts["word"]?.replacing("\n", with: " ")
        draft.texts["phonetic"] = draft.texts["phonetic"]?.replacing("\n", with: " ")
        if draft.texts["word_type"]?.isEmpty ?? true {
            draft.texts["word_type"] = draft.texts["word"]?.contains(" ") == true ? "phrase" : "noun"
        }
        draft.tags += AnkiTag.tags(of: try cards.text(12))
        draft.isSuspended = cards.integer(2) == -1
        if choice.isNew { return .card(draft) }
        guard try readLog(into: &draft) else {
            return .fault("has more than \(CardFormatLimits.reviewsPerCard) reviews")
        }
        draft.schedule = try schedule(draft.reviews.map(\.reviewedAt).max())
        return .card(draft)
    }

    /// Where the fields of a kind of note go. Places beyond the fields of a note are passed over with that note.
    private func places(ofKind kind: Int) -> [(field: String, index: Int)] {
        if let places = placesOfKinds[kind] { return places }
        let places = places(kinds[kind] ?? [])
        placesOfKinds[kind] = places
        return places
    }

    private func places(_ names: [String]) -> [(field: String, index: Int)] {
        guard let choice = choice.fields else {
            // Our packages have all our fields, by our names.
            let ours = CardDraft.textFields.compactMap { field in names.firstIndex(of: field).map { (field, $0) } }
            return ours.contains { $0.0 == "word" } ? ours : [("word", 0), ("translation_vi", 1)]
        }
        return choice.pairs.compactMap { pair in
            FieldChoice.index(of: pair.source, in: names, count: .max).map { (pair.field, $0) }
        }
    }

    /// A field that the call names must be one of some kind of note.
    private func checkFields() throws(CardFormatError) {
        for pair in choice.fields?.pairs ?? [] {
            let isThere = kinds.values.contains { names in
                FieldChoice.index(of: pair.source, in: names, count: names.count) != nil
            }
            guard isThere else { throw .unknownField(pair.source) }
        }
    }

    /// The reviews that a learner made: what Anki notes when a schedule is set by hand, and what came of cramming, is
    /// left out.
    private func readLog(into draft: inout CardDraft) throws(CardFormatError) -> Bool {
        log.reset()
        log.bind(1, cards.integer(0))
        while try log.step() {
            let (ease, kind) = (log.integer(1), log.integer(4))
            guard (1...4).contains(ease), (0...2).contains(kind) else { continue }
            draft.reviews.append(
                CardReview(rating: CardReview.ratings[ease - 1], reviewedAt: log.integer(0) / 1000))
        }
        return draft.reviews.count <= CardFormatLimits.reviewsPerCard
    }

    /// Where a card that was learnt stands; nil for a new one. A file may have any numbers: they are brought into the
    /// ranges of ours before anything is computed.
    private func schedule(_ last: Int?) throws(CardFormatError) -> CardSchedule? {
        let (type, queue) = (cards.integer(1), cards.integer(2))
        let (reviews, lapses) = (Self.count(cards.integer(6)), Self.count(cards.integer(7)))
        guard type != 0, reviews > 0 || cards.integer(4) > 0 else { return nil }
        let due = cards.integer(9) != 0 && cards.integer(10) != 0 ? cards.integer(10) : cards.integer(3)
        // Negative intervals are seconds, while a card is learnt.
        let interval = max(0, min(cards.integer(4), 36_500))
        // A card that is being learnt is due at a second, any other on a day.
        let isSecond = (queue == 1 || type == 1) && due > 1_000_000_000
        let next =
            isSecond
            ? min(due, CardFormatLimits.dayStarts.upperBound) : dayStart + max(-36_500, min(due, 73_000)) * 86_400
        let data = AnkiCardData(try cards.text(14))
        let noted = data.lastReviewedAt.flatMap { $0 <= next ? $0 : nil }
        var schedule = CardSchedule(
            reviewCount: max(1, reviews), repetitionCount: interval == 0 ? 0 : max(1, min(2, reviews - lapses)),
            intervalDays: interval, easeThousandths: cards.integer(5), lapseCount: lapses,
            lastReviewedAt: last ?? noted ?? next - interval * 86_400, nextReviewAt: next,
            precision: isSecond ? .second : .day)
        schedule.toleratesLastReviewAhead = last == nil
        schedule.memory = data.memory
        return schedule
    }

    private static func count(_ value: Int) -> Int { max(0, min(value, CardFormatLimits.count)) }

    // MARK: The archive

    private static func unpack(_ archive: ZipReader, into file: CollectionFile) throws(CardFormatError) {
        if let entry = archive.entry("collection.anki21b") { return try unpackNewest(archive, entry, into: file) }
        guard let entry = archive.entry("collection.anki21") ?? archive.entry("collection.anki2") else {
            throw .malformed("the archive has no collection.anki21b, collection.anki21 or collection.anki2")
        }
        try archive.read(entry, limit: CardFormatLimits.collectionBytes) { (stretch) throws(CardFormatError) in
            try file.append(stretch)
        }
    }

    private static func unpackNewest(
        _ archive: ZipReader, _ entry: ZipReader.Entry, into file: CollectionFile
    ) throws(CardFormatError) {
        var packed: [UInt8] = []
        try archive.read(entry, limit: CardFormatLimits.packedBytes) { packed += $0 }
        var (stream, count) = (ZstandardStream(packed[...]), 0)
        while true {
            let stretch: ArraySlice<UInt8>
            do throws(ZstandardError) { stretch = try stream.next() } catch {
                switch error {
                case .malformed: throw .malformed("the collection of the package is damaged")
                case .needsDictionary: throw .unsupported("the collection of the package needs a dictionary")
                case .windowTooLarge(let bytes):
                    throw .tooLarge("the collection refers back over more than \(bytes) bytes")
                }
            }
            if stretch.isEmpty { return }
            count += stretch.count
            guard count <= CardFormatLimits.collectionBytes else {
                throw .tooLarge("the collection of the package has more than \(CardFormatLimits.collectionBytes) bytes")
            }
            try file.append(stretch)
        }
    }
}
