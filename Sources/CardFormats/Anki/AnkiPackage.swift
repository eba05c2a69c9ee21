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
    /// The decks that are chosen; nil for all.
    private let decks: Set<Int>?
    private let cards: CollectionFile.Statement
    private let log: CollectionFile.Statement
    private var number = 0
    /// How many cards are chosen.
    public let count: Int

    /// Opens a package.
    ///
    /// - Parameter folder: where its collection stands, decompressed, while it is read.
    /// - Throws: for what is no package, damaged, too large, or in a form that is not read; and when it has no such
    ///   deck or field.
    public init(_ bytes: [UInt8], _ choice: Choice, temporaryFolder folder: String) throws(CardFormatError) {
        let archive = try ZipReader(bytes)
        file = try CollectionFile(in: folder)
        try Self.unpack(archive, into: file)
        try file.openForReading()
        self.choice = choice
        let collection = try Self.collection(file)
        dayStart = collection.dayStart
        kinds = collection.kinds
        decks = try Self.decks(choice.deck, collection.decks)
        // One card of each note, that of its first side; the deck of a card in a filtered deck is the one that it came
        // from.
        cards = try file.prepare(
            """
            SELECT c.id, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.did, c.odid, c.odue, n.mid, n.tags, n.flds, n.id \
            FROM cards AS c JOIN notes AS n ON n.id = c.nid \
            WHERE c.ord = (SELECT min(o.ord) FROM cards AS o WHERE o.nid = c.nid) ORDER BY c.id
            """)
        log = try file.prepare(
            "SELECT id, ease, ivl, factor, type FROM revlog WHERE cid = ? ORDER BY id LIMIT \(CardFormatLimits.reviewsPerCard + 1)"
        )
        count = try Self.count(file, decks)
        try checkFields()
    }

    /// The next card of the choice; nil at the end.
    public func next() throws(CardFormatError) -> CardRow? {
        while try cards.step() {
            let deck = cards.integer(9) != 0 ? cards.integer(9) : cards.integer(8)
            if let decks, !decks.contains(deck) { continue }
            number += 1
            return CardRow(number: number, try card())
        }
        return nil
    }

    // MARK: Cards

    private func card() throws(CardFormatError) -> CardRow.Content {
        var draft = CardDraft()
        let names = kinds[cards.integer(11)] ?? []
        let fields = cards.text(13).split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        for (field, index) in places(names, fields.count) where index < fields.count {
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
        draft.tags += cards.text(12).split(separator: " ").map { String($0).replacing("_", with: " ") }
        draft.isSuspended = cards.integer(2) == -1
        if choice.isNew { return .card(draft) }
        guard try readLog(into: &draft) else {
            return .fault("has more than \(CardFormatLimits.reviewsPerCard) reviews")
        }
        draft.schedule = schedule(draft.reviews.map(\.reviewedAt).max())
        return .card(draft)
    }

    private func places(_ names: [String], _ count: Int) -> [(field: String, index: Int)] {
        guard let choice = choice.fields else {
            // Packages of our own have all our fields, by our names.
            let ours = CardDraft.textFields.compactMap { field in names.firstIndex(of: field).map { (field, $0) } }
            return ours.contains { $0.0 == "word" } ? ours : [("word", 0), ("translation_vi", 1)]
        }
        return choice.pairs.compactMap { pair in
            FieldChoice.index(of: pair.source, in: names, count: count).map { (pair.field, $0) }
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

    /// Where a card that was learnt stands; nil for a new one.
    private func schedule(_ last: Int?) -> CardSchedule? {
        let (type, queue) = (cards.integer(1), cards.integer(2))
        guard type != 0, cards.integer(6) > 0 || cards.integer(4) > 0 else { return nil }
        let due = cards.integer(9) != 0 && cards.integer(10) != 0 ? cards.integer(10) : cards.integer(3)
        // Negative intervals are seconds, while a card is learnt.
        let interval = max(0, min(cards.integer(4), 36_500))
        // A card that is being learnt is due at a second, any other on a day.
        let isSecond = (queue == 1 || type == 1) && due > 1_000_000_000
        let next = isSecond ? due : dayStart + max(-36_500, min(due, 73_000)) * 86_400
        let lapses = max(0, cards.integer(7))
        return CardSchedule(
            reviewCount: max(1, cards.integer(6)),
            repetitionCount: interval == 0 ? 0 : max(1, min(2, cards.integer(6) - lapses)), intervalDays: interval,
            easeThousandths: cards.integer(5), lapseCount: lapses,
            lastReviewedAt: last ?? next - interval * 86_400, nextReviewAt: next, precision: isSecond ? .second : .day)
    }

    // MARK: The collection

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

    private static func collection(
        _ file: CollectionFile
    ) throws(CardFormatError) -> (dayStart: Int, kinds: [Int: [String]], decks: [Int: String]) {
        let row = try file.prepare("SELECT crt FROM col LIMIT 1")
        guard try row.step() else { throw .malformed("the package's collection is empty") }
        let start = row.integer(0)
        if try file.hasTable("notetypes") { return (start, try kinds(file), try newDecks(file)) }
        return (start, try oldKinds(file), try oldDecks(file))
    }

    /// In older collections they are JSON, read by SQLite, since some programs write a name twice: the last one counts.
    private static func oldKinds(_ file: CollectionFile) throws(CardFormatError) -> [Int: [String]] {
        var kinds: [Int: [String]] = [:]
        var last: Int?
        let rows = try file.prepare(
            """
            SELECT m.key, m.id, json_extract(f.value, '$.name') \
            FROM col, json_each(col.models) AS m, json_each(m.value, '$.flds') AS f ORDER BY m.id, f.id
            """)
        while try rows.step() {
            let kind = rows.integer(0)
            if last != rows.integer(1) { kinds[kind] = [] }
            last = rows.integer(1)
            kinds[kind]?.append(rows.text(2))
        }
        return kinds
    }

    private static func oldDecks(_ file: CollectionFile) throws(CardFormatError) -> [Int: String] {
        var names: [Int: String] = [:]
        let rows = try file.prepare(
            "SELECT d.key, json_extract(d.value, '$.name') FROM col, json_each(col.decks) AS d")
        while try rows.step() { names[rows.integer(0)] = rows.text(1) }
        return names
    }

    /// In collections of newer programs kinds of notes and decks have tables of their own.
    private static func kinds(_ file: CollectionFile) throws(CardFormatError) -> [Int: [String]] {
        var kinds: [Int: [String]] = [:]
        let rows = try file.prepare("SELECT ntid, name FROM fields ORDER BY ntid, ord")
        while try rows.step() { kinds[rows.integer(0), default: []].append(rows.text(1)) }
        return kinds
    }

    private static func newDecks(_ file: CollectionFile) throws(CardFormatError) -> [Int: String] {
        var names: [Int: String] = [:]
        let rows = try file.prepare("SELECT id, name FROM decks")
        while try rows.step() { names[rows.integer(0)] = rows.text(1).replacing("\u{1F}", with: "::") }
        return names
    }

    private static func decks(_ name: String?, _ names: [Int: String]) throws(CardFormatError) -> Set<Int>? {
        guard let name else { return nil }
        let found = names.filter { $0.value == name || $0.value.hasPrefix(name + "::") }.keys
        guard !found.isEmpty else { throw .unknownDeck }
        return Set(found)
    }

    private static func count(_ file: CollectionFile, _ decks: Set<Int>?) throws(CardFormatError) -> Int {
        let rows = try file.prepare(
            """
            SELECT c.did, c.odid, count(*) FROM cards AS c JOIN notes AS n ON n.id = c.nid \
            WHERE c.ord = (SELECT min(o.ord) FROM cards AS o WHERE o.nid = c.nid) GROUP BY c.did, c.odid
            """)
        var count = 0
        while try rows.step() {
            let deck = rows.integer(1) != 0 ? rows.integer(1) : rows.integer(0)
            if decks?.contains(deck) ?? true { count += rows.integer(2) }
        }
        return count
    }
}
