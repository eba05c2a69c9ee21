import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct FlashcardRepositoryTests {
    // Saving a card writes card, word guard, statistics and feed row; the card is new and due at once.
    @Test func saving() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            test.recorder.reset()
            let card = try await test.save("Ice cream", lan)
            #expect(test.recorder.notes.calls == ["getItem", "transactWriteItems 4"])
            #expect(card.maturity == .new)
            #expect(card.schedule.nextReviewAt == TestStore.start)
            #expect(try await test.flashcards.get(card.flashcardID, of: lan.userID) == card)
            #expect(try await test.flashcards.find(try Word("ICE  CREAM"), of: lan.userID) == card)
            #expect(try await test.flashcards.due(of: lan.userID, PageRequest()).items == [card])
            let statistics = try await test.users.statistics(lan.userID)
            #expect(statistics.totalWordsLearned == 1 && statistics.cardsNew == 1)
            #expect(try await test.feed(lan.userID).map(\.kind) == [.user, .flashcard])
        }
    }

    // A word is unique per user in its normal form, and the answer names the card that has it.
    @Test func duplicateWords() async throws {
        try await TestStore.run { test in
            let (lan, eve) = (try await test.register("lan"), try await test.register("eve"))
            let card = try await test.save("caf\u{E9}", lan)
            await #expect(throws: RepositoryError.duplicateWord(existing: card.flashcardID)) {
                try await test.save("CAFE\u{301}", lan)
            }
            _ = try await test.save("café", eve)
            _ = try await test.save("cafe", lan)
            #expect(try await test.users.statistics(lan.userID).totalWordsLearned == 2)
        }
    }

    // Of many at once with the same word one is saved; many different words are all saved, and the feed has no gap.
    @Test func savingAtOnce() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let other = test.another(8)
            let saved = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<40 {
                    let cards = number % 2 == 0 ? test.flashcards : other.flashcards
                    group.addTask {
                        let word = number < 20 ? "same" : "word \(number)"
                        return (try? await cards.create(try TestStore.new(word), for: lan.userID)) != nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(saved == 21)
            let statistics = try await test.users.statistics(lan.userID)
            #expect(statistics.totalWordsLearned == 21)
            #expect(statistics.feedPosition.sequence == 22)
            #expect(try await test.feed(lan.userID).map(\.position.sequence) == Array(1...22))
        }
    }

    // Another user's card answers like one that does not exist, whatever is asked of it.
    @Test func otherUsersCards() async throws {
        try await TestStore.run { test in
            let (lan, eve) = (try await test.register("lan"), try await test.register("eve"))
            let card = try await test.save("apple", lan)
            let patch = try TestStore.patch { $0["phonetic"] = .set("x") }
            await #expect(throws: RepositoryError.notFound) {
                try await test.flashcards.get(card.flashcardID, of: eve.userID)
            }
            await #expect(throws: RepositoryError.notFound) {
                try await test.flashcards.update(card.flashcardID, of: eve.userID, patch)
            }
            await #expect(throws: RepositoryError.notFound) {
                try await test.flashcards.delete(card.flashcardID, of: eve.userID)
            }
            #expect(try await test.flashcards.find(try Word("apple"), of: eve.userID) == nil)
            #expect(try await test.flashcards.get(card.flashcardID, of: lan.userID) == card)
        }
    }

    // A changed word moves its guard: the old word is free, the new one is taken; a taken one changes nothing.
    @Test func changing() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let (apple, pear) = (try await test.save("apple", lan), try await test.save("pear", lan))
            let rename = try TestStore.patch { $0["word"] = .set("Plum") }
            let plum = try await test.flashcards.update(apple.flashcardID, of: lan.userID, rename, expectedVersion: 1)
            #expect(plum.word.text == "Plum")
            #expect(plum.version == 2)
            #expect(plum.schedule == apple.schedule)
            #expect(try await test.flashcards.find(try Word("apple"), of: lan.userID) == nil)
            #expect(try await test.flashcards.find(try Word("plum"), of: lan.userID) == plum)
            await #expect(throws: RepositoryError.duplicateWord(existing: plum.flashcardID)) {
                try await test.flashcards.update(
                    pear.flashcardID, of: lan.userID, try TestStore.patch { $0["word"] = .set("PLUM") })
            }
            await #expect(throws: RepositoryError.versionMismatch(current: 2)) {
                try await test.flashcards.update(apple.flashcardID, of: lan.userID, rename, expectedVersion: 1)
            }
            let spelled = try await test.flashcards.update(
                apple.flashcardID, of: lan.userID, try TestStore.patch { $0["word"] = .set("PLUM") })
            #expect(try await test.flashcards.find(try Word("plum"), of: lan.userID) == spelled)
            _ = try await test.save("apple", lan)
            #expect(try await test.feed(lan.userID).map(\.position.sequence) == [1, 3, 5, 6])
        }
    }

    // A deleted card frees its word, leaves a tombstone that expires, and takes its reviews along.
    @Test func deleting() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            for _ in 0..<30 { try await test.review(card, .good, lan) }
            try await test.flashcards.delete(card.flashcardID, of: lan.userID)
            #expect(try await test.items("FLASHCARD#\(card.flashcardID.text)").isEmpty)
            let statistics = try await test.users.statistics(lan.userID)
            #expect(statistics.totalWordsLearned == 0)
            #expect(statistics.cardsNew == 0 && statistics.cardsLearning == 0 && statistics.cardsMature == 0)
            #expect(statistics.reviewsTotal == 30)
            let last = try #require(try await test.feed(lan.userID).last)
            #expect(last.isTombstone && last.entityID == card.flashcardID.ulid)
            #expect(last.expiresAt == test.clock.clock.now.adding(days: 180))
            _ = try await test.save("apple", lan)
            await #expect(throws: RepositoryError.notFound) {
                try await test.flashcards.delete(card.flashcardID, of: lan.userID)
            }
        }
    }

    // Lists go page by page, each card once: newest first, by prefix A–Z, by maturity, by due time.
    @Test func listing() async throws {
        try await TestStore.run { test in
            let (lan, eve) = (try await test.register("lan"), try await test.register("eve"))
            let words = [
                "Ice", "iceberg", "ice cream", "apple", "Éclair", "e.g.", "and/or", "24/7", "don't", "ice-cold",
            ]
            var cards: [Flashcard] = []
            for word in words {
                test.clock.advance(seconds: 1)
                cards.append(try await test.save(word, lan))
            }
            _ = try await test.save("ice", eve)
            try await test.review(cards[0], .good, lan)
            let newest = try await collect { try await test.flashcards.list(of: lan.userID, $0) }
            #expect(newest.map(\.word.text) == words.reversed())
            let byPrefix = try await collect { try await test.flashcards.list(of: lan.userID, wordPrefix: "ICE", $0) }
            #expect(byPrefix.map(\.word.text) == ["Ice", "ice cream", "ice-cold", "iceberg"])
            let spaced = try await collect { try await test.flashcards.list(of: lan.userID, wordPrefix: "ice ", $0) }
            #expect(spaced.map(\.word.text) == ["ice cream"])
            #expect(
                try await collect { try await test.flashcards.list(of: lan.userID, wordPrefix: nil, $0) }.count == 10)
            #expect(try await collect { try await test.flashcards.list(of: lan.userID, wordPrefix: "#", $0) }.isEmpty)
            let new = try await collect { try await test.flashcards.list(of: lan.userID, maturity: .new, $0) }
            #expect(new.count == 9)
            let learning = try await collect {
                try await test.flashcards.list(of: lan.userID, maturity: .learning, wordPrefix: "i", $0)
            }
            #expect(learning.map(\.word.text) == ["Ice"])
            let due = try await collect { try await test.flashcards.due(of: lan.userID, $0) }
            #expect(due.map(\.word.text) == Array(words.dropFirst()))
            let forecast = try await test.flashcards.forecast(of: lan, days: 3)
            #expect(forecast.days.map(\.cards) == [9, 1, 0])
            #expect(forecast.due == 9)
        }
    }

    private func collect(
        _ read: (PageRequest) async throws -> Page<Flashcard>
    ) async throws -> [Flashcard] {
        var found: [Flashcard] = []
        var position: Position?
        repeat {
            let page = try await read(PageRequest(limit: 2, position: position))
            #expect(page.items.count <= 2)
            found += page.items
            position = page.next.flatMap { Position(bytes: $0.bytes) }
        } while position != nil
        return found
    }

    // The reviews of a deleted card that could not be removed are named by the user's statistics, and the next write of
    // the user's data removes them, or the start of a server.
    @Test(arguments: [true, false]) func interruptedDeletion(atStart: Bool) async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            for _ in 0..<5 { try await test.review(card, .good, lan) }
            let log = "FLASHCARD#\(card.flashcardID.text)"
            let before = try await test.items(log).count
            test.recorder.fail("query", DynamoDBError(.serviceUnavailable, "stopping"), times: 100)
            try await test.flashcards.delete(card.flashcardID, of: lan.userID)
            #expect(try await test.items(log).count == before - 1)
            #expect(try await test.users.statistics(lan.userID).logsToRemove == [card.flashcardID])
            test.recorder.recover()
            if atStart {
                #expect(try await test.another(8).removeDeletedLogs() == 1)
            } else {
                _ = try await test.save("pear", lan)
            }
            #expect(try await test.items(log).isEmpty)
            #expect(try await test.users.statistics(lan.userID).logsToRemove == [])
            #expect(try await test.store.removeDeletedLogs() == 0)
            #expect(try await test.feed(lan.userID).contains { $0.isTombstone })
        }
    }

    // A source must be a turn of one of the user's own sessions.
    @Test func sources() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            var session = Samples.session()
            session.userID = lan.userID
            session.totalTurns = 4
            _ = try await test.recorder.table.putItem(PutItemRequest(tableName: "LexiApp", item: session.item))
            for (index, word) in [(3, "c"), (1, "a"), (1, "b")] {
                _ = try await test.save(word, lan, from: TurnReference(sessionID: session.sessionID, turnIndex: index))
            }
            let saved = try await test.flashcards.saved(from: session.sessionID)
            #expect(saved.map(\.word.text) == ["a", "b", "c"])
            let beyond = TurnReference(sessionID: session.sessionID, turnIndex: 4)
            await #expect(throws: RepositoryError.self) { try await test.save("d", lan, from: beyond) }
            let eve = try await test.register("eve")
            let foreign = TurnReference(sessionID: session.sessionID, turnIndex: 1)
            await #expect(throws: RepositoryError.self) { try await test.save("d", eve, from: foreign) }
        }
    }
}

extension TestStore {
    @discardableResult
    func review(
        _ card: Flashcard, _ rating: Rating, _ user: User, at time: Timestamp? = nil, id: ReviewID? = nil
    ) async throws -> ReviewOutcome {
        try await reviews.append(
            NewReview(rating: rating, reviewID: id, reviewedAt: time), to: card.flashcardID, of: user)
    }
}
