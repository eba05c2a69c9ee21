import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct UploadTests {
    /// Everything that must not depend on the order of arrival.
    private struct Outcome: Equatable {
        let schedules: [Schedule]
        let recent: [RecentReviews]
        let days: [ActivityDay]
        let figures: [Int]
        let lastDay: LocalDay?
        let studyDay: StudyDay?

        init(_ user: User, _ cards: [Flashcard], _ test: TestStore) async throws {
            var schedules: [Schedule] = []
            var recent: [RecentReviews] = []
            for card in cards {
                let card = try await test.flashcards.get(card.flashcardID, of: user.userID)
                var schedule = card.schedule
                // A new card is due when it was saved, which differs from run to run.
                if schedule.reviewCount == 0 { schedule.nextReviewAt = .minimum }
                schedules.append(schedule)
                recent.append(card.recent)
            }
            let statistics = try await test.users.statistics(user.userID)
            self.schedules = schedules
            self.recent = recent
            days = try await test.users.activity(user.userID, from: .minimum, to: .maximum)
            figures = [
                statistics.currentStreak, statistics.bestStreak, statistics.cardsNew, statistics.cardsLearning,
                statistics.cardsMature, statistics.reviewsTotal,
            ]
            lastDay = statistics.lastActiveDay
            studyDay = statistics.studyDay
        }
    }

    /// Reviews of three cards within six weeks, two of the cards with a log of FSRS.
    private static func reviews(_ cards: [Flashcard], seed: UInt64) -> [UploadedReview] {
        var generator = SeededGenerator(seed: seed)
        return (0..<40).map { number in
            UploadedReview(
                reviewID: ReviewID(ULID(high: UInt64(generator.int(1...9)), low: UInt64(number))),
                flashcardID: generator.pick(cards).flashcardID, rating: generator.pick(Rating.allCases),
                reviewedAt: TestStore.start.adding(
                    seconds: Int64(generator.int(-42...0) * 86_400 + generator.int(0...9))))
        }
    }

    private func world(
        _ test: TestStore, _ name: String, _ setting: SchedulerSetting
    ) async throws -> (user: User, cards: [Flashcard]) {
        var patch = UserPatch()
        patch.scheduler = setting
        (patch.dayStartHour, patch.timeZone) = (4, .utc)
        let user = try await test.users.update(try await test.register(name), patch)
        var cards: [Flashcard] = []
        for number in 0..<3 {
            var new = try TestStore.new("word \(number)")
            if number == 2 {
                let time = TestStore.start.adding(days: -20)
                new.baseline = Baseline(
                    reviewedAt: time, nextReviewAt: time.adding(days: 30), reviewCount: 5, repetitionCount: 3,
                    intervalDays: 25, easeThousandths: 2300, lapseCount: 0)
            }
            let id = FlashcardID(ULID(high: UInt64(name.utf8.count), low: UInt64(number)))
            cards.append(try await test.flashcards.create(new, for: user.userID, id: id))
        }
        return (user, cards)
    }

    // Whatever the order in which two devices send their reviews, in whatever parts, with everything sent again after a
    // call that was cut off at any transaction: cards, counters, days and streak are the same.
    @Test(arguments: 1...4 as ClosedRange<UInt64>, [SchedulerSetting.sm2, .fsrs(retention: 9000, parameters: nil)])
    func anyOrder(seed: UInt64, setting: SchedulerSetting) async throws {
        try await converge(.chosen, seed, setting)
    }

    // The same on every back end, the remote one among them.
    @Test(arguments: Backend.all) func everyBackEnd(backend: Backend) async throws {
        try await converge(backend, 9, .fsrs(retention: 9000, parameters: nil))
    }

    private func converge(_ backend: Backend, _ seed: UInt64, _ setting: SchedulerSetting) async throws {
        try await TestStore.run(on: backend) { test in
            var outcomes: [Outcome] = []
            for run in 0..<3 {
                let (user, cards) = try await world(test, String(repeating: "u", count: run + 1), setting)
                var generator = SeededGenerator(seed: seed * 31 + UInt64(run))
                let all = Self.reviews(cards, seed: seed)
                let order = run == 0 ? all.sorted { $0.reviewedAt < $1.reviewedAt } : all.shuffled(using: &generator)
                let devices = [test.store, test.another(seed + 50)]
                var rest = order[...]
                while !rest.isEmpty {
                    let part = Array(rest.prefix(generator.int(1...15)))
                    let device = generator.pick(devices)
                    if run > 0, generator.once(in: 3) {
                        // Killed before one of its transactions.
                        test.recorder.fail(
                            "transactWriteItems", DynamoDBError(.serviceUnavailable, "killed"),
                            after: generator.int(0...1))
                        _ = try? await device.reviews.upload(part, of: user)
                        test.recorder.recover()
                    }
                    let found = try await device.reviews.upload(part, of: user)
                    #expect(found.allSatisfy { $0 == .applied || $0 == .duplicate })
                    rest = rest.dropFirst(run == 2 ? max(1, part.count - 2) : part.count)
                }
                try await expectFolded(cards, user, test)
                outcomes.append(try await Outcome(user, cards, test))
            }
            for other in outcomes.dropFirst() {
                #expect(other.schedules == outcomes[0].schedules)
                #expect(other.recent == outcomes[0].recent)
                #expect(other.figures == outcomes[0].figures)
                #expect(other.lastDay == outcomes[0].lastDay)
                #expect(other.studyDay == outcomes[0].studyDay)
                for (one, another) in zip(other.days, outcomes[0].days) {
                    var one = one
                    one.userID = another.userID
                    #expect(one == another)
                }
                #expect(other.days.count == outcomes[0].days.count)
            }
        }
    }

    /// Cards are the folds of their logs, and days count what the logs hold.
    private func expectFolded(_ cards: [Flashcard], _ user: User, _ test: TestStore) async throws {
        let scheduler = Scheduler(user.scheduler)
        var (reviews, forgot) = (0, 0)
        for card in cards {
            let card = try await test.flashcards.get(card.flashcardID, of: user.userID)
            let log = try await test.reviews.list(of: card, PageRequest(limit: 100)).items
            let counted = log.filter { review in card.baseline.map { $0.reviewedAt < review.reviewedAt } ?? true }
            #expect(card.schedule == scheduler.fold(counted, from: scheduler.start(of: card)))
            #expect(card.logCount == log.count)
            reviews += log.count
            forgot += log.count { $0.rating == .forgot }
        }
        let days = try await test.users.activity(user.userID, from: .minimum, to: .maximum)
        #expect(days.map(\.reviews).reduce(0, +) == reviews)
        #expect(days.map(\.forgot).reduce(0, +) == forgot)
    }

    // Two devices that upload at the same time, from two processes, each apply what the other has not.
    @Test func atTheSameTime() async throws {
        try await TestStore.run { test in
            let (user, cards) = try await world(test, "lan", .sm2)
            let reviews = Self.reviews(cards, seed: 9)
            let other = test.another(77)
            async let one = SeveralProcessesTests.persist { try await test.reviews.upload(reviews, of: user) }
            async let two = SeveralProcessesTests.persist {
                try await other.reviews.upload(reviews.reversed(), of: user)
            }
            let (left, right) = (try await one, try await two)
            for (one, other) in zip(left, right.reversed()) {
                #expect([one, other].contains(.applied) || [one, other] == [.duplicate, .duplicate])
            }
            try await expectFolded(cards, user, test)
            #expect(try await test.users.statistics(user.userID).reviewsTotal == 40)
        }
    }

    // Each review is judged by itself: of another user's card, with a taken id, twice in an upload.
    @Test func eachByItself() async throws {
        try await TestStore.run { test in
            let (lan, eve) = (try await test.register("lan"), try await test.register("eve"))
            let (mine, theirs) = (try await test.save("apple", lan), try await test.save("pear", eve))
            let id = { (number: UInt64) in ReviewID(ULID(high: 1, low: number)) }
            func review(_ number: UInt64, _ card: Flashcard, _ rating: Rating = .good) -> UploadedReview {
                UploadedReview(
                    reviewID: id(number), flashcardID: card.flashcardID, rating: rating, reviewedAt: TestStore.start)
            }
            let first = try await test.reviews.upload([review(1, mine)], of: lan)
            #expect(first == [.applied])
            test.recorder.reset()
            let found = try await test.reviews.upload(
                [
                    review(1, mine), review(1, mine, .easy), review(2, theirs), review(3, mine), review(3, mine),
                    review(3, mine, .hard),
                ], of: lan)
            #expect(found[0] == .duplicate)
            #expect(found[1] == .rejected("The card has a review with this id and other content."))
            #expect(found[2] == .rejected("There is no such flashcard."))
            #expect(found[3] == .applied)
            #expect(found[4] == .duplicate)
            #expect(found[5] == .rejected("The card has a review with this id and other content."))
            #expect(try await test.users.statistics(lan.userID).reviewsTotal == 2)
            #expect(try await test.users.statistics(eve.userID).reviewsTotal == 0)
        }
    }

    // Twenty reviews of as many cards go in two transactions; five hundred fit an upload.
    @Test func transactions() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            var cards: [Flashcard] = []
            for number in 0..<20 { cards.append(try await test.save("word \(number)", lan)) }
            let reviews = (0..<500).map { number in
                UploadedReview(
                    reviewID: ReviewID(ULID(high: 3, low: UInt64(number))),
                    flashcardID: cards[number % 20].flashcardID, rating: .good,
                    reviewedAt: TestStore.start.adding(seconds: Int64(number - 500) * 3000))
            }
            test.recorder.reset()
            #expect(try await test.reviews.upload(Array(reviews.prefix(20)), of: lan).allSatisfy { $0 == .applied })
            #expect(test.recorder.notes.calls.count { $0.hasPrefix("transactWriteItems") } == 2)
            #expect(test.recorder.notes.units.write <= 20 * AccessPatterns.uploadReviews.budget.write)
            let all = try await test.reviews.upload(reviews, of: lan)
            #expect(all.count { $0 == .duplicate } == 20 && all.count { $0 == .applied } == 480)
            #expect(try await test.users.statistics(lan.userID).reviewsTotal == 500)
        }
    }
}
