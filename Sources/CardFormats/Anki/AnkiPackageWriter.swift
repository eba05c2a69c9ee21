import JSONText

/// Writes a package that Anki imports: the collection in a temporary file first, then the archive in pieces. The memory
/// that it takes does not grow with the cards, and the time grows as their reviews do, whenever they were made.
public final class AnkiPackageWriter {
    private static let noteKind = 1_700_000_000_001
    private static let deck = 1_700_000_000_002
    private static let firstNote = 1_700_000_100_000
    private static let pieceSize = 64 * 1024

    private let file: CollectionFile
    private let now: Int
    /// When the collection's days begin: due dates are counted from there.
    private let dayStart: Int
    private let notes: CollectionFile.Statement
    private let cards: CollectionFile.Statement
    private let log: CollectionFile.Statement
    private let lastOfSecond: CollectionFile.Statement
    private(set) var fullSeconds = FullSeconds()
    private var count = 0
    private var zip = ZipWriter()
    private var stage = Stage.beginning

    private enum Stage {
        case beginning
        case collection(offset: Int)
        case media
        case end
    }

    /// An empty package.
    ///
    /// - Parameters:
    ///   - deck: the name of its deck.
    ///   - now: the time, in seconds since 1970.
    ///   - dayStart: when the days of the collection begin, before any card is due.
    ///   - folder: where the collection stands until it is archived.
    public init(
        deck: String, now: Int, dayStart: Int, temporaryFolder folder: String
    ) throws(CardFormatError) {
        self.now = now
        self.dayStart = dayStart
        file = try CollectionFile(in: folder)
        try file.openForWriting()
        try file.execute(Self.schema)
        let collection = try file.prepare(
            "INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')")
        collection.bind(1, dayStart)
        collection.bind(2, now * 1000)
        collection.bind(3, now * 1000)
        collection.bind(
            4, Self.text(["curDeck": 1, "nextPos": 1, "newSpread": 0, "collapseTime": 1200, "schedVer": 2]))
        collection.bind(5, Self.text([String(Self.noteKind): Self.noteKind(now)]))
        collection.bind(
            6, Self.text(["1": Self.deck(1, "Default", now), String(Self.deck): Self.deck(Self.deck, deck, now)]))
        collection.bind(7, Self.text(["1": Self.options]))
        _ = try collection.run()
        notes = try file.prepare("INSERT INTO notes VALUES (?, ?, \(Self.noteKind), ?, -1, ?, ?, ?, 0, 0, '')")
        cards = try file.prepare(
            "INSERT INTO cards VALUES (?, ?, \(Self.deck), 0, ?, -1, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?)")
        log = try file.prepare("INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, 0, ?)")
        lastOfSecond = try file.prepare(
            "SELECT id FROM revlog WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1")
        try file.execute("BEGIN")
    }

    /// Adds a card with its log.
    public func append(_ card: CardDraft, id: String) throws(CardFormatError) {
        let number = Self.firstNote + count
        count += 1
        let fields = CardDraft.textFields.map { HTMLText.escaped(card.texts[$0] ?? "") }
        let tags = card.tags.map { AnkiTag.text(of: $0) }.joined(separator: " ")
        notes.bind(1, number)
        notes.bind(2, id)
        notes.bind(3, now)
        notes.bind(4, tags.isEmpty ? "" : " \(tags) ")
        notes.bind(5, fields.joined(separator: "\u{1F}"))
        notes.bind(6, card.texts["word"] ?? "")
        _ = try notes.run()
        let schedule = card.schedule
        cards.bind(1, number)
        cards.bind(2, number)
        cards.bind(3, now)
        cards.bind(4, schedule == nil ? 0 : 2)
        cards.bind(5, card.isSuspended ? -1 : schedule == nil ? 0 : 2)
        cards.bind(6, schedule.map { ($0.nextReviewAt - dayStart) / 86_400 } ?? count)
        cards.bind(7, schedule?.intervalDays ?? 0)
        cards.bind(8, schedule?.easeThousandths ?? 0)
        cards.bind(9, schedule?.reviewCount ?? 0)
        cards.bind(10, schedule?.lapseCount ?? 0)
        cards.bind(11, schedule.map { AnkiCardData($0).text } ?? "")
        _ = try cards.run()
        try appendLog(card, number)
    }

    private func appendLog(_ card: CardDraft, _ number: Int) throws(CardFormatError) {
        var last = 0
        for review in card.reviews {
            let ease = (CardReview.ratings.firstIndex(of: review.rating) ?? 0) + 1
            log.bind(2, number)
            log.bind(3, ease)
            log.bind(4, review.intervalDays)
            log.bind(5, last)
            log.bind(6, review.easeThousandths)
            log.bind(7, last == 0 ? 0 : ease == 1 ? 2 : 1)
            log.bind(1, review.reviewedAt * 1000)
            if try !log.run() {
                log.bind(1, try freeID(from: review.reviewedAt))
                _ = try log.run()
            }
            last = review.intervalDays
        }
    }

    /// Ids are milliseconds and unique: of reviews of one second each takes the next one that is free. Beyond a
    /// thousand they go into the seconds after it.
    private func freeID(from second: Int) throws(CardFormatError) -> Int {
        var second = second
        while true {
            second = fullSeconds.open(from: second)
            lastOfSecond.reset()
            lastOfSecond.bind(1, second * 1000)
            lastOfSecond.bind(2, second * 1000 + 999)
            guard try lastOfSecond.step() else { return second * 1000 }
            let last = lastOfSecond.integer(0)
            if last < second * 1000 + 999 { return last + 1 }
            fullSeconds.fill(second)
        }
    }

    /// The next piece of the archive, after all cards were added; nil at its end.
    public func nextPiece() throws(CardFormatError) -> [UInt8]? {
        switch stage {
        case .beginning:
            try file.execute("COMMIT")
            for statement in [notes, cards, log, lastOfSecond] { statement.end() }
            try file.finishWriting()
            stage = .collection(offset: 0)
            return zip.begin("collection.anki2")
        case .collection(let offset):
            let bytes = file.read(at: offset, Self.pieceSize)
            stage = bytes.isEmpty ? .media : .collection(offset: offset + bytes.count)
            return bytes.isEmpty ? zip.endEntry() : zip.next(bytes)
        case .media:
            stage = .end
            // No recordings and pictures come along.
            return zip.begin("media") + zip.next(Array("{}".utf8)) + zip.endEntry() + zip.end()
        case .end: return nil
        }
    }

    // MARK: What Anki expects

    private static let schema = """
        CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL, \
        ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL, \
        models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
        CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL, \
        usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld text NOT NULL, csum integer NOT NULL, \
        flags integer NOT NULL, data text NOT NULL);
        CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL, \
        mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL, \
        due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL, \
        lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL, \
        flags integer NOT NULL, data text NOT NULL);
        CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, \
        ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, \
        time integer NOT NULL, type integer NOT NULL);
        CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
        CREATE INDEX ix_notes_usn ON notes (usn);
        CREATE INDEX ix_cards_usn ON cards (usn);
        CREATE INDEX ix_revlog_usn ON revlog (usn);
        CREATE INDEX ix_cards_nid ON cards (nid);
        CREATE INDEX ix_cards_sched ON cards (did, queue, due);
        CREATE INDEX ix_revlog_cid ON revlog (cid);
        CREATE INDEX ix_notes_csum ON notes (csum);
        """

    private static func text(_ object: JSONObject) -> String { JSONValue.object(object).description }

    private static func noteKind(_ now: Int) -> JSONValue {
        let fields = CardDraft.textFields.enumerated().map { index, name -> JSONValue in
            [
                "name": .string(name), "ord": .number(JSONNumber(index)), "sticky": false, "rtl": false,
                "font": "Arial", "size": 20, "media": [],
            ]
        }
        return [
            "id": .number(JSONNumber(noteKind)), "name": "Lexi", "type": 0, "mod": .number(JSONNumber(now)), "usn": -1,
            "sortf": 0, "did": .number(JSONNumber(deck)), "flds": .array(fields), "tags": [], "vers": [],
            "css": ".card { font-family: arial; font-size: 20px; text-align: center; }", "latexPre": "",
            "latexPost": "", "req": [[0, "all", [0]]],
            "tmpls": [
                [
                    "name": "Card 1", "ord": 0, "did": nil, "bqfmt": "", "bafmt": "",
                    "qfmt": "{{word}}<br>{{phonetic}}",
                    "afmt": "{{FrontSide}}<hr id=answer>{{translation_vi}}<br>{{example_sentence}}",
                ]
            ],
        ]
    }

    private static func deck(_ id: Int, _ name: String, _ now: Int) -> JSONValue {
        [
            "id": .number(JSONNumber(id)), "name": .string(name), "mod": .number(JSONNumber(now)), "usn": -1,
            "desc": "", "dyn": 0, "conf": 1, "collapsed": false, "extendNew": 0, "extendRev": 50,
            "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
        ]
    }

    private static func decimal(_ text: String) -> JSONValue { JSONNumber(text: text).map { .number($0) } ?? 0 }

    private static let options: JSONValue = [
        "id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "timer": 0, "autoplay": true, "replayq": true,
        "new": [
            "delays": [1, 10], "ints": [1, 4, 7], "initialFactor": 2500, "order": 1, "perDay": 20, "bury": true,
            "separate": true,
        ],
        "rev": [
            "perDay": 100, "ease4": decimal("1.3"), "fuzz": decimal("0.05"), "ivlFct": 1, "maxIvl": 36500,
            "minSpace": 1, "bury": true,
        ],
        "lapse": ["delays": [10], "mult": 0, "minInt": 1, "leechFails": 8, "leechAction": 0],
    ]
}
