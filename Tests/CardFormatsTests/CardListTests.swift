import Testing

@testable import CardFormats

@Suite struct CardListTests {
    private func rows(_ text: String, isNew: Bool = false, limit: Int = 10) throws -> [CardRow.Content] {
        var list = try CardList(Array(text.utf8), isNew: isNew, limit: limit)
        var rows: [CardRow.Content] = []
        while let row = list.next() { rows.append(row.content) }
        return rows
    }

    // Cards come one at a time, with texts, schedule, baseline and log; what the service makes itself is passed over.
    @Test func cards() throws {
        let text = """
            {"flashcards": [{"word": "a", "phonetic": null, "tags": ["x"], "maturity": "new", "flashcard_id": "…"},
            {"word": "b", "review_count": 2, "ease_factor": 2.36, "interval_days": 6, "next_review_at": "2026-05-02T10:30:00Z",
             "baseline": null, "reviews": [{"rating": "good", "reviewed_at": "2026-05-01T10:30:00Z", "review_id": "r"}]}]}
            """
        let rows = try rows(text)
        guard rows.count == 2, case .card(let a) = rows[0], case .card(let b) = rows[1] else {
            Issue.record("\(rows)")
            return
        }
        #expect(a.texts == ["word": "a"])
        #expect(a.tags == ["x"])
        #expect(!a.isLogWhole)
        #expect(b.schedule?.easeThousandths == 2360)
        #expect(b.isLogWhole)
        #expect(b.reviews == [CardReview(id: "r", rating: "good", reviewedAt: 1_777_631_400)])
    }

    // A wrong card is refused with its reason, and those after it are read.
    @Test(arguments: [
        "7", "[]", "{\"word\": 7}", "{\"word\": \"a\", \"x\": 1}", "{\"word\": \"a\", \"reviews\": [{}]}",
        "{\"word\": \"a\", \"tags\": \"x\"}", "{\"word\": \"a\", \"word\": \"b\"}", "{\"word\": \"\\ud800\"}",
        "{\"word\": \"a\", \"review_count\": 1.5}", "{\"word\": \"a\", \"baseline\": 1}", "nul",
        "{\"word\": \"a\", \"is_suspended\": \"true\"}", "{\"word\": \"a\", \"is_suspended\": 1}",
        "{\"word\": \"a\", \"review_count\": 3, \"interval_days\": 10}",
        "{\"word\": \"a\", \"baseline\": {\"interval_days\": 10}}",
    ])
    func faults(_ card: String) throws {
        let rows = try rows("{\"flashcards\":[\(card),{\"word\":\"b\"}]}")
        guard case .fault? = rows.first else {
            Issue.record("\(rows)")
            return
        }
        #expect(rows.count == 2)
    }

    // What is no such text is refused before any card is taken, wherever it breaks off.
    @Test func malformed() throws {
        let good = "{\"a\": {\"b\": [1, \"]}\"]}, \"flashcards\": [{\"word\": \"x\\\"}]\"}], \"c\": -1.5e3}"
        #expect(try rows(good).count == 1)
        for count in 0..<good.utf8.count {
            #expect(throws: CardFormatError.self, "\(count)") {
                try rows(String(decoding: good.utf8.prefix(count), as: UTF8.self))
            }
        }
        for text in [
            "[]", "7", "{} x", "{\"flashcards\": [1 2]}", "{\"flashcards\": [}", "{\"a\" 1}", "{,}", "{\"a\":,}",
        ] {
            #expect(throws: CardFormatError.self, "\(text)") { try rows(text) }
        }
        let deep = "{\"a\":" + String(repeating: "[", count: 100_000)
        #expect(throws: CardFormatError.self) { try rows(deep) }
    }

    // More cards than the limit are counted as such; other members are named.
    @Test func limits() throws {
        let many = "{\"x\":1,\"flashcards\":[" + Array(repeating: "{}", count: 12).joined(separator: ",") + "]}"
        let list = try CardList(Array(many.utf8), isNew: false, limit: 10)
        #expect(list.count == 11)
        #expect(list.unknownMembers == ["x"])
        #expect(try CardList(Array("{}".utf8), isNew: false, limit: 10).hasList == false)
    }

    // One card is read whole: one that is too long, or has too many values, is refused, and those after it are read.
    @Test func hugeCards() throws {
        let long = "{\"word\": \"\(String(repeating: "a", count: CardFormatLimits.elementBytes))\"}"
        let wide = "{\"reviews\": [0\(String(repeating: ",0", count: CardFormatLimits.elementValues + 1))]}"
        let review = "{\"rating\": \"good\", \"reviewed_at\": \"2026-05-01T10:30:00Z\", \"review_id\": \"r\"}"
        let log = Array(repeating: review, count: CardFormatLimits.reviewsPerCard).joined(separator: ", ")
        let rows = try rows("{\"flashcards\": [\(long), \(wide), {\"word\": \"b\", \"reviews\": [\(log)]}]}")
        #expect(rows[0] == .fault("is longer than \(CardFormatLimits.elementBytes) bytes"))
        #expect(rows[1] == .fault("has more than \(CardFormatLimits.elementValues) values"))
        guard case .card(let card) = rows[2] else {
            Issue.record("\(rows[2])")
            return
        }
        #expect(card.reviews.count == CardFormatLimits.reviewsPerCard)
    }

    // Of unknown members some are named, by the beginning of their names.
    @Test func unknownMembers() throws {
        let members = (0..<100).map { "\"\($0)\(String(repeating: "x", count: 1_000))\": 1" }.joined(separator: ",")
        let list = try CardList(Array("{\(members)}".utf8), isNew: false, limit: 10)
        #expect(list.unknownMembers.count == 20)
        #expect(list.unknownMembers.allSatisfy { $0.utf8.count == 100 })
    }
}
