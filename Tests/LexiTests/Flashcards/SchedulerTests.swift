import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct SchedulerTests {
    private static let fsrs = SchedulerSetting.fsrs(retention: 9000, parameters: nil)

    private func choose(_ setting: SchedulerSetting, _ user: User, _ test: TestStore) async throws -> User {
        var patch = UserPatch()
        patch.scheduler = setting
        return try await test.users.update(user, patch)
    }

    private func expectFolded(_ card: Flashcard, _ user: User, _ test: TestStore) async throws {
        let log = try await test.reviews.list(of: card, PageRequest(limit: 100)).items
        let scheduler = Scheduler(user.scheduler)
        #expect(card.schedule == scheduler.fold(log, from: scheduler.start(of: card)))
        #expect(card.scheduler == user.schedulerMark)
    }

    // After a change of the scheduler every card is folded again, those without reviews too, and the counters follow;
    // an interrupted run goes on where it stopped.
    @Test func changing() async throws {
        try await TestStore.run { test in
            var lan = try await test.register("lan")
            for number in 0..<6 {
                let card = try await test.save("word \(number)", lan)
                for day in 0..<number {
                    try await test.review(card, .good, lan, at: TestStore.start.adding(days: day * 9 - 60))
                }
            }
            lan = try await choose(Self.fsrs, lan, test)
            #expect(try await test.users.statistics(lan.userID).hasCardsToFold)
            test.recorder.fail("transactWriteItems", DynamoDBError(.serviceUnavailable, "stopping"), after: 2)
            await #expect(throws: RepositoryError.self) { try await test.store.foldCards() }
            test.recorder.recover()
            #expect(try await test.store.foldCards() == 1)
            #expect(try await test.store.foldCards() == 0)
            let statistics = try await test.users.statistics(lan.userID)
            #expect(!statistics.hasCardsToFold)
            let cards = try await test.flashcards.list(of: lan.userID, PageRequest()).items
            var counts: [Maturity: Int] = [:]
            for card in cards {
                try await expectFolded(card, lan, test)
                counts[card.maturity, default: 0] += 1
                #expect(card.schedule.memory != nil || card.schedule.reviewCount == 0)
            }
            #expect(statistics.cardsNew == counts[.new] ?? 0)
            #expect(statistics.cardsLearning == counts[.learning] ?? 0)
            #expect(statistics.cardsMature == counts[.mature] ?? 0)
            #expect(statistics.reviewsTotal == 15)
            let rows = try await test.feed(lan.userID)
            #expect(Set(rows.map(\.entityID)).count == rows.count)
        }
    }

    // A card that is reviewed before its turn is folded then, also by a caller who has read the user before the change,
    // and in both directions; later reviews, late ones among them, are folded by the new scheduler.
    @Test func beforeItsTurn() async throws {
        try await TestStore.run { test in
            let old = try await test.register("lan")
            var card = try await test.save("apple", old)
            for day in 0..<5 {
                card = try await test.review(card, .good, old, at: TestStore.start.adding(days: day * 9 - 90)).flashcard
            }
            let lan = try await choose(Self.fsrs, old, test)
            card = try await test.reviews.append(
                NewReview(rating: .hard, reviewID: nil, reviewedAt: nil), to: card, of: old
            ).flashcard
            try await expectFolded(card, lan, test)
            for day in [-20, -70, 0, -91] {
                card = try await test.review(card, .good, lan, at: TestStore.start.adding(days: day)).flashcard
                try await expectFolded(card, lan, test)
            }
            let back = try await choose(.sm2, lan, test)
            card = try await test.reviews.folded(card, of: back)
            try await expectFolded(card, back, test)
            #expect(card.schedule.memory == nil)
            #expect(try await test.reviews.folded(card, of: back) == card)
        }
    }

    // A card with a baseline starts from what FSRS makes of it, and keeps its due date until it is reviewed.
    @Test func baselines() async throws {
        try await TestStore.run { test in
            let lan = try await choose(Self.fsrs, try await test.register("lan"), test)
            var new = try TestStore.new("apple")
            let time = TestStore.start.adding(days: -40)
            new.baseline = Baseline(
                reviewedAt: time, nextReviewAt: time.adding(days: 33), reviewCount: 9, repetitionCount: 4,
                intervalDays: 30, easeThousandths: 2200, lapseCount: 2)
            let card = try await test.flashcards.create(new, for: lan.userID)
            #expect(card.schedule.nextReviewAt == time.adding(days: 33))
            #expect(card.schedule.memory?.stability == 300_000)
            let reviewed = try await test.review(card, .good, lan).flashcard
            #expect(reviewed.schedule.intervalDays > 40)
            try await expectFolded(reviewed, lan, test)
        }
    }

    // What a preview promises is what a review does, under both schedulers, late reviews included.
    @Test(arguments: [SchedulerSetting.sm2, fsrs]) func previews(setting: SchedulerSetting) async throws {
        try await TestStore.run { test in
            let lan = try await choose(setting, try await test.register("lan"), test)
            for (number, rating) in Rating.allCases.enumerated() {
                var card = try await test.save("word \(number)", lan)
                for day in [-30, -20, -3] {
                    card = try await test.review(card, .good, lan, at: TestStore.start.adding(days: day)).flashcard
                }
                for moment in [TestStore.start, TestStore.start.adding(days: -25)] {
                    let preview = try await test.reviews.preview(of: card, of: lan, at: moment)
                    #expect(preview.map(\.rating) == Rating.allCases)
                    let found = try await test.review(card, rating, lan, at: moment).flashcard
                    let promised = try #require(preview.first { $0.rating == rating }?.schedule)
                    #expect(found.schedule.intervalDays == promised.intervalDays)
                    #expect(found.schedule.nextReviewAt == promised.nextReviewAt)
                    card = found
                }
            }
        }
    }
}
