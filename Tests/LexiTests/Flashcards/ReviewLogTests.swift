import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct ReviewLogTests {
    // A page of a log costs a page, however long the log is; a late review reads what comes after it and no more.
    @Test func unitsOfLongLogs() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            var card = try await test.save("apple", lan)
            for number in 0..<300 {
                let time = TestStore.start.adding(seconds: Int64(number - 400) * 60)
                card = try await test.review(card, .good, lan, at: time).flashcard
            }
            try await test.expect(AccessPatterns.reviewLog) {
                let page = try await test.reviews.list(of: card, PageRequest())
                #expect(page.items.count == 20)
            }
            let recent = TestStore.start.adding(seconds: -103 * 60 - 30)
            test.recorder.reset()
            _ = try await test.reviews.append(
                NewReview(rating: .hard, reviewID: nil, reviewedAt: recent), to: card, of: lan)
            #expect(test.recorder.notes.units.read < 8)
            let late = try await test.flashcards.get(card.flashcardID, of: lan.userID)
            let log = try await test.reviews.list(of: late, PageRequest(limit: 1000)).items
            #expect(log.count == 301)
            #expect(late.schedule == Schedule.fold(log, created: card.createdAt))
        }
    }

    // Whatever order reviews arrive in, also several of one second, the schedule is the fold of the whole log.
    @Test(arguments: 1...8 as ClosedRange<UInt64>) func anyOrder(seed: UInt64) async throws {
        try await TestStore.run { test in
            var generator = SeededGenerator(seed: seed)
            let lan = try await test.register("lan")
            var card = try await test.save("apple", lan)
            for number in 0..<30 {
                let time = TestStore.start.adding(seconds: Int64.random(in: -12...0, using: &generator) * 40_000)
                let rating = Rating.allCases.randomElement(using: &generator) ?? .good
                let id = ReviewID(ULID(high: .random(in: 0...9, using: &generator), low: UInt64(number)))
                card = try await test.review(card, rating, lan, at: time, id: id).flashcard
                let log = try await test.reviews.list(of: card, PageRequest(limit: 100)).items
                #expect(log.count == number + 1)
                #expect(log.map(\.order) == log.map(\.order).sorted())
                #expect(card.schedule == Schedule.fold(log, created: card.createdAt), "\(number)")
            }
        }
    }

    // A log that an older program kept by ids is read as it is, page by page, and moved when the card is reviewed:
    // nothing is lost, nothing is twice, ids stay taken, and it does not matter whether the review is the newest or a
    // late one.
    @Test(arguments: [3, 45, 100], [true, false]) func oldLogs(count: Int, isLate: Bool) async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let old = try await Self.putOldLog(of: count, lan, test)
            let (card, reviews) = (old.card, old.reviews)
            #expect(try await Self.pages(of: card, test) == reviews)
            let again = try await test.reviews.append(
                NewReview(rating: reviews[1].rating, reviewID: reviews[1].reviewID, reviewedAt: nil), to: card,
                of: lan)
            #expect(again.isDuplicate && again.review == reviews[1])
            let time = isLate ? reviews[1].reviewedAt.adding(seconds: 1) : TestStore.start
            let added = try await test.review(card, .hard, lan, at: time)
            let log = try await Self.pages(of: added.flashcard, test)
            #expect(added.flashcard.isLogByTime)
            #expect(log == (reviews + [added.review]).sorted { $0.order < $1.order })
            #expect(added.flashcard.schedule == Schedule.fold(log, created: card.createdAt))
            let late = try await test.review(added.flashcard, .easy, lan, at: reviews[0].reviewedAt.adding(seconds: 1))
            let whole = try await Self.pages(of: late.flashcard, test)
            #expect(late.flashcard.schedule == Schedule.fold(whole, created: card.createdAt))
            #expect(whole.count == count + 2)
            let items = try await test.items("FLASHCARD#\(card.flashcardID.text)")
            #expect(items.allSatisfy { $0["SK"]?.string?.hasPrefix("REVIEW") != true || $0["GSI1PK"] == nil })
            let conflict = NewReview(rating: .forgot, reviewID: reviews[0].reviewID, reviewedAt: time)
            await #expect(throws: RepositoryError.reviewConflict) {
                try await test.reviews.append(conflict, to: late.flashcard, of: lan)
            }
            try await test.flashcards.delete(late.flashcard)
            #expect(try await test.items("FLASHCARD#\(card.flashcardID.text)").isEmpty)
        }
    }

    // A review that was added before the log was moved, and that no guard stands for, has no state: the log is moved as
    // one whose states are not known, and a late review folds all of it.
    @Test func aReviewBeforeTheMove() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let old = try await Self.putOldLog(of: 3, lan, test)
            var card = old.card
            let early = Review(
                reviewID: ReviewID(test.store.ids.next()), flashcardID: card.flashcardID, userID: lan.userID,
                rating: .hard, reviewedAt: TestStore.start, createdAt: TestStore.start)
            #expect(early.isAtItsID)
            try await test.put(early)
            card.schedule = card.schedule.applying(early.rating, early.order)
            try await test.put(card)
            test.clock.advance(seconds: 100)
            let added = try await test.review(card, .good, lan)
            #expect(added.flashcard.isLogByTime && added.flashcard.unsettled?.contains(early.order) == true)
            let late = try await test.review(
                added.flashcard, .easy, lan, at: old.reviews[2].reviewedAt.adding(seconds: 1))
            let log = try await Self.pages(of: late.flashcard, test)
            #expect(log.count == 6 && log.contains(early))
            #expect(late.flashcard.schedule == Schedule.fold(log, created: card.createdAt))
        }
    }

    // A move that is interrupted after any of its parts leaves a log that reads whole, and goes on later.
    @Test(arguments: 0...2) func interruptedMoves(parts: Int) async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let (card, reviews) = try await Self.putOldLog(of: 120, lan, test)
            test.recorder.fail("transactWriteItems", DynamoDBError(.serviceUnavailable, "stopping"), after: parts)
            await #expect(throws: RepositoryError.self) { try await test.review(card, .good, lan) }
            test.recorder.recover()
            let now = try await test.flashcards.get(card.flashcardID, of: lan.userID)
            #expect(!now.isLogByTime)
            #expect(try await Self.pages(of: now, test) == reviews)
            let added = try await test.review(now, .good, lan)
            let log = try await Self.pages(of: added.flashcard, test)
            #expect(log == reviews + [added.review])
            #expect(added.flashcard.schedule == Schedule.fold(log, created: card.createdAt))
        }
    }

    // A position that an older program gave out goes on where it stood.
    @Test func oldPositions() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            var card = try await test.save("apple", lan)
            var reviews: [Review] = []
            for day in -5...0 {
                let outcome = try await test.review(card, .good, lan, at: TestStore.start.adding(days: day))
                (card, reviews) = (outcome.flashcard, reviews + [outcome.review])
            }
            let sort = "CREATED#\(reviews[2].reviewedAt.text)#\(reviews[2].reviewID.text)"
            let page = PageRequest(position: Position([.after(sort: sort, item: nil)]))
            #expect(try await test.reviews.list(of: card, page).items.map(\.reviewID) == reviews[3...].map(\.reviewID))
        }
    }

    /// A card with a log as an older program left it, byte for byte.
    private static func putOldLog(
        of count: Int, _ user: User, _ test: TestStore
    ) async throws -> (card: Flashcard, reviews: [Review]) {
        var card = try await test.save("apple", user)
        var reviews: [Review] = []
        for number in 0..<count {
            reviews.append(
                Review(
                    reviewID: ReviewID(ULID(high: UInt64(count - number), low: 1)), flashcardID: card.flashcardID,
                    userID: user.userID, rating: number % 7 == 3 ? .forgot : .good,
                    reviewedAt: TestStore.start.adding(days: number - count), createdAt: TestStore.start))
        }
        card.schedule = Schedule.fold(reviews, created: card.createdAt)
        for review in reviews {
            var item = ReviewGuard(review).item
            item["GSI1PK"] = .s("USER#\(user.userID.text)#REVIEW")
            item["GSI1SK"] = .s("CREATED#\(review.reviewedAt.text)#\(review.reviewID.text)")
            _ = try await test.recorder.table.putItem(PutItemRequest(tableName: "LexiApp", item: item))
        }
        var item = card.item
        (item["schema_version"], item["log_by_time"]) = (nil, nil)
        _ = try await test.recorder.table.putItem(PutItemRequest(tableName: "LexiApp", item: item))
        return (try await test.flashcards.get(card.flashcardID, of: user.userID), reviews)
    }

    /// A card's log, read in small pages, without the states.
    private static func pages(of card: Flashcard, _ test: TestStore) async throws -> [Review] {
        var reviews: [Review] = []
        var position: Position?
        repeat {
            let page = try await test.reviews.list(of: card, PageRequest(limit: 7, position: position))
            reviews += page.items.map { ReviewGuard($0).review }
            position = page.next.flatMap { Position(bytes: $0.bytes) }
        } while position != nil
        return reviews
    }
}
