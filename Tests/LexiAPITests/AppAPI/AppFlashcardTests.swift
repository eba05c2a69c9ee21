import JSONText
import TestSupport
import Testing

@testable import LexiAPI

/// Cards as the app's own schema reads them: one that does not fit empties the whole list.
@Suite(.tables) struct AppFlashcardTests {
    /// A card has texts where the app has texts, and lacks what it does not have.
    @Test func form() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let saved = try await world.save(ann, "tea")
        #expect(saved["message"]?.stringValue?.isEmpty == false)
        let id = try #require(saved["flashcard_id"]?.stringValue)
        let card = try await world.api.call("GET", "/flashcards/\(id)", ann).data
        #expect(card["word"] == "tea" && card["word_type"] == "noun" && card["translation_vi"] == "nghĩa")
        #expect(card["phonetic"] == "" && card["example_sentence"] == "")
        #expect(card["audio_url"] == nil && card["source_session_id"] == nil && card["source_turn_index"] == nil)
        #expect(card["difficulty"] == nil && card["last_reviewed_at"] == .null)
        #expect(card["review_count"] == 0 && card["interval_days"] == 0)
        #expect(card["next_review_at"]?.stringValue?.hasSuffix("Z") == true)
        let list = try await world.api.call("GET", "/flashcards?limit=100", ann).data
        #expect(list["cards"] == [card] && list["next_key"] == .null)
        #expect(try await world.api.call("GET", "/flashcards/due", ann).data["cards"] == [card])
    }

    /// Lists go on by `last_key`, and a limit out of range is brought into it.
    @Test func pages() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        for word in ["one", "two", "three"] { _ = try await world.save(ann, word) }
        let first = try await world.api.call("GET", "/flashcards?limit=2", ann).data
        let key = try #require(first["next_key"]?.stringValue)
        let second = try await world.api.call("GET", "/flashcards?limit=2&last_key=\(key)", ann).data
        #expect(first["cards"]?.arrayValue?.count == 2 && second["cards"]?.arrayValue?.count == 1)
        #expect(second["next_key"] == .null)
        for limit in ["0", "-5", "1000", "x"] {
            #expect(try await world.api.call("GET", "/flashcards?limit=\(limit)", ann).status == 200, "\(limit)")
        }
        #expect(try await world.api.call("GET", "/flashcards?last_key=", ann).status == 200)
        let bad = try await world.api.call("GET", "/flashcards?last_key=abc", ann)
        #expect(bad.status == 400 && bad.code == "VALIDATION_ERROR")
        let stolen = try await world.api.call("GET", "/flashcards?last_key=\(key)", world.admin)
        #expect(stolen.status == 400)
        let some = try await world.api.call("GET", "/flashcards?word_prefix=t&maturity_level=NEW", ann).data
        #expect(some["cards"]?.arrayValue?.compactMap { $0["word"]?.stringValue } == ["three", "two"])
    }

    /// All due cards come at once.
    @Test func allDue() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        for number in 0..<120 { _ = try await world.save(ann, "word \(number)") }
        #expect(try await world.api.call("GET", "/flashcards/due", ann).data["cards"]?.arrayValue?.count == 120)
    }

    /// Where few new cards may come on a day, those that may not do not hide the ones that are due after them.
    @Test func allDueBehindNewCards() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let learnt = try #require(try await world.save(ann, "learnt")["flashcard_id"]?.stringValue)
        let words = (0..<1_010).map { "word \($0)" }.joined(separator: "\n")
        _ = try await world.api.importFile(Array(("word\n" + words).utf8), "text/csv", ann)
        let reviewed = try await world.api.call(
            "POST", "/v1/flashcards/\(learnt)/reviews", ann, body: #"{"rating":"good"}"#)
        #expect(reviewed.status == 201)
        let limited = try await world.api.call(
            "PATCH", "/v1/me", ann, body: #"{"new_cards_per_day":2}"#, headers: [("If-Match", "*")])
        #expect(limited.status == 200)
        world.api.clock.advance(seconds: 3 * 86_400)
        let due = try await world.api.call("GET", "/flashcards/due", world.api.token("ann")).data
        let cards = due["cards"]?.arrayValue ?? []
        #expect(cards.count == 3 && cards.last?["word"] == "learnt", "\(cards.count)")
    }

    /// Names of old and new versions, any dictionary's parts of speech, whole sentences, and sound that is not https.
    @Test func saving() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let old = #"{"vocab":"Ice tea","vocab_type":"determiner","definition_vi":"trà đá","source_api":"x"}"#
        let card = try await world.api.call("POST", "/flashcards", ann, body: old)
        #expect(card.status == 201)
        #expect(card.data["word"] == "Ice tea" && card.data["word_type"] == "phrase")
        #expect(card.data["translation_vi"] == "trà đá")
        for (name, type) in [
            ("n", "noun"), ("V", "verb"), ("Adj", "adjective"), ("adv", "adverb"), ("pron", "pronoun"),
            ("prep", "preposition"), ("conj", "conjunction"), ("interj", "interjection"),
            ("exclamation", "interjection"), ("Idiom", "idiom"), ("word", "noun"), ("", "noun"), ("determiner", "noun"),
        ] {
            let reply = try await world.api.call(
                "POST", "/flashcards", ann, body: "{\"word\":\"w\(name)\",\"word_type\":\"\(name)\"}")
            #expect(reply.data["word_type"]?.stringValue == type, "\(name)")
        }
        let sentence = try await world.save(
            ann, "Well, I don’t know: how are you?", #","audio_url":"http://a.b/c.mp3""#)
        #expect(sentence["word"] == "Well, I don’t know: how are you?" && sentence["audio_url"] == nil)
        let sound = try await world.save(ann, "sound", #","audio_url":"https://a.b/c.mp3""#)
        #expect(sound["audio_url"] == "https://a.b/c.mp3")
    }

    /// What cannot be saved is reported in words, and nothing is saved.
    @Test func refusedWords() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        _ = try await world.save(ann, "tea")
        let twice = try await world.api.call("POST", "/flashcards", ann, body: #"{"word":"TEA"}"#)
        #expect(twice.status == 409 && twice.code == "CONFLICT" && twice.message.contains("Duplicate"))
        for body in [
            #"{"word":""}"#, #"{"word":null}"#, "{}", #"{"word":"a#b"}"#,
            "{\"word\":\"\(String(repeating: "x", count: 201))\"}",
            "{\"word\":\"x\",\"translation_vi\":\"\(String(repeating: "x", count: 201))\"}",
        ] {
            let reply = try await world.api.call("POST", "/flashcards", ann, body: body)
            #expect(reply.status == 422 && reply.code == "VALIDATION_ERROR", "\(body)")
        }
        #expect(try await world.api.call("GET", "/flashcards", ann).data["cards"]?.arrayValue?.count == 1)
    }

    /// The turn that a card comes from is kept when it is one of the caller's, and left out when it is none.
    @Test func sources() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let session = try await world.start(ann)
        let said = try await world.api.call("POST", "/sessions/\(session)/turns", ann, body: #"{"text":"Hi"}"#)
        #expect(said.status == 200)
        let source = "\"source_session_id\":\"\(session)\",\"source_turn_index\""
        let kept = try await world.save(ann, "kept", ",\(source):0")
        #expect(kept["source_session_id"]?.stringValue == session && kept["source_turn_index"] == 0)
        for (word, more) in [
            ("a", ",\(source):7"), ("b", ",\(source):null"), ("c", #","source_session_id":"x","source_turn_index":0"#),
            ("d", #","source_session_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","source_turn_index":0"#),
            ("e", #","source_session_id":null,"source_turn_index":null"#),
        ] {
            #expect(try await world.save(ann, word, more)["source_session_id"] == nil, "\(word)")
        }
    }

    /// `again` is `forgot`; the time and the review's id are the server's.
    @Test func reviewing() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let id = try await world.save(ann, "tea")["flashcard_id"]?.stringValue ?? ""
        for (number, rating) in ["again", "hard", "good", "easy", "forgot"].enumerated() {
            world.api.clock.advance(seconds: 60)
            let reply = try await world.api.call(
                "POST", "/flashcards/\(id)/review", ann, body: "{\"rating\":\"\(rating)\"}")
            #expect(reply.status == 200)
            #expect(reply.data["review_count"]?.intValue == number + 1 && reply.data["word"] == "tea")
        }
        let card = try await world.api.call("GET", "/flashcards/\(id)", ann).data
        #expect(card["interval_days"] == 1 && card["last_reviewed_at"]?.stringValue != nil)
        for rating in ["\"bad\"", "null", "3"] {
            let reply = try await world.api.call(
                "POST", "/flashcards/\(id)/review", ann, body: "{\"rating\":\(rating)}")
            #expect(reply.status == 422, "\(rating)")
        }
    }

    /// Cards are changed and deleted; a malformed id, an unknown card and another user's are the same to the app.
    @Test func changing() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        let id = try await world.save(ann, "tea")["flashcard_id"]?.stringValue ?? ""
        let changed = try await world.api.call(
            "PATCH", "/flashcards/\(id)", ann, body: #"{"translation_vi":"trà","phonetic":null,"word":"x"}"#)
        #expect(changed.data["translation_vi"] == "trà" && changed.data["word"] == "tea")
        for (path, token) in [
            ("x", ann), ("01ARZ3NDEKTSV4RRFFQ69G5FAV", ann), (id, world.api.token("bob")), ("%00", ann),
        ] {
            let reply = try await world.api.call("GET", "/flashcards/\(path)", token)
            #expect(reply.status == 404 && reply.message.contains("not found"), "\(path)")
        }
        let deleted = try await world.api.call("DELETE", "/flashcards/\(id)", ann)
        #expect(deleted.status == 200 && deleted.data["flashcard_id"]?.stringValue == id)
        #expect(try await world.api.call("DELETE", "/flashcards/\(id)", ann).status == 404)
    }
}
