import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct SearchTests {
    // A search finds the beginnings of words in word, translation and tags, without marks and case; all words of it
    // must match, and a card comes once. They come A–Z.
    @Test func searching() async throws {
        try await TestStore.run { test in
            let (lan, eve) = (try await test.register("lan"), try await test.register("eve"))
            var card = try await test.save("Vietnamese", "tiếng Việt", lan)
            _ = try await test.save("Da Nang", "Đà Nẵng, thành phố", tags: ["Places"], lan)
            _ = try await test.save("nanny", "bảo mẫu; nang nang", lan)
            _ = try await test.save("tie", "cà vạt", eve)
            for text in ["tieng viet", "TIENG", "viet", "tiếng việt", "t v", "viet vietnam", "ti\u{301}e"] {
                #expect(try await test.found(text, lan) == ["Vietnamese"], "\(text)")
            }
            #expect(try await test.found("nang", lan) == ["Da Nang", "nanny"])
            #expect(try await test.found("nang da", lan) == ["Da Nang"])
            #expect(try await test.found("đa", lan) == ["Da Nang"])
            #expect(try await test.found("place", lan) == ["Da Nang"])
            #expect(try await test.found("n", lan, limit: 1) == ["Da Nang", "nanny"])
            for text in ["ang", "tieng nang", "!", "x"] { #expect(try await test.found(text, lan) == []) }
            card = try await test.flashcards.update(
                card, try TestStore.patch { $0["translation_vi"] = .set("người Việt") })
            #expect(try await test.found("tieng", lan) == [])
            #expect(try await test.found("nguoi", lan) == ["Vietnamese"])
            try await test.flashcards.delete(card)
            #expect(try await test.found("viet", lan) == [])
        }
    }

    // Terms have neither marks nor case, and are cut at what is neither letter nor digit; a long one is kept in part.
    @Test func terms() {
        let long = String(repeating: "ấ", count: 50)
        for (texts, terms) in [
            (["Đi Lại", "go; come-back"], "di lai go come back"), (["don't", "1.000 ½"], "don t 1 000 ½"),
            (["", "  ", "a"], "a"), (["!", "…"], ""), ([long, "x"], String(repeating: "a", count: 40) + " x"),
            (["ǅ\u{301}", "日本 語"], "ǆ 日本 語"),
        ] {
            let found = SearchTerms(texts[0], texts.dropFirst().joined(separator: "\n"))
            #expect(found.text == terms, "\(texts)")
        }
        let terms = SearchTerms("ice cream", "ice")
        #expect(terms.list == ["ice", "cream"])
        for prefix in ["i", "ice", "c", "cream"] { #expect(terms.hasTerm(beginningWith: prefix), "\(prefix)") }
        for prefix in ["ce", "icec", "creams", "ice cream!"] { #expect(!terms.hasTerm(beginningWith: prefix)) }
        #expect(!SearchTerms("").hasTerm(beginningWith: "a"))
    }

    // A page reads a bounded number of words: it can be empty, and the next one goes on where it ended.
    @Test func bound() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            for number in 0..<LexiLimits.wordsSearched {
                var card = try Samples.card("word \(number)", number: UInt64(number))
                card.userID = lan.userID
                try await test.put(WordGuard(card))
            }
            _ = try await test.save("zebra", "ngựa vằn", lan)
            let statistics = try await test.users.statistics(lan.userID)
            test.recorder.reset()
            let first = try await test.flashcards.search("ngua", of: lan.userID, statistics, PageRequest())
            #expect(first.items.isEmpty)
            #expect(test.recorder.notes.units.read <= 80)
            let next = PageRequest(position: first.next)
            let second = try await test.flashcards.search("ngua", of: lan.userID, statistics, next)
            #expect(second.items.map(\.word.text) == ["zebra"])
            #expect(second.next == nil)
        }
    }

    // The guard of a word follows its card's terms with each edit, and an edit that changes none does not touch it.
    @Test func guardsFollow() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            var card = try await test.save("apple", "quả táo", lan)
            // What a foreign hand left out shows whether the guard is written.
            var word = WordGuard(card)
            word.terms = nil
            try await test.put(word)
            card = try await test.flashcards.update(card, try TestStore.patch { $0["phonetic"] = .set("ˈæpl") })
            card = try await test.flashcards.update(
                card, try TestStore.patch { $0["translation_vi"] = .set("Qua tao") })
            #expect(try await test.guards(lan) == [word])
            card = try await test.flashcards.update(card, try TestStore.patch { $0.tags = .set(["food"]) })
            #expect(try await test.guards(lan) == [WordGuard(card)])
            card = try await test.flashcards.update(card, try TestStore.patch { $0["word"] = .set("Apple") })
            #expect(try await test.guards(lan) == [WordGuard(card)])
            card = try await test.flashcards.update(card, try TestStore.patch { $0["word"] = .set("pear") })
            #expect(try await test.guards(lan) == [WordGuard(card)])
            #expect(try await test.found("food", lan) == ["pear"])
        }
    }

    // Cards of a program that listed them under their terms are found at once, by reads alone. Then the terms are put
    // into the guards of their words, in parts, and the rows are removed.
    @Test func oldCards() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let cards = try await test.saveOld(FlashcardRepository.guardsPerPart + 9, lan)
            #expect(try await test.searchRows(lan) == 3 * cards.count)
            test.recorder.reset()
            #expect(try await test.found("tu", lan).count == cards.count)
            #expect(try await test.found("tu 98", lan) == ["word 98"])
            #expect(!test.recorder.notes.calls.contains { $0.hasPrefix("transact") || $0.hasPrefix("batchWrite") })
            #expect(try await test.searchRows(lan) == 3 * cards.count)
            try await test.flashcards.prepare(lan.userID)
            #expect(try await test.users.statistics(lan.userID).guardsHaveTerms)
            #expect(try await test.searchRows(lan) == 0)
            #expect(try await test.guards(lan).allSatisfy { $0.terms != nil })
            test.recorder.reset()
            #expect(try await test.found("tu", lan).count == cards.count)
            try await test.flashcards.prepare(lan.userID)
            #expect(!test.recorder.notes.calls.contains { $0.hasPrefix("transact") || $0.hasPrefix("batchWrite") })
            // An older program writes again: it leaves the mark out.
            var card = cards[3]
            card.translationVi = "mới"
            try await test.put(card)
            var statistics = try await test.users.statistics(lan.userID)
            statistics.guardsHaveTerms = false
            try await test.put(statistics)
            #expect(try await test.found("moi", lan) == [card.word.text])
            try await test.flashcards.prepare(lan.userID)
            #expect(try await test.found("moi", lan) == [card.word.text])
            #expect(try await test.users.statistics(lan.userID).guardsHaveTerms)
        }
    }

    // A page of a search costs a bounded number of reads also before the cards are prepared, however many there are.
    @Test func boundOfOldCards() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            _ = try await test.saveOld(230, lan)
            let statistics = try await test.users.statistics(lan.userID)
            test.recorder.reset()
            let first = try await test.flashcards.search("229", of: lan.userID, statistics, PageRequest(limit: 5))
            #expect(test.recorder.notes.units.read <= 230)
            #expect(test.recorder.notes.calls.count { $0 == "batchGetItem" } <= 3)
            #expect(first.next != nil || first.items.count == 1)
            #expect(try await test.found("229", lan) == ["word 229"])
        }
    }

    // Whatever interrupts the preparation, the next one does the rest; what is done stays done, and searches are right.
    @Test func interruptedPreparation() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            _ = try await test.saveOld(30, lan)
            let away = DynamoDBError(.serviceUnavailable, "away")
            for call in ["transactWriteItems", "batchWriteItem"] {
                test.recorder.fail(call, away)
                await #expect(throws: RepositoryError.tableUnavailable(away)) {
                    try await test.flashcards.prepare(lan.userID)
                }
                #expect(try await test.searchRows(lan) == 90)
                #expect(try await !test.users.statistics(lan.userID).guardsHaveTerms)
                #expect(try await test.found("tu", lan).count == 30)
            }
            #expect(try await test.guards(lan).allSatisfy { $0.terms != nil })
            try await test.flashcards.prepare(lan.userID)
            #expect(try await test.found("tu", lan).count == 30)
            #expect(try await test.searchRows(lan) == 0)
        }
    }

    // While rows of an older program stand, those of a card go when its terms change or it is deleted, and all go with
    // the account.
    @Test func oldRowsOfChangedCards() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let cards = try await test.saveOld(4, lan)
            var card = try await test.flashcards.update(cards[0], try TestStore.patch { $0["phonetic"] = .set("x") })
            #expect(try await test.searchRows(lan) == 12)
            card = try await test.flashcards.update(card, try TestStore.patch { $0["translation_vi"] = .set("chữ") })
            #expect(try await test.searchRows(lan) == 9)
            try await test.flashcards.delete(cards[1])
            #expect(try await test.searchRows(lan) == 6)
            try await test.store.erasure.begin(lan, WriteContext(.user(lan.userID), at: TestStore.start))
            #expect(try await test.store.erasure.proceed(lan.userID) != nil)
            #expect(try await test.items("USER#\(lan.userID.text)").isEmpty)
        }
    }

    // A position of an older program's search stands at one of its rows, and is refused.
    @Test func oldPositions() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            let statistics = try await test.users.statistics(lan.userID)
            for key in SearchRow.keys(of: card) + [
                TagRow(userID: lan.userID, tag: "z", flashcardID: card.flashcardID).key
            ] {
                let page = PageRequest(position: Position([.after(sort: key.sort, item: nil)]))
                await #expect(throws: RepositoryError.badPosition) {
                    try await test.flashcards.search("a", of: lan.userID, statistics, page)
                }
            }
        }
    }
}

extension TestStore {
    func save(
        _ word: String, _ translation: String, tags: [String] = [], _ user: User
    ) async throws -> Flashcard {
        var fields = FlashcardFields()
        fields["word"] = .set(word)
        fields["translation_vi"] = .set(translation)
        fields.tags = .set(tags)
        var errors = FieldErrors()
        return try await flashcards.create(try #require(fields.creation(&errors)), for: user.userID)
    }

    /// The words of all cards that a search finds, over all its pages.
    fileprivate func found(_ text: String, _ user: User, limit: Int = 20) async throws -> [String] {
        let statistics = try await users.statistics(user.userID)
        var words: [String] = []
        var position: Position?
        repeat {
            let page = try await flashcards.search(
                text, of: user.userID, statistics, PageRequest(limit: limit, position: position))
            words += page.items.map(\.word.text)
            position = page.next
        } while position != nil
        return words
    }

    /// Saves cards with three terms each as a program did that listed them under their terms.
    fileprivate func saveOld(_ count: Int, _ user: User) async throws -> [Flashcard] {
        var cards: [Flashcard] = []
        for number in 0..<count {
            let card = try await save("word \(number)", "từ", user)
            var word = WordGuard(card)
            word.terms = nil
            try await put(word)
            for term in card.searchTerms.list {
                try await put(
                    SearchRow(
                        userID: user.userID, term: term, flashcardID: card.flashcardID, terms: card.searchTerms.list))
            }
            cards.append(card)
        }
        var statistics = try await users.statistics(user.userID)
        statistics.guardsHaveTerms = false
        try await put(statistics)
        return cards
    }

    fileprivate func guards(_ user: User) async throws -> [WordGuard] {
        try await items("USER#\(user.userID.text)").filter { ItemKind(of: $0) == .wordGuard }
            .map { try WordGuard(item: $0) }
    }

    fileprivate func searchRows(_ user: User) async throws -> Int {
        try await items("USER#\(user.userID.text)").count { ItemKind(of: $0) == .searchRow }
    }
}
