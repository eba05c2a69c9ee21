import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct CardMarkTests {
    private func tagged(_ tag: String, _ user: User, _ test: TestStore) async throws -> [String] {
        let page = try await test.flashcards.list(of: user.userID, tag: try CardTag(tag), PageRequest())
        return page.items.map(\.word.text)
    }

    // Cards are listed by their tags, whatever the case, the newest first; what lists them follows every change.
    @Test func tags() async throws {
        try await TestStore.run { test in
            let (lan, eve) = (try await test.register("lan"), try await test.register("eve"))
            var apple = try await test.save("apple", "", tags: ["Food", "food", "A#1"], lan)
            #expect(apple.tags.map(\.text) == ["Food", "A#1"])
            _ = try await test.save("bread", "", tags: ["FOOD"], lan)
            _ = try await test.save("food chain", "", tags: ["foods"], lan)
            _ = try await test.save("pear", "", tags: ["food"], eve)
            #expect(try await tagged("fOOd", lan, test) == ["bread", "apple"])
            #expect(try await tagged("a#1", lan, test) == ["apple"])
            apple = try await test.flashcards.update(
                apple, try TestStore.patch { $0.tags = .set(["fruit"]) })
            #expect(try await tagged("food", lan, test) == ["bread"])
            #expect(try await tagged("fruit", lan, test) == ["apple"])
            #expect(try await test.flashcards.get(apple.flashcardID, of: lan.userID) == apple)
            apple = try await test.flashcards.update(apple, try TestStore.patch { $0.tags = .reset })
            #expect(apple.tags.isEmpty)
            try await test.flashcards.delete(apple)
            let rows = try await test.items("USER#\(lan.userID.text)")
            #expect(rows.count { ItemKind(of: $0) == .tagRow } == 2)
            #expect(!rows.contains { $0["flashcard_id"]?.string == apple.flashcardID.text })
        }
    }

    // What is wrong with tags is reported by its place.
    @Test func wrongTags() throws {
        for (tags, pointers) in [
            (["a", ""], ["/tags/1"]), ([String(repeating: "x", count: 51)], ["/tags/0"]), (["a\u{0}"], ["/tags/0"]),
            ((0..<21).map { "t\($0)" }, ["/tags"]), ((0..<40).map { "t\($0 % 20)" }, []), (["  "], ["/tags/0"]),
        ] {
            var fields = FlashcardFields()
            fields["word"] = .set("apple")
            fields.tags = .set(tags)
            var errors = FieldErrors()
            _ = fields.creation(&errors)
            #expect(errors.errors.map(\.pointer) == pointers, "\(tags)")
        }
    }

    // A suspended card is never due, and is listed as such until it is resumed.
    @Test func suspending() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            var card = try await test.save("apple", lan)
            _ = try await test.save("pear", lan)
            card = try await test.flashcards.update(card, try TestStore.patch { $0.isSuspended = .set(true) })
            #expect(try await test.flashcards.due(of: lan, PageRequest()).items.map(\.word.text) == ["pear"])
            #expect(try await test.flashcards.forecast(of: lan, days: 1).due == 1)
            let suspended = try await test.flashcards.suspended(of: lan.userID, PageRequest()).items
            #expect(suspended == [card])
            card = try await test.review(card, .good, lan).flashcard
            #expect(card.isSuspended)
            card = try await test.flashcards.update(card, try TestStore.patch { $0.isSuspended = .reset })
            #expect(try await test.flashcards.suspended(of: lan.userID, PageRequest()).items.isEmpty)
        }
    }

    // A card that was forgotten eight times after it had been known is a leech.
    @Test func leeches() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            var card = try await test.save("apple", lan)
            for lapse in 1...8 {
                for rating in [Rating.good, .forgot] {
                    test.clock.advance(seconds: 60)
                    card = try await test.review(card, rating, lan).flashcard
                }
                #expect(card.isLeech == (lapse == 8))
                let listed = try await test.flashcards.leeches(of: lan.userID, PageRequest()).items
                #expect(listed == (lapse == 8 ? [card] : []))
            }
        }
    }

    // A leech of a program that did not list them is put into the list, whatever else is written meanwhile; cards that
    // are listed or no leeches are not written.
    @Test func leechesOfOlderPrograms() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            var leeches: [Flashcard] = []
            for number in 0..<3 {
                var card = try await test.save("word \(number)", lan)
                if number == 1 { continue }
                card.schedule.lapseCount = LexiLimits.leechLapses
                var item = card.item
                for name in ["GSI5PK", "GSI5SK"] { item[name] = nil }
                _ = try await test.recorder.table.putItem(
                    PutItemRequest(tableName: test.store.table.name, item: item))
                leeches.append(card)
            }
            var statistics = try await test.users.statistics(lan.userID)
            statistics.leechesAreListed = false
            try await test.put(statistics)
            #expect(try await test.flashcards.leeches(of: lan.userID, PageRequest()).items.isEmpty)
            test.recorder.fail("transactWriteItems", DynamoDBError(.serviceUnavailable, "away"))
            await #expect(throws: RepositoryError.self) { try await test.flashcards.prepare(lan.userID) }
            try await test.flashcards.prepare(lan.userID)
            #expect(try await test.flashcards.leeches(of: lan.userID, PageRequest()).items == leeches)
            #expect(try await test.users.statistics(lan.userID).isPrepared)
            test.recorder.reset()
            try await test.flashcards.prepare(lan.userID)
            #expect(test.recorder.notes.calls == ["getItem"])
        }
    }

    // A day of learning begins when the clocks show its hour, also on the days on which they change.
    @Test func daysOfLearningBeginByTheClocks() async throws {
        try await TestStore.run { test in
            var patch = UserPatch()
            (patch.dayStartHour, patch.timeZone) = (4, try TimeZoneName("America/New_York"))
            let lan = try await test.users.update(try await test.register("lan"), patch)
            for (text, day) in [
                ("2026-03-08T07:59:59Z", "2026-03-07"), ("2026-03-08T08:00:00Z", "2026-03-08"),
                ("2026-11-01T08:59:59Z", "2026-10-31"), ("2026-11-01T09:00:00Z", "2026-11-01"),
                ("2026-05-02T07:59:59Z", "2026-05-01"), ("2026-05-02T08:00:00Z", "2026-05-02"),
            ] {
                let moment = try #require(Timestamp(text))
                #expect(lan.studyDay(at: moment).text == day, "\(text)")
                let end = lan.studyDayEnd(at: moment)
                #expect(lan.studyDay(at: end).text == day && lan.studyDay(at: end.adding(seconds: 1)).text > day)
            }
        }
    }

    // All pages of due cards together have no more new cards and reviews than the limits leave of the day, which begins
    // at the user's hour; a first review counts as a new card only, and a review that is taken back frees its place.
    @Test func limitsOfTheDay() async throws {
        try await TestStore.run { test in
            var patch = UserPatch()
            (patch.dayStartHour, patch.newCardsPerDay, patch.reviewsPerDay, patch.timeZone) = (4, 3, 2, .utc)
            let lan = try await test.users.update(try await test.register("lan"), patch)
            var cards: [Flashcard] = []
            for number in 0..<10 {
                var card = try await test.save("word \(number)", lan)
                if number < 5 {
                    card = try await test.review(card, .good, lan, at: TestStore.start.adding(days: -2)).flashcard
                }
                cards.append(card)
            }
            func due(_ limit: Int = 20) async throws -> [Maturity: Int] {
                var counts: [Maturity: Int] = [:]
                var position: Position?
                repeat {
                    let page = try await test.flashcards.due(of: lan, PageRequest(limit: limit, position: position))
                    #expect(page.items.count <= limit)
                    for card in page.items { counts[card.maturity, default: 0] += 1 }
                    position = page.next.flatMap { Position(bytes: $0.bytes) }
                } while position != nil
                return counts
            }
            for limit in [1, 2, 20] { #expect(try await due(limit) == [.new: 3, .learning: 2]) }
            let first = try await test.review(cards[9], .good, lan)
            #expect(try await due() == [.new: 2, .learning: 2])
            _ = try await test.review(first.flashcard, .good, lan, at: TestStore.start.adding(seconds: 1))
            #expect(try await due() == [.new: 2, .learning: 1])
            let other = try await test.review(cards[0], .good, lan)
            #expect(try await due() == [.new: 2])
            _ = try await test.reviews.takeBack(other.review.reviewID, of: other.flashcard, of: lan)
            #expect(try await due() == [.new: 2, .learning: 1])
            // 03:59 of the next calendar day is still the same day of learning; at 04:00 a new one begins.
            test.clock.advance(seconds: 17 * 3600 + 29 * 60)
            #expect(try await due() == [.new: 2, .learning: 1])
            test.clock.advance(seconds: 60)
            #expect(try await due() == [.new: 3, .learning: 2])
        }
    }

    // With an hour at which days of learning begin, what falls due before the end of the day is due.
    @Test func dueByTheEndOfTheDay() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            _ = try await test.review(card, .good, lan, at: TestStore.start.adding(days: -1).adding(seconds: 3600))
            #expect(try await test.flashcards.due(of: lan, PageRequest()).items.isEmpty)
            var patch = UserPatch()
            (patch.dayStartHour, patch.timeZone) = (4, .utc)
            let early = try await test.users.update(lan, patch)
            #expect(try await test.flashcards.due(of: early, PageRequest()).items.count == 1)
            #expect(early.studyDayEnd(at: TestStore.start).text == "2026-05-03T03:59:59Z")
        }
    }

    // Lists by tag, search, leeches and suspended cards stay within their budgets.
    @Test func budgets() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            for number in 0..<40 {
                var card = try await test.save("word \(number)", "từ số \(number)", tags: ["basic"], lan)
                if number < 20 { card.schedule.lapseCount = 8 }
                if number >= 20 { card.isSuspended = true }
                try await test.put(card)
            }
            let (id, page) = (lan.userID, PageRequest())
            let statistics = try await test.users.statistics(id)
            try await test.expect(AccessPatterns.tagged) {
                let found = try await test.flashcards.list(of: id, tag: try CardTag("basic"), page).items
                #expect(found.count == 20)
            }
            try await test.expect(AccessPatterns.found) {
                let found = try await test.flashcards.search("so wo", of: id, statistics, page).items
                #expect(found.count == 20)
            }
            try await test.expect(AccessPatterns.leeches) {
                let found = try await test.flashcards.leeches(of: id, page).items
                #expect(found.count == 20)
            }
            try await test.expect(AccessPatterns.suspended) {
                let found = try await test.flashcards.suspended(of: id, page).items
                #expect(found.count == 20)
            }
        }
    }
}
