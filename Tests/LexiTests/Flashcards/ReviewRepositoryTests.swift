import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct ReviewRepositoryTests {
    // A review moves the schedule, the counters, the day and the feed; when it is the newest, no log is read.
    @Test func reviewing() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            test.recorder.reset()
            let outcome = try await test.review(card, .good, lan)
            #expect(test.recorder.notes.calls == ["getItem", "getItem", "transactWriteItems 5"])
            #expect(!outcome.isDuplicate)
            #expect(outcome.flashcard.schedule.intervalDays == 1)
            #expect(outcome.flashcard.version == 2)
            #expect(try await test.flashcards.get(card.flashcardID, of: lan.userID) == outcome.flashcard)
            let statistics = try await test.users.statistics(lan.userID)
            #expect(statistics.reviewsTotal == 1)
            #expect(statistics.cardsNew == 0 && statistics.cardsLearning == 1)
            #expect(statistics.currentStreak == 1 && statistics.bestStreak == 1)
            let today = lan.timeZone.day(at: TestStore.start)
            let days = try await test.users.activity(lan.userID, from: today, to: today)
            #expect(days.map(\.reviews) == [1])
            #expect(try await test.feed(lan.userID).map(\.position.sequence) == [1, 3])
        }
    }

    // The same id with the same content is applied once, also when it comes without a time; with another it is refused.
    @Test func repeating() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            let id = ReviewID(ULID(high: 9, low: 9))
            let first = try await test.review(card, .good, lan, id: id)
            for time in [nil, first.review.reviewedAt] {
                test.clock.advance(seconds: 100)
                let again = try await test.review(card, .good, lan, at: time, id: id)
                #expect(again.isDuplicate)
                #expect(again.review == first.review)
                #expect(again.flashcard == first.flashcard)
            }
            await #expect(throws: RepositoryError.reviewConflict) { try await test.review(card, .easy, lan, id: id) }
            await #expect(throws: RepositoryError.reviewConflict) {
                try await test.review(card, .good, lan, at: TestStore.start.adding(seconds: 7), id: id)
            }
            #expect(try await test.users.statistics(lan.userID).reviewsTotal == 1)
        }
    }

    // Whatever order the reviews arrive in, every card ends with the same schedule: the fold of its log.
    @Test func arrivingInAnyOrder() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let log: [(Rating, Int)] = [(.good, -30), (.good, -29), (.forgot, -20), (.hard, -20), (.easy, -3)]
            var schedules: Set<String> = []
            for (number, order) in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [3, 4, 0, 2, 1]].enumerated() {
                let card = try await test.save("word \(number)", lan)
                for index in order {
                    let id = ReviewID(ULID(high: 1, low: UInt64(index)))
                    let time = TestStore.start.adding(days: log[index].1)
                    try await test.review(card, log[index].0, lan, at: time, id: id)
                }
                let found = try await test.flashcards.get(card.flashcardID, of: lan.userID)
                schedules.insert("\(found.schedule)")
                let page = try await test.reviews.list(of: card.flashcardID, of: lan.userID, PageRequest())
                #expect(Schedule.fold(page.items, created: card.createdAt) == found.schedule)
                #expect(page.items.map(\.rating) == log.map(\.0))
            }
            #expect(schedules.count == 1)
            #expect(try await test.users.statistics(lan.userID).reviewsTotal == 20)
        }
    }

    // Twenty reviews of one card at once, from two processes, are all in its log, and its schedule is their fold.
    @Test func reviewingAtOnce() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            let other = test.another(8)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    let reviews = number % 2 == 0 ? test.reviews : other.reviews
                    let rating = Rating.allCases[number % 4]
                    let time = TestStore.start.adding(days: number * 7 % 20 - 20)
                    let new = NewReview(rating: rating, reviewID: nil, reviewedAt: time)
                    group.addTask { _ = try await reviews.append(new, to: card.flashcardID, of: lan) }
                }
                try await group.waitForAll()
            }
            let found = try await test.flashcards.get(card.flashcardID, of: lan.userID)
            let log = try await test.reviews.list(of: card.flashcardID, of: lan.userID, PageRequest(limit: 100)).items
            #expect(log.count == 20)
            #expect(found.schedule == Schedule.fold(log, created: card.createdAt))
            #expect(found.version == 21)
            let statistics = try await test.users.statistics(lan.userID)
            #expect(statistics.reviewsTotal == 20)
            #expect(statistics.currentStreak == 20 && statistics.bestStreak == 20)
            #expect(statistics.cardsNew + statistics.cardsLearning + statistics.cardsMature == 1)
            #expect(try await test.feed(lan.userID).map(\.position.sequence) == [1, 22])
        }
    }

    // A review that arrives late counts on its own day, and closes the gap in the streak.
    @Test func lateReviews() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            for day in [-4, -3, -1, 0] {
                try await test.review(card, .good, lan, at: TestStore.start.adding(days: day))
            }
            var statistics = try await test.users.statistics(lan.userID)
            #expect(statistics.currentStreak == 2 && statistics.bestStreak == 2)
            try await test.review(card, .good, lan, at: TestStore.start.adding(days: -2))
            try await test.review(card, .good, lan, at: TestStore.start.adding(days: -4))
            statistics = try await test.users.statistics(lan.userID)
            #expect(statistics.currentStreak == 5 && statistics.bestStreak == 5)
            let today = lan.timeZone.day(at: TestStore.start)
            let days = try await test.users.activity(lan.userID, from: today.adding(days: -9), to: today)
            #expect(days.map(\.reviews) == [1, 1, 1, 1, 2])
        }
    }

    // A card that is not the user's, or not there, cannot be reviewed.
    @Test func otherCards() async throws {
        try await TestStore.run { test in
            let (lan, eve) = (try await test.register("lan"), try await test.register("eve"))
            let card = try await test.save("apple", lan)
            await #expect(throws: RepositoryError.notFound) { try await test.review(card, .good, eve) }
            await #expect(throws: RepositoryError.notFound) {
                try await test.reviews.list(of: card.flashcardID, of: eve.userID, PageRequest())
            }
            try await test.flashcards.delete(card.flashcardID, of: lan.userID)
            await #expect(throws: RepositoryError.notFound) { try await test.review(card, .good, lan) }
            #expect(try await test.users.statistics(eve.userID).reviewsTotal == 0)
        }
    }

    // The log of a card comes page by page in its order.
    @Test func listing() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            for day in [-1, -5, -3, -2, -4] {
                try await test.review(card, .good, lan, at: TestStore.start.adding(days: day))
            }
            var days: [Int64] = []
            var position: Position?
            repeat {
                let page = try await test.reviews.list(
                    of: card.flashcardID, of: lan.userID, PageRequest(limit: 2, position: position))
                days += page.items.map { ($0.reviewedAt.seconds - TestStore.start.seconds) / 86_400 }
                position = page.next
            } while position != nil
            #expect(days == [-5, -4, -3, -2, -1])
            let all = try await test.reviews.list(of: card.flashcardID, of: lan.userID, PageRequest()).items
            // A cursor of a program whose reviews were listed by another key.
            let earlier = Position.Mark.after(
                sort: "CREATED#\(all[1].reviewedAt.text)#\(all[1].reviewID.text)",
                item: ItemKey("FLASHCARD#x", "REVIEW#x"))
            let rest = try await test.reviews.list(
                of: card.flashcardID, of: lan.userID, PageRequest(position: Position([earlier])))
            #expect(rest.items == Array(all[2...]))
        }
    }
}
