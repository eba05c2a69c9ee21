import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct BaselineTests {
    private static let time = TestStore.start.adding(days: -40)

    private static func baseline(reviews: Int = 12) -> Baseline {
        Baseline(
            reviewedAt: time, nextReviewAt: time.adding(days: 33), reviewCount: reviews, repetitionCount: 4,
            intervalDays: 30, easeThousandths: 2200, lapseCount: 2)
    }

    private func save(_ user: User, _ test: TestStore, _ word: String = "apple") async throws -> Flashcard {
        var new = try TestStore.new(word)
        new.baseline = Self.baseline()
        return try await test.flashcards.create(new, for: user.userID)
    }

    // A card that comes with a schedule stands where the schedule says, and goes on from there.
    @Test func startingFromASchedule() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await save(lan, test)
            #expect(card.maturity == .mature)
            #expect(card.schedule.nextReviewAt == Self.time.adding(days: 33))
            #expect(card.schedule.lastReviewedAt == Self.time)
            #expect(try await test.flashcards.get(card.flashcardID, of: lan.userID) == card)
            let statistics = try await test.users.statistics(lan.userID)
            #expect((statistics.cardsNew, statistics.cardsMature, statistics.reviewsTotal) == (0, 1, 0))
            let after = try await test.review(card, .good, lan).flashcard
            #expect(after.schedule.intervalDays == 66)
            #expect(after.schedule.reviewCount == 13)
            #expect(after.logCount == 1)
            #expect(try await test.flashcards.get(card.flashcardID, of: lan.userID) == after)
            try await test.flashcards.delete(card.flashcardID, of: lan.userID)
            #expect(try await test.items("FLASHCARD#\(card.flashcardID.text)").isEmpty)
        }
    }

    // A review up to the baseline's time counts in the statistics and stands in the log; the schedule stays as it is.
    @Test func earlierReviews() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await save(lan, test)
            for (number, days) in [-3, 0, -1].enumerated() {
                let outcome = try await test.review(card, .forgot, lan, at: Self.time.adding(days: days))
                #expect(outcome.flashcard.schedule == card.schedule)
                #expect(outcome.flashcard.logCount == number + 1)
                #expect(outcome.flashcard.maturity == .mature)
            }
            let statistics = try await test.users.statistics(lan.userID)
            #expect((statistics.reviewsTotal, statistics.bestStreak, statistics.cardsMature) == (3, 2, 1))
            let log = try await test.reviews.list(of: card.flashcardID, of: lan.userID, PageRequest()).items
            #expect(log.map(\.reviewedAt) == [-3, -1, 0].map { Self.time.adding(days: $0) })
            let again = try await test.review(card, .forgot, lan, at: log[0].reviewedAt, id: log[0].reviewID)
            #expect(again.isDuplicate)
        }
    }

    // Whatever order reviews on both sides of the baseline arrive in, the card is the fold of the later ones.
    @Test(arguments: 1...6 as ClosedRange<UInt64>) func anyOrder(seed: UInt64) async throws {
        try await TestStore.run { test in
            var generator = SeededGenerator(seed: seed)
            let lan = try await test.register("lan")
            var card = try await save(lan, test)
            for number in 0..<20 {
                let time = Self.time.adding(seconds: Int64.random(in: -4...8, using: &generator) * 40_000)
                let rating = Rating.allCases.randomElement(using: &generator) ?? .good
                let id = ReviewID(ULID(high: .random(in: 0...9, using: &generator), low: UInt64(number)))
                card = try await test.review(card, rating, lan, at: time, id: id).flashcard
                let log = try await test.reviews.list(of: card, PageRequest(limit: 100)).items
                let later = log.filter { $0.reviewedAt > Self.time }
                #expect(card.schedule == Schedule.fold(later, from: Self.baseline().schedule), "\(number)")
                #expect((card.logCount, log.count) == (number + 1, number + 1))
            }
        }
    }

    // Figures of other programs are brought into the ranges of ours.
    @Test func ranges() {
        let low = Baseline(
            reviewedAt: Self.time, nextReviewAt: Self.time, reviewCount: 0, repetitionCount: -1, intervalDays: -5,
            easeThousandths: 0, lapseCount: -2)
        #expect(low.state.numbers == [1, 0, 0, 2500, 0])
        #expect(low.schedule.maturity == .learning)
        let high = Baseline(
            reviewedAt: Self.time, nextReviewAt: Self.time, reviewCount: .max, repetitionCount: .max,
            intervalDays: .max, easeThousandths: .max, lapseCount: .max)
        #expect(high.state.numbers == [1_000_000, 1_000_000, 36_500, 1_000_000, 1_000_000])
        let ease = Baseline(
            reviewedAt: Self.time, nextReviewAt: Self.time, reviewCount: 1, repetitionCount: 1, intervalDays: 1,
            easeThousandths: 900, lapseCount: 0)
        #expect(ease.schedule.easeThousandths == 1300)
    }
}
