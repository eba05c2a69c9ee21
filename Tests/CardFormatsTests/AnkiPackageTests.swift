import Testing

@testable import CardFormats

/// Packages of strangers: any numbers, any schema, any amount.
@Suite struct AnkiPackageTests {
    private static let learnt = "UPDATE cards SET type = 2, queue = 2, reps = 1, ivl = 1, due = 1"

    private static func isTooLarge(_ error: any Error) -> Bool {
        if case .tooLarge? = error as? CardFormatError { true } else { false }
    }

    // A collection that begins at no time is refused, before a day of it is computed.
    @Test(arguments: [Int.max, Int.min, -1, 1 << 34])
    func start(_ time: Int) throws {
        let bytes = try PackageMaker.package(
            PackageMaker.tables, PackageMaker.cards(1), Self.learnt, "UPDATE col SET crt = \(time)")
        #expect(throws: CardFormatError.malformed("the package's collection begins at no time")) {
            try PackageMaker.rows(bytes)
        }
    }

    // Whatever numbers a card has, its schedule is in the ranges of ours.
    @Test(arguments: [
        "reps = -9223372036854775808, lapses = 1", "reps = 9223372036854775807, lapses = -9223372036854775808",
        "lapses = 9223372036854775807", "due = 9223372036854775807", "due = -9223372036854775808",
        "type = 1, queue = 1, due = 9223372036854775807", "ivl = 9223372036854775807", "ivl = -9223372036854775808",
        "odid = 1, odue = 9223372036854775807", "factor = -9223372036854775808", "reps = 1e300, due = -1e300",
        "due = 'x', reps = x'00'",
    ])
    func numbers(_ change: String) throws {
        let bytes = try PackageMaker.package(
            PackageMaker.tables, PackageMaker.cards(1), Self.learnt, "UPDATE cards SET \(change)")
        guard case .card(let card) = try PackageMaker.rows(bytes).first?.content, let schedule = card.schedule else {
            Issue.record("no card")
            return
        }
        #expect((1...CardFormatLimits.count).contains(schedule.reviewCount))
        #expect((0...CardFormatLimits.count).contains(schedule.lapseCount))
        #expect((0...2).contains(schedule.repetitionCount ?? -1))
        #expect((0...36_500).contains(schedule.intervalDays))
        #expect((-4_000_000_000...20_000_000_000).contains(schedule.nextReviewAt))
    }

    // What would compute values out of few bytes is refused before it is asked.
    @Test(arguments: [
        """
        CREATE TABLE notetypes (id integer); CREATE TABLE fields (ntid integer, ord integer, name text); \
        CREATE VIEW decks AS WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) \
        SELECT i AS id, printf('%.4000000c', 'x') AS name FROM r
        """,
        "ALTER TABLE notes ADD COLUMN more text AS (printf('%.4000000c', 'x')) VIRTUAL",
        "CREATE VIRTUAL TABLE search USING fts5(word)",
        "CREATE TRIGGER t AFTER INSERT ON cards BEGIN DELETE FROM notes; END",
        "CREATE VIEW v AS SELECT 1",
    ])
    func schemas(_ sql: String) throws {
        let bytes = try PackageMaker.package(PackageMaker.tables, PackageMaker.cards(1), sql)
        #expect {
            try PackageMaker.rows(bytes, AnkiPackage.Choice(deck: "Deck"))
        } throws: { error in
            if case .unsupported? = error as? CardFormatError { true } else { false }
        }
    }

    // A collection in UTF-16 is none that Anki makes.
    @Test func encoding() throws {
        let bytes = try PackageMaker.package("PRAGMA encoding = 'UTF-16'", PackageMaker.tables)
        #expect(throws: CardFormatError.self) { try PackageMaker.rows(bytes) }
    }

    // Entries of a schema, cards, decks and names of fields are counted.
    @Test func amounts() throws {
        let newer = "CREATE TABLE notetypes (id integer); CREATE TABLE fields (ntid integer, ord integer, name text);"
        let many = CardFormatLimits.names + 1
        for sql in [
            "INSERT INTO cards (nid, did) \(PackageMaker.numbers(CardFormatLimits.cards)) SELECT 1, 1 FROM n",
            newer + "INSERT INTO fields \(PackageMaker.numbers(many)) SELECT 7, i, 'x' FROM n",
            newer + "INSERT INTO fields \(PackageMaker.numbers(100)) SELECT i, 1, printf('%.60000c', 'x') FROM n",
            newer + "CREATE TABLE decks (id integer, name text);"
                + "INSERT INTO decks \(PackageMaker.numbers(many)) SELECT i, 'Deck' FROM n",
            (0..<4_000).map { "CREATE TABLE t\($0) (a);" }.joined(),
        ] {
            let bytes = try PackageMaker.package(
                "PRAGMA page_size = 512", PackageMaker.tables, PackageMaker.cards(1), "BEGIN;\(sql);COMMIT")
            #expect("\(sql.prefix(60))") {
                try PackageMaker.rows(bytes, AnkiPackage.Choice(deck: "Deck"))
            } throws: {
                Self.isTooLarge($0)
            }
        }
    }

    // A long text in the schema would stand in for each row that lacks it.
    @Test func longDefault() throws {
        let bytes = try PackageMaker.package(
            PackageMaker.tables, PackageMaker.cards(1),
            "ALTER TABLE notes ADD COLUMN a DEFAULT '\(String(repeating: "x", count: 20_000))'")
        #expect(throws: CardFormatError.self) { try PackageMaker.rows(bytes) }
    }

    // All statements together have one number of steps, and all texts one number of bytes.
    @Test func budgets() throws {
        let file = try PackageMaker.collection(PackageMaker.tables, kilosteps: 1_000)
        // Some six steps each.
        let sql = PackageMaker.numbers(50_000) + " SELECT count(*) FROM n"
        #expect(try file.prepare(sql).step())
        #expect {
            for _ in 0..<10 { _ = try file.prepare(sql).step() }
        } throws: {
            Self.isTooLarge($0)
        }
        let texts = try PackageMaker.collection(PackageMaker.tables)
        let rows = try texts.prepare(PackageMaker.numbers(1_000) + " SELECT printf('%.4000000c', 'x') FROM n")
        var bytes = 0
        #expect {
            while try rows.step() { bytes += try rows.text(0).utf8.count }
        } throws: {
            Self.isTooLarge($0)
        }
        #expect((CardFormatLimits.collectionBytes - 4_000_000...CardFormatLimits.collectionBytes).contains(bytes))
    }

    // Without indexes each card looks through the whole log: it ends within the budget, wherever that is used up.
    @Test func slowLog() throws {
        let bytes = try PackageMaker.package(
            PackageMaker.tables, PackageMaker.cards(100),
            "INSERT INTO revlog \(PackageMaker.numbers(3_000)) SELECT i * 1000, 1 + i % 100, 3, 1, 2500, 1 FROM n")
        #expect(try PackageMaker.rows(bytes).count == 100)
        let package = try AnkiPackage(bytes, .init(), temporaryFolder: PackageMaker.folder, kilosteps: 200)
        var count = 0
        #expect {
            while try package.next() != nil { count += 1 }
        } throws: {
            Self.isTooLarge($0)
        }
        #expect((1..<100).contains(count))
    }

    // One card of each note, in the order of their ids; of a filtered deck, the deck that they came from counts.
    @Test func firstCards() throws {
        let bytes = try PackageMaker.package(
            PackageMaker.tables, PackageMaker.cards(3),
            """
            INSERT INTO cards (id, nid, did, ord) VALUES (10, 1, 1, 1), (11, 2, 1, 0), (12, 99, 1, 0);
            UPDATE cards SET ord = 5 WHERE id = 3; INSERT INTO cards (id, nid, did, ord) VALUES (13, 3, 1, 2);
            UPDATE cards SET did = 8, odid = 1 WHERE id = 2; UPDATE cards SET did = 9 WHERE id = 1;
            """)
        func words(_ choice: AnkiPackage.Choice) throws -> [String?] {
            try PackageMaker.rows(bytes, choice).map { row in
                if case .card(let card) = row.content { card.texts["word"] } else { nil }
            }
        }
        #expect(try words(.init()) == ["word 1", "word 2", "word 3"])
        #expect(try words(.init(deck: "Deck")) == ["word 2", "word 3"])
        let fields = try FieldChoice("word:Back,translation_vi:1")
        #expect(try words(.init(fields: fields)) == ["x", "x", "x"])
        #expect(throws: CardFormatError.unknownDeck) { try words(.init(deck: "Other")) }
    }
}
