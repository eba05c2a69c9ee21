import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct TakeBackTests {
    // After the last review is taken back, card, counters, days and streak are as they were before it, review by review
    // down to the new card; the reviews are kept as taken back, and their ids are free again.
    @Test(arguments: [SchedulerSetting.sm2, .fsrs(retention: 9000, parameters: nil)])
    func backToTheStart(setting: SchedulerSetting) async throws {
        try await TestStore.run { test in
            var patch = UserPatch()
            patch.scheduler = setting
            let lan = try await test.users.update(try await test.register("lan"), patch)
            var card = try await test.save("apple", lan)
            var before: [(Flashcard, UserStatistics)] = []
            var reviews: [Review] = []
            // The fourth comes late, so that states of the log are outdated when they are needed.
            for day in [-9, -8, -3, -6, -2, -1, 0] {
                let rating: Rating = day == -3 ? .forgot : .good
                before.append((card, try await test.users.statistics(lan.userID)))
                let outcome = try await test.review(card, rating, lan, at: TestStore.start.adding(days: day))
                (card, reviews) = (outcome.flashcard, reviews + [outcome.review])
            }
            for _ in 0..<3 {
                let (known, statistics) = before.removeLast()
                card = try await test.reviews.takeBack(reviews.removeLast().reviewID, of: card, of: lan)
                #expect(card.schedule == known.schedule && card.recent == known.recent)
                let now = try await test.users.statistics(lan.userID)
                #expect(now.reviewsTotal == statistics.reviewsTotal)
                #expect(now.currentStreak == statistics.currentStreak && now.bestStreak == statistics.bestStreak)
                #expect(now.lastActiveDay == statistics.lastActiveDay)
            }
            while let last = try await test.reviews.list(of: card, PageRequest(limit: 100)).items.last {
                card = try await test.reviews.takeBack(last.reviewID, of: card, of: lan)
                let log = try await test.reviews.list(of: card, PageRequest(limit: 100)).items
                #expect(card.schedule == Scheduler(setting).fold(log, from: .new(at: card.createdAt)))
            }
            let statistics = try await test.users.statistics(lan.userID)
            #expect((statistics.cardsNew, statistics.reviewsTotal, statistics.bestStreak) == (1, 0, 0))
            #expect(statistics.lastActiveDay == nil)
            #expect(card.recent.isEmpty && card.unsettled == nil && card.logCount == 0)
            let days = try await test.users.activity(lan.userID, from: .minimum, to: .maximum)
            #expect(days.isEmpty)
            let kept = try await test.items("FLASHCARD#\(card.flashcardID.text)")
            #expect(kept.count { ItemKind(of: $0) == .takenBackReview } == 7)
            let again = try await test.review(card, .hard, lan, at: reviews[0].reviewedAt, id: reviews[0].reviewID)
            #expect(!again.isDuplicate)
            try await test.flashcards.delete(again.flashcard)
            #expect(try await test.items("FLASHCARD#\(card.flashcardID.text)").isEmpty)
        }
    }

    // A card whose reviews were all taken back leaves nothing when it is deleted: no later call would find the rest.
    @Test func nothingStaysOfADeletedCard() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            let outcome = try await test.review(card, .good, lan)
            let back = try await test.reviews.takeBack(outcome.review.reviewID, of: outcome.flashcard, of: lan)
            #expect(back.logCount == 0)
            #expect(try await test.items("FLASHCARD#\(card.flashcardID.text)").count == 2)
            try await test.flashcards.delete(back)
            #expect(try await test.items("FLASHCARD#\(card.flashcardID.text)").isEmpty)
            #expect(try await test.users.statistics(lan.userID).logsToRemove.isEmpty)
        }
    }

    // Only the last review in the order of the log can be taken back, and only one that is there.
    @Test func theLastOnly() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            let last = try await test.review(card, .good, lan)
            let late = try await test.review(last.flashcard, .good, lan, at: TestStore.start.adding(days: -3))
            await #expect(throws: RepositoryError.wrongState("Only the last review of a card can be taken back.")) {
                try await test.reviews.takeBack(late.review.reviewID, of: late.flashcard, of: lan)
            }
            await #expect(throws: RepositoryError.notFound) {
                try await test.reviews.takeBack(ReviewID(ULID(high: 5, low: 5)), of: late.flashcard, of: lan)
            }
            #expect(try await test.users.statistics(lan.userID).reviewsTotal == 2)
            let after = try await test.reviews.takeBack(last.review.reviewID, of: card, of: lan)
            #expect(after.schedule.lastReviewedAt == late.review.reviewedAt)
            await #expect(throws: RepositoryError.notFound) {
                try await test.reviews.takeBack(last.review.reviewID, of: after, of: lan)
            }
        }
    }

    // A review that a baseline leaves out can be taken back, too: the schedule stays.
    @Test func beforeABaseline() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            var new = try TestStore.new("apple")
            let time = TestStore.start.adding(days: -10)
            new.baseline = Baseline(
                reviewedAt: time, nextReviewAt: time.adding(days: 30), reviewCount: 5, repetitionCount: 3,
                intervalDays: 25, easeThousandths: 2300, lapseCount: 0)
            let card = try await test.flashcards.create(new, for: lan.userID)
            let early = try await test.review(card, .forgot, lan, at: time.adding(days: -1))
            let last = try await test.review(early.flashcard, .good, lan)
            var back = try await test.reviews.takeBack(last.review.reviewID, of: last.flashcard, of: lan)
            #expect(back.schedule == card.schedule && back.logCount == 1)
            back = try await test.reviews.takeBack(early.review.reviewID, of: back, of: lan)
            #expect(back.schedule == card.schedule && back.logCount == 0)
            #expect(try await test.users.statistics(lan.userID).reviewsTotal == 0)
        }
    }
}
