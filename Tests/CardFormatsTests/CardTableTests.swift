import Testing

@testable import CardFormats

@Suite struct CardTableTests {
    private func cards(
        _ bytes: [UInt8], _ form: CardTable.Form, fields: String? = nil, isNew: Bool = false
    ) throws -> [CardRow.Content] {
        var table = try CardTable(bytes, form, fields: try fields.map { try FieldChoice($0) }, isNew: isNew)
        var rows: [CardRow.Content] = []
        while let row = table.next() { rows.append(row.content) }
        return rows
    }

    private func texts(_ text: String, _ form: CardTable.Form = .csv, fields: String? = nil) throws -> [[String:
        String]]
    {
        try cards(Array(text.utf8), form, fields: fields).map { content in
            guard case .card(let draft) = content else { throw CardFormatError.malformed("\(content)") }
            return draft.texts
        }
    }

    // A first line with `word` in it names the columns; without one they have the usual order.
    @Test func heads() throws {
        #expect(try texts("Word, translation_vi\napple,táo") == [["word": "apple", "translation_vi": "táo"]])
        #expect(
            try texts("apple,táo,An apple.") == [
                ["word": "apple", "translation_vi": "táo", "example_sentence": "An apple."]
            ])
        #expect(try texts("word\napple,extra") == [["word": "apple"]])
        #expect(throws: CardFormatError.unknownField("colour")) { try texts("word,colour\na,b") }
        #expect(try texts("sep=;\nword;phonetic\na;b") == [["word": "a", "phonetic": "b"]])
        #expect(try texts("a;b") == [["word": "a", "translation_vi": "b"]])
        #expect(try texts("") == [])
    }

    // A card whose word is "word" is not a head, and is not lost: neither next to a cell that can be no name, nor where
    // the columns are chosen by numbers.
    @Test func rowsThatLookLikeHeads() throws {
        #expect(
            try texts("word,từ\napple,táo") == [
                ["word": "word", "translation_vi": "từ"], ["word": "apple", "translation_vi": "táo"],
            ])
        let byNumber = "word:1,translation_vi:2"
        #expect(try texts("word,từ\napple,táo", fields: byNumber).map { $0["word"] } == ["word", "apple"])
        #expect(try texts("1,một\n2,hai", fields: byNumber).map { $0["word"] } == ["1", "2"])
        #expect(try texts("word,translation_vi\na,b", fields: byNumber).map { $0["word"] } == ["a"])
        #expect(try texts("1,word\nx,y", fields: "word:word").map { $0["word"] } == ["y"])
    }

    // A choice of fields goes by the names of the first line, in any case, or by numbers.
    @Test func choices() throws {
        let text = "Front,Back\napple,táo"
        #expect(
            try texts(text, fields: "word:front,translation_vi:Back") == [["word": "apple", "translation_vi": "táo"]])
        #expect(
            try texts("táo,apple", fields: "word:2,translation_vi:1") == [["word": "apple", "translation_vi": "táo"]])
        #expect(throws: CardFormatError.unknownField("Side")) { try texts(text, fields: "word:Front,phonetic:Side") }
        for wrong in ["", "word", "word:", "translation_vi:1", "word:1,word:2", "colour:1,word:2"] {
            #expect(throws: CardFormatError.self, "\(wrong)") { try FieldChoice(wrong) }
        }
    }

    // UTF-8 with and without a byte order mark, and UTF-16 of both orders, give the same cards.
    @Test func encodings() throws {
        let text = "word,translation_vi\ntiếng Việt,😀"
        let units = Array(text.utf16)
        let little: [UInt8] =
            [0xFF, 0xFE] + units.flatMap { (unit: UInt16) -> [UInt8] in [UInt8(unit & 255), UInt8(unit >> 8)] }
        let big: [UInt8] =
            [0xFE, 0xFF] + units.flatMap { (unit: UInt16) -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 255)] }
        let expected = try cards(Array(text.utf8), .csv)
        for bytes in [[0xEF, 0xBB, 0xBF] + Array(text.utf8), little, big] {
            #expect(try cards(bytes, .csv) == expected)
        }
        #expect(throws: CardFormatError.self) { try cards(little.dropLast(), .csv) }
        #expect(throws: CardFormatError.self) { try cards([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00], .csv) }
    }

    // The lines at the start of Anki's text say how it is separated, whether it is HTML, and what stands in which
    // column.
    @Test func textOfAnki() throws {
        let text = """
            #separator:tab
            #html:true
            #guid column:1
            #deck column:2
            #tags column:5
            x1\tEnglish\t<b>tea</b> &amp; milk\t"trà<br>sữa"\tdrink level_A1
            """
        let rows = try cards(Array(text.utf8), .tsv)
        var draft = CardDraft()
        draft.texts = ["word": "tea & milk", "translation_vi": "trà\nsữa"]
        draft.tags = ["drink", "level A1"]
        #expect(rows == [.card(draft)])
        #expect(
            try texts("#separator:Semicolon\n#columns:Extra;word;phonetic\nx;apple;y", .tsv)
                == [["word": "apple", "phonetic": "y"]])
        #expect(
            try texts("#columns:Front\tBack\na\tb", .tsv, fields: "word:Back,translation_vi:Front")
                == [["word": "b", "translation_vi": "a"]])
        #expect(throws: CardFormatError.self) { try texts("#separator:Nothing\na", .tsv) }
        #expect(throws: CardFormatError.self) { try texts("#tags column:x\na", .tsv) }
    }

    // A schedule comes along unless it is not wanted; a number or time that is not one refuses the row.
    @Test func schedules() throws {
        let text = """
            word,review_count,interval_days,ease_factor,next_review_at,tags,is_suspended
            a,3,15,2.36,2026-05-02T10:30:00Z,x;two words,true
            b,,,,,,
            c,three,1,2.5,2026-05-02T10:30:00Z,,
            d,3,1,2.5,2026-02-30T10:30:00Z,,
            e,3,1,2.5,,,
            f,,4,2.5,2026-05-02T10:30:00Z,,
            g,0,0,2.5,2026-05-02T10:30:00Z,,FALSE
            h,,,,,,yes
            """
        let rows = try cards(Array(text.utf8), .csv)
        guard case .card(let a) = rows[0], case .card(let b) = rows[1] else { throw CardFormatError.unknownDeck }
        #expect(
            a.schedule
                == CardSchedule(
                    reviewCount: 3, repetitionCount: nil, intervalDays: 15, easeThousandths: 2360, lapseCount: 0,
                    lastReviewedAt: nil, nextReviewAt: 1_777_717_800))
        #expect(a.tags == ["x", "two words"])
        #expect(a.isSuspended)
        #expect(b.schedule == nil)
        #expect(rows[2] == .fault("review_count is not in order"))
        #expect(rows[3] == .fault("next_review_at is not in order"))
        #expect(rows[4] == .fault("a schedule needs next_review_at, or last_reviewed_at and interval_days"))
        #expect(rows[5] == .fault("a schedule needs review_count"))
        guard case .card(let g) = rows[6] else { throw CardFormatError.unknownDeck }
        #expect(g.schedule == nil && !g.isSuspended)
        #expect(rows[7] == .fault("is_suspended must be true or false"))
        let new = try cards(Array(text.utf8), .csv, isNew: true)
        for number in [0, 4, 5] {
            guard case .card(let card) = new[number] else { throw CardFormatError.malformed("\(new[number])") }
            #expect(card.schedule == nil)
        }
    }

    // When a card is due follows from its last review and its interval, where the file does not say it.
    @Test func dueTimeFollows() throws {
        let text = "word,review_count,interval_days,last_reviewed_at\na,3,10,2026-05-02T10:30:00Z"
        guard case .card(let card) = try cards(Array(text.utf8), .csv)[0] else { throw CardFormatError.unknownDeck }
        #expect(card.schedule?.nextReviewAt == 1_777_717_800 + 10 * 86_400)
    }

    // Lines at the start that take all columns away, or give each row very many tags, are refused.
    @Test func greedyHeads() throws {
        let columns = (1...256).map { "#guid column:\($0)\n" }.joined()
        let tags = "#tags:" + String(repeating: "x ", count: 1_000) + "\n"
        for head in [columns, tags] {
            #expect(throws: CardFormatError.self) { try cards(Array((head + "a\tb").utf8), .tsv) }
        }
    }

    // What is written is read as it was, in both forms: line breaks, formulas, quotes, schedules.
    @Test func roundTrips() throws {
        var draft = CardDraft()
        draft.texts = [
            "word": "=2+5", "translation_vi": "-1 \"quoted\", comma\nand a line", "example_sentence": "@x\ty",
            "phonetic": "", "word_type": "noun", "audio_url": "",
        ]
        draft.tags = [
            "one", "two", "phrasal verb", "snake_case", "a _b", "back\\slash", "back\\_", "a\\\\b", "x;y", "[z]",
        ]
        draft.createdAt = 1_777_000_000
        draft.schedule = CardSchedule(
            reviewCount: 6, repetitionCount: 5, intervalDays: 238, easeThousandths: 2360, lapseCount: 1,
            lastReviewedAt: 1_777_000_123, nextReviewAt: 1_797_000_000)
        for form in [CardTable.Form.csv, .tsv] {
            let writer = CardTableWriter(form)
            var bytes = writer.head
            writer.append(draft, to: &bytes)
            #expect(try cards(bytes, form) == [.card(draft)])
        }
    }

    // Entities, tags and recordings of Anki's HTML become text, and no text makes it fail.
    @Test func html() {
        #expect(HTMLText.plain("<div>a&nbsp; b</div><div>c</div>") == "a b\nc")
        #expect(HTMLText.plain("x[sound:a.mp3]<img src='y'>y") == "xy")
        #expect(HTMLText.plain("&lt;b&gt; &#65;&#x1F600; &eacute;&unknown; & 1 < 2") == "<b> A😀 é&unknown; & 1 < 2")
        #expect(HTMLText.plain("<style>.a{b:c}</style>t<script>x<y</script>u") == "tu")
        for text in ["<", "&", "[", "<b", "&#;", "&#x110000;", "[sound:", "<script>", "</", "<!-- a"] {
            _ = HTMLText.plain(text)
        }
        for text in ["a & b", "1 < 2 > 0", "[sound:x]", "two\nlines", "&amp;"] {
            #expect(HTMLText.plain(HTMLText.escaped(text)) == text)
        }
    }
}
