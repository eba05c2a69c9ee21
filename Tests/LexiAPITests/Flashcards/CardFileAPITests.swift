import Foundation
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

extension TestAPI {
    /// Imports a file and gives the answer.
    func importFile(
        _ bytes: [UInt8], _ type: String, _ token: String, _ query: String = "", key: String? = nil
    ) async throws -> Reply {
        let headers = [("Authorization", "Bearer \(token)"), ("Content-Type", type)]
        let reply = try await exchange(
            "POST", "/v1/flashcards/import" + query, headers + (key.map { [("Idempotency-Key", $0)] } ?? []), bytes)
        #expect(checker.faults(method: "POST", path: "/v1/flashcards/import", reply).isEmpty, "\(reply.text)")
        return reply
    }

    /// All cards as a file.
    func exportFile(_ format: String, _ token: String) async throws -> [UInt8] {
        let reply = try await call("GET", "/v1/flashcards/export?format=\(format)", token)
        #expect(reply.status == 200)
        return reply.body
    }

    /// A page of cards by their words.
    fileprivate func cards(_ token: String) async throws -> [String: JSONValue] {
        let items = try await call("GET", "/v1/flashcards?limit=100", token).items
        return Dictionary(uniqueKeysWithValues: items.map { ($0["word"]?.stringValue ?? "", $0) })
    }
}

/// Cards from files and into files.
@Suite(.tables) struct CardFileAPITests {
    private static let csv = "text/csv"

    /// Each row is imported, a duplicate or rejected, with its reason; the others go on.
    @Test func rows() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let known = try await api.card(ann, "pear")["flashcard_id"]
        let file = """
            word,translation_vi,word_type
            apple,táo,noun
            PEAR,lê,
            b@d,x,
            plum,mận,thing
            apple,again,
            "open
            """
        let reply = try await api.importFile(Array(file.utf8), Self.csv, ann)
        #expect(reply.status == 200)
        #expect(reply.json["imported"] == 1)
        #expect(reply.json["duplicates"] == 2)
        #expect(reply.json["rejected"] == 3)
        let rows = reply.json["rows"]?.arrayValue ?? []
        #expect(rows.map { $0["row"] } == [2, 3, 4, 5, 6])
        #expect(rows.map { $0["status"] } == ["duplicate", "rejected", "rejected", "duplicate", "rejected"])
        #expect(rows.first?["flashcard_id"] == known)
        #expect(rows[1]["reason"]?.stringValue?.hasPrefix("word may contain") == true)
        #expect(rows[2]["reason"]?.stringValue?.hasPrefix("word_type") == true)
        #expect(rows[4]["reason"]?.stringValue?.contains("quote") == true)
        let all = try await api.importFile(Array("fig,sung".utf8), Self.csv, ann, "?report=all")
        #expect(all.json["rows"]?.arrayValue?.first?["status"] == "imported")
        let statistics = try await api.call("GET", "/v1/me/statistics", ann).json
        #expect(statistics["total_words_learned"] == 3)
        #expect(statistics["cards_due"] == 3)
    }

    /// What is wrong with the file as a whole is reported before anything is imported.
    @Test func refusals() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let json = "application/json"
        for (body, type, status) in [
            ("{", json, 400), ("[]", json, 400), ("{}", json, 422), ("{\"flashcards\":[],\"x\":1}", json, 422),
            ("word,colour\na,b", Self.csv, 422), ("PK", "application/apkg", 400),
            (String(repeating: "a\n", count: 10_001), Self.csv, 422), ("x", "text/plain", 415),
        ] {
            let reply = try await api.importFile(Array(body.utf8), type, ann)
            #expect(reply.status == status, "\(body.prefix(30)) \(reply.text)")
        }
        for query in ["?fields=word", "?fields=colour:1", "?schedule=old", "?deck="] {
            let reply = try await api.importFile(Array("a".utf8), Self.csv, ann, query)
            #expect(reply.status == 400, "\(query)")
        }
        #expect(try await api.importFile(Array("a".utf8), Self.csv, ann, "?fields=word:Front").pointers == ["/fields"])
        #expect(try await api.call("GET", "/v1/flashcards", ann).items.isEmpty)
    }

    /// An account's cards with schedules and logs, exported as JSON, make the same cards in another account.
    @Test func losslessJSON() async throws {
        let api = try await TestAPI()
        let (ann, bob) = (try await api.register("ann"), try await api.register("bob"))
        for number in 0..<70 { _ = try await api.card(ann, "word \(number)", ",\"translation_vi\":\"t\\n\(number)\"") }
        _ = try await api.card(ann, "tagged", ",\"tags\":[\"Travel\",\"two words\"],\"is_suspended\":true")
        for number in 0..<4 {
            let id = try #require(
                try await api.cards(api.token("ann"))["word \(number + 60)"]?["flashcard_id"]?.stringValue)
            for rating in ["good", "good", "forgot", "easy"].prefix(number + 1) {
                api.clock.advance(seconds: 86_400)
                let token = api.token("ann")
                let reply = try await api.call(
                    "POST", "/v1/flashcards/\(id)/reviews", token, body: "{\"rating\":\"\(rating)\"}")
                #expect(reply.status == 201)
            }
        }
        _ = (ann, bob)
        let file = try await api.exportFile("json", api.token("ann"))
        let reply = try await api.importFile(file, "application/json", api.token("bob"))
        #expect(reply.json["imported"] == 71, "\(reply.text)")
        // What was exported again differs in the names of the cards and of their owner only.
        let mine = try Self.comparable(file)
        let theirs = try Self.comparable(try await api.exportFile("json", api.token("bob")))
        #expect(mine.count == 71)
        #expect(mine == theirs)
        let (one, other) = (
            try await api.call("GET", "/v1/me/statistics", api.token("ann")).json,
            try await api.call("GET", "/v1/me/statistics", api.token("bob")).json
        )
        for name in ["reviews_total", "cards_new", "cards_learning", "cards_mature", "current_streak", "cards_due"] {
            #expect(one[name] == other[name], "\(name)")
        }
        // The same file once more changes nothing.
        let again = try await api.importFile(file, "application/json", api.token("bob"))
        #expect(again.json["duplicates"] == 71)
    }

    /// Cards by their words, without what is made again.
    private static func comparable(_ file: [UInt8]) throws -> [String: String] {
        let cards = try JSONValue.parse(file)["flashcards"]?.arrayValue ?? []
        var found: [String: String] = [:]
        for card in cards {
            var object = try #require(card.objectValue)
            for name in ["flashcard_id", "user_id", "updated_at", "version"] { object[name] = nil }
            let reviews = (object["reviews"]?.arrayValue ?? []).map { review -> JSONValue in
                var review = review.objectValue ?? [:]
                review["created_at"] = nil
                return .object(review)
            }
            object["reviews"] = .array(reviews)
            found[card["word"]?.stringValue ?? ""] = JSONValue.object(object).description
        }
        return found
    }

    /// Tables come back with texts and schedules, also a card that would be a formula in a spreadsheet.
    @Test(arguments: ["csv", "tsv"])
    func tables(_ format: String) async throws {
        let api = try await TestAPI()
        let (ann, bob) = (try await api.register("ann"), try await api.register("bob"))
        let card = try await api.card(
            ann, "+1, \\\"two\\\"", ",\"translation_vi\":\"=HYPERLINK(1)\",\"example_sentence\":\"a\\nb\\tc\"")
        let id = try #require(card["flashcard_id"]?.stringValue)
        for rating in ["good", "hard"] {
            _ = try await api.call("POST", "/v1/flashcards/\(id)/reviews", ann, body: "{\"rating\":\"\(rating)\"}")
        }
        _ = try await api.card(ann, "plain")
        let file = try await api.exportFile(format, ann)
        if format == "csv" { #expect(String(decoding: file, as: UTF8.self).contains("\"'+1")) }
        let type = format == "csv" ? Self.csv : "text/tab-separated-values"
        let reply = try await api.importFile(file, type, bob)
        #expect(reply.json["imported"] == 2, "\(reply.text)")
        let (mine, theirs) = (try await api.cards(ann), try await api.cards(bob))
        for (word, card) in mine {
            for name in [
                "translation_vi", "example_sentence", "word_type", "interval_days", "ease_factor", "review_count",
                "next_review_at", "last_reviewed_at", "maturity", "created_at",
            ] { #expect(card[name] == theirs[word]?[name], "\(word) \(name)") }
        }
    }

    /// A table has a column for each text of a card, so that none is lost on the way through a file.
    @Test func columnsOfTexts() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        _ = try await api.card(ann, "plain")
        let file = String(
            decoding: try await api.exportFile("csv", ann).dropFirst("\u{FEFF}".utf8.count), as: UTF8.self)
        let columns = try #require(file.split(whereSeparator: \.isNewline).first).split(separator: ",")
        #expect(Set(Flashcard.fields.map(\.attribute)).isSubset(of: columns.map(String.init)), "\(columns)")
    }

    /// A schedule whose last review lies ahead is refused, since reviews until then would not count; one that only says
    /// when the card is due next is not.
    @Test func lastReviewsAhead() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let file = """
            word,review_count,interval_days,last_reviewed_at,next_review_at
            serene,3,10,2036-01-01T00:00:00Z,2026-01-01T00:00:00Z
            calm,3,10,,2036-01-01T00:00:00Z
            """
        let reply = try await api.importFile(Array(file.utf8), Self.csv, ann)
        #expect(reply.json["imported"] == 1)
        let rejected = reply.json["rows"]?.arrayValue?.first
        #expect(rejected?["row"] == 1 && rejected?["reason"] == "last_reviewed_at lies ahead", "\(reply.text)")
        let id = try #require(try await api.cards(ann)["calm"]?["flashcard_id"]?.stringValue)
        let path = "/v1/flashcards/\(id)/reviews"
        api.clock.advance(seconds: 60)
        let reviewed = try await api.call("POST", path, ann, body: #"{"rating":"good"}"#).json
        #expect(reviewed["flashcard"]?["review_count"] == 4)
    }

    /// A package of genanki: its texts without HTML, a deck with those below it, other fields by their names.
    @Test func genanki() async throws {
        let api = try await TestAPI()
        let file = try await Self.deck("genanki")
        let ann = try await api.register("ann")
        let reply = try await api.importFile(file, "application/apkg", ann)
        #expect(reply.json["imported"] == 5, "\(reply.text)")
        #expect(reply.json["rejected"] == 1)
        let cards = try await api.cards(ann)
        #expect(Set(cards.keys) == ["apple", "tea & coffee", "look after", "boarding pass", "naïve"])
        #expect(cards["tea & coffee"]?["translation_vi"] == "trà và cà phê")
        #expect(cards["boarding pass"]?["word_type"] == "phrase")
        #expect(cards["apple"]?["word_type"] == "noun")
        let bob = try await api.register("bob")
        let deck = try await api.importFile(
            file, "application/octet-stream", bob, "?deck=English&fields=word:Front,example_sentence:Note")
        #expect(deck.json["imported"] == 4, "\(deck.text)")
        let apple = try await api.cards(bob)["apple"]
        #expect(apple?["example_sentence"] == "An apple a day")
        #expect(apple?["translation_vi"] == "")
        #expect(try await api.importFile(file, "application/apkg", bob, "?deck=None").pointers == ["/deck"])
        #expect(try await api.importFile(file, "application/apkg", bob, "?fields=word:No").pointers == ["/fields"])
    }

    /// A package of Anki itself, in its older and its newest form, with schedule and reviews.
    @Test(arguments: ["old", "new"])
    func anki(_ form: String) async throws {
        let api = try await TestAPI()
        let folder = try TemporaryFolder()
        defer { try? folder.remove() }
        let run = try await ClientScript.run("anki_decks.py", ["anki", folder.file("old"), folder.file("new")])
        try #require(run.status == 0, "\(run.output)")
        let file = try [UInt8](Data(contentsOf: URL(filePath: folder.file(form))))
        let ann = try await api.register("ann")
        let reply = try await api.importFile(file, "application/apkg", ann)
        #expect(reply.json["imported"] == 4, "\(reply.text)")
        let cards = try await api.cards(ann)
        // The log does not lead to the due date, which therefore counts.
        #expect(cards["good"]?["interval_days"] == 15)
        #expect(cards["good"]?["last_reviewed_at"] == "2025-06-27T15:06:40Z")
        #expect(cards["bad"]?["review_count"] == 3)
        #expect(cards["bad"]?["ease_factor"]?.description == "2.6")
        #expect(cards["new"]?["maturity"] == "new")
        let id = try #require(cards["good"]?["flashcard_id"]?.stringValue)
        let log = try await api.call("GET", "/v1/flashcards/\(id)/reviews", ann).items
        #expect(log.map { $0["rating"] } == ["good", "good", "easy"])
        let bob = try await api.register("bob")
        _ = try await api.importFile(file, "application/apkg", bob, "?schedule=new&deck=Words")
        #expect(try await api.cards(bob).values.allSatisfy { $0["maturity"] == "new" })
    }

    /// What is exported as a package is what Anki reads, and what an import makes again.
    @Test func packages() async throws {
        let api = try await TestAPI()
        let (ann, bob) = (try await api.register("ann"), try await api.register("bob"))
        let cards = [
            try await api.card(ann, "apple", ",\"translation_vi\":\"<táo> & lê\""), try await api.card(ann, "new"),
        ]
        let id = try #require(cards[0]["flashcard_id"]?.stringValue)
        for (rating, time) in [
            ("good", "2026-04-01T08:00:00Z"), ("hard", "2026-04-02T08:00:00Z"), ("good", "2026-04-08T08:00:00Z"),
        ] {
            _ = try await api.call(
                "POST", "/v1/flashcards/\(id)/reviews", ann,
                body: "{\"rating\":\"\(rating)\",\"reviewed_at\":\"\(time)\"}")
        }
        let file = try await api.exportFile("apkg", ann)
        let folder = try TemporaryFolder()
        defer { try? folder.remove() }
        try Data(file).write(to: URL(filePath: folder.file("deck.apkg")))
        let run = try await ClientScript.run("anki_decks.py", ["read", folder.file("deck.apkg")])
        try #require(run.status == 0, "\(run.output)")
        let found = try JSONValue.parse(Array(run.output.utf8))
        let notes = found["notes"]?.arrayValue ?? []
        #expect(notes.count == 2)
        let apple = try #require(notes.first { $0["fields"]?["word"] == "apple" })
        #expect(apple["fields"]?["translation_vi"] == "&lt;táo&gt; &amp; lê")
        #expect(notes.allSatisfy { $0["deck"] == "Lexi" })
        #expect(apple["interval"] == 15)
        #expect(apple["type"] == 2)
        #expect(apple["log"]?.arrayValue?.map { $0[0] } == [3, 2, 3])
        let reply = try await api.importFile(file, "application/apkg", bob)
        #expect(reply.json["imported"] == 2, "\(reply.text)")
        let (mine, theirs) = (try await api.cards(ann)["apple"], try await api.cards(bob)["apple"])
        for name in ["translation_vi", "review_count", "interval_days", "ease_factor", "next_review_at", "maturity"] {
            #expect(mine?[name] == theirs?[name], "\(name)")
        }
    }

    /// Text of notes and of cards that Anki exports, and whole collections in its older and its newer form, give the
    /// same cards; and Anki reads our text.
    @Test func textsAndCollectionsOfAnki() async throws {
        let api = try await TestAPI()
        let folder = try TemporaryFolder()
        defer { try? folder.remove() }
        let made = try await ClientScript.run("anki_decks.py", ["others", folder.path])
        try #require(made.status == 0, "\(made.output)")
        let (text, package) = ("text/tab-separated-values", "application/apkg")
        for (name, type, hasLines) in [
            ("notes.txt", text, true), ("plain.txt", text, false), ("cards.txt", text, false),
            ("old.colpkg", package, true), ("new.colpkg", package, true),
        ] {
            let token = try await api.register(name.replacing(".", with: ""))
            let bytes = Array(try Data(contentsOf: URL(filePath: folder.file(name))))
            let reply = try await api.importFile(bytes, type, token)
            #expect(reply.json["imported"] == 4, "\(name) \(reply.text)")
            let cards = try await api.cards(token)
            #expect(cards["good"]?["translation_vi"] == "tốt lắm")
            #expect(cards["say \"hi\""]?["translation_vi"]?.stringValue == "nói\(hasLines ? "\n" : " ")dòng 2")
            #expect(cards["semi; colon"]?["translation_vi"] == "a;b")
            #expect(cards["a & b"]?["translation_vi"] == "<x>")
            #expect(cards["good"]?["tags"] == (name == "cards.txt" ? [] : ["adjective", "level A1"]), "\(name)")
        }
        let ours = try await api.exportFile("tsv", api.token("plaintxt"))
        try Data(ours).write(to: URL(filePath: folder.file("ours.txt")))
        let run = try await ClientScript.run("anki_decks.py", ["text", folder.file("ours.txt")])
        try #require(run.status == 0, "\(run.output)")
        let notes = try JSONValue.parse(Array(run.output.utf8)).arrayValue ?? []
        #expect(
            notes.map { $0["fields"] } == [
                ["good", "tốt lắm"], ["say &quot;hi&quot;", "nói dòng 2"], ["semi; colon", "a;b"],
                ["a &amp; b", "&lt;x&gt;"],
            ])
        #expect(notes.first?["tags"] == ["adjective", "level_A1"])
    }

    /// Between learners with FSRS a package brings what FSRS knows of a card: its log leads to where it stands, or is
    /// kept next to where another program put it. A card that came by JSON is the same, too.
    @Test func filesUnderFSRS() async throws {
        let api = try await TestAPI()
        let names = ["ann", "bob", "cam", "dan"]
        for name in names {
            let token = try await api.register(name)
            let body = #"{"scheduler":{"algorithm":"fsrs"}}"#
            #expect(
                try await api.call("PATCH", "/v1/me", token, body: body, headers: [("If-Match", "*")]).status == 200)
        }
        let tokens = names.map { api.token($0) }
        for (word, ratings) in [("once", ["good"]), ("often", ["good", "hard", "forgot", "easy", "good"])] {
            let card = try await api.card(tokens[0], word)
            let id = try #require(card["flashcard_id"]?.stringValue)
            for (day, rating) in ratings.enumerated() {
                let time = Timestamp(clamping: TestAPI.start.seconds - 6_000_000).adding(days: day * 9)
                let reply = try await api.call(
                    "POST", "/v1/flashcards/\(id)/reviews", tokens[0],
                    body: "{\"rating\":\"\(rating)\",\"reviewed_at\":\"\(time.text)\"}")
                #expect(reply.status == 201, "\(reply.text)")
            }
        }
        let mine = try await api.cards(tokens[0])
        for (format, token) in [("apkg", tokens[1]), ("json", tokens[2])] {
            let file = try await api.exportFile(format, tokens[0])
            let type = format == "json" ? "application/json" : "application/apkg"
            #expect(try await api.importFile(file, type, token).json["imported"] == 2)
            let theirs = try await api.cards(token)
            for word in ["once", "often"] {
                for name in ["stability", "difficulty", "review_count", "interval_days", "lapse_count"] {
                    #expect(mine[word]?[name] != nil && mine[word]?[name] == theirs[word]?[name], "\(word) \(name)")
                }
            }
        }
        // A learner with SM-2 has put the same log elsewhere: the day is theirs, the memory that of the log.
        let sm2 = try await api.register("sam")
        let json = try await api.exportFile("json", tokens[0])
        #expect(try await api.importFile(json, "application/json", sm2).json["imported"] == 2)
        let package = try await api.exportFile("apkg", sm2)
        #expect(try await api.importFile(package, "application/apkg", tokens[3]).json["imported"] == 2)
        let (from, to) = (try await api.cards(sm2), try await api.cards(tokens[3]))
        for word in ["once", "often"] {
            #expect(from[word]?["interval_days"] == to[word]?["interval_days"])
            #expect(mine[word]?["stability"] == to[word]?["stability"], "\(word)")
            #expect(mine[word]?["difficulty"] == to[word]?["difficulty"], "\(word)")
        }
    }

    /// What FSRS knows of a card in Anki is what it knows of it here, without a log to learn it from; and Anki takes
    /// over what our package says.
    @Test(arguments: ["old", "new"])
    func memoryOfAnki(_ form: String) async throws {
        let api = try await TestAPI()
        let folder = try TemporaryFolder()
        defer { try? folder.remove() }
        let made = try await ClientScript.run("anki_decks.py", ["memory", folder.file("old"), folder.file("new")])
        try #require(made.status == 0, "\(made.output)")
        let file = try [UInt8](Data(contentsOf: URL(filePath: folder.file(form))))
        let (ann, sam) = (try await api.register("ann"), try await api.register("sam"))
        let body = #"{"scheduler":{"algorithm":"fsrs","desired_retention":0.85}}"#
        let patched = try await api.call("PATCH", "/v1/me", ann, body: body, headers: [("If-Match", "*")])
        #expect(patched.status == 200)
        for token in [ann, sam] {
            #expect(try await api.importFile(file, "application/apkg", token).json["imported"] == 1)
        }
        let card = try #require(try await api.cards(ann)["steep"])
        #expect(card["stability"]?.description == "12.3457" && card["difficulty"]?.description == "6.543")
        #expect(card["last_reviewed_at"] == "2025-06-15T15:06:40Z" && card["interval_days"] == 15)
        #expect(try await api.cards(sam)["steep"]?["ease_factor"]?.description == "2.6")
        try Data(try await api.exportFile("apkg", ann)).write(to: URL(filePath: folder.file("ours.apkg")))
        let run = try await ClientScript.run("anki_decks.py", ["read", folder.file("ours.apkg")])
        try #require(run.status == 0, "\(run.output)")
        let memory = try #require(try JSONValue.parse(Array(run.output.utf8))["notes"]?[0]?["memory"])
        #expect(memory["stability"]?.description == "12.346" && memory["difficulty"]?.description == "6.543")
        #expect(memory["decay"]?.description == "0.154" && memory["retention"]?.description == "0.85")
        #expect(memory["last"] == 1_750_000_000)
    }

    /// Reviews older than ten years are not taken: the card stands where the file says, and not where the rest leads.
    @Test func cutLog() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let file = """
            {"flashcards": [{"word": "old", "review_count": 5, "repetition_count": 2, "interval_days": 30,
            "ease_factor": 2.5, "lapse_count": 1, "last_reviewed_at": "2026-01-01T00:00:00Z",
            "next_review_at": "2026-01-31T00:00:00Z", "baseline": null, "reviews": [
            {"rating": "good", "reviewed_at": "2012-01-01T00:00:00Z"},
            {"rating": "good", "reviewed_at": "2026-01-01T00:00:00Z"}]}]}
            """
        let reply = try await api.importFile(Array(file.utf8), "application/json", ann)
        #expect(reply.json["imported"] == 1, "\(reply.text)")
        let card = try #require(try await api.cards(ann)["old"])
        #expect(card["review_count"] == 5)
        #expect(card["interval_days"] == 30)
        #expect(card["next_review_at"] == "2026-01-31T00:00:00Z")
    }

    /// Files are read, and packages are made, on separate threads.
    @Test func threads() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let threads = api.responder.context.cardFileThreads
        #expect(threads.taken == 0)
        _ = try await api.importFile(Array("fig,sung".utf8), Self.csv, ann)
        let taken = threads.taken
        #expect(taken > 0)
        _ = try await api.exportFile("apkg", ann)
        #expect(threads.taken > taken)
    }

    /// Packages that are made take places, which are free again when they were sent; imports have others.
    @Test func places() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for _ in 0..<6 { _ = try await api.exportFile("apkg", ann) }
        let places = api.responder.context.cardPackages
        var held = try (0..<4).map { _ in try places.enter() }
        #expect(try await api.call("GET", "/v1/flashcards/export?format=apkg", ann).status == 503)
        #expect(try await api.call("GET", "/v1/flashcards/export?format=csv", ann).status == 200)
        #expect(try await api.importFile(Array("fig,sung".utf8), Self.csv, ann).status == 200)
        // Optimised code gives them back after their last use.
        withExtendedLifetime(held) {}
        held.removeAll()
        #expect(try await api.call("GET", "/v1/flashcards/export?format=apkg", ann).status == 200)
    }

    /// A package that is damaged anywhere is refused or read, and the service goes on.
    @Test func damagedPackages() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let file = try await Self.deck("genanki")
        for step in 1..<40 {
            let cut = try await api.importFile(Array(file[..<(file.count * step / 40)]), "application/apkg", ann)
            #expect(cut.status == 400, "\(step)")
            var changed = file
            for place in stride(from: step, to: file.count, by: 997) { changed[place] ^= UInt8(step) }
            let reply = try await api.importFile(changed, "application/apkg", ann)
            #expect([200, 400, 413].contains(reply.status), "\(step) \(reply.text)")
        }
        #expect(try await api.call("GET", "/health/live").status == 200)
    }

    private static func deck(_ name: String, _ more: [String] = []) async throws -> [UInt8] {
        let folder = try TemporaryFolder()
        defer { try? folder.remove() }
        let run = try await ClientScript.run("anki_decks.py", [name, folder.file("deck.apkg")] + more)
        try #require(run.status == 0, "\(run.output)")
        return try [UInt8](Data(contentsOf: URL(filePath: folder.file("deck.apkg"))))
    }
}
