import DynamoModel
import Testing

@testable import Lexi

@Suite struct ScheduleTests {
    static let start = Timestamp(clamping: 1_777_717_800)

    static func review(_ number: UInt64, _ rating: Rating, day: Int) -> Review {
        let id = Identifier<Review>(ULID(high: 1, low: number))
        let owner = Identifier<User>(ULID(high: 1, low: 1))
        let card = Identifier<Flashcard>(ULID(high: 1, low: 2))
        let time = start.adding(days: day)
        return Review(
            reviewID: id, flashcardID: card, userID: owner, rating: rating, reviewedAt: time, createdAt: time)
    }

    // Six good reviews, each on its due day, give the intervals that SM-2 publishes.
    @Test func sixGoodReviews() {
        var schedule = Schedule.new(at: Self.start)
        var day = 0
        var intervals: [Int] = []
        for number in 1...6 {
            let review = Self.review(UInt64(number), .good, day: day)
            schedule = schedule.applying(review.rating, review.order)
            intervals.append(schedule.intervalDays)
            day += schedule.intervalDays
            #expect(schedule.nextReviewAt == Self.start.adding(days: day))
        }
        #expect(intervals == [1, 6, 15, 38, 95, 238])
        #expect(schedule.easeThousandths == 2500)
        #expect(schedule.easeFactor.description == "2.5")
    }

    // The interval uses the ease factor in force before the review; the factor changes exactly and ends at 1.3 below.
    @Test func easeFactor() {
        var schedule = Schedule.new(at: Self.start)
        for (number, expected) in [(1, 2360), (2, 2220), (3, 2080)] {
            schedule = schedule.applying(.hard, Self.review(UInt64(number), .hard, day: number).order)
            #expect(schedule.easeThousandths == expected)
        }
        #expect(schedule.intervalDays == 14)
        for number in 4...20 {
            schedule = schedule.applying(.hard, Self.review(UInt64(number), .hard, day: number).order)
        }
        #expect(schedule.easeThousandths == 1300)
        schedule = schedule.applying(.easy, Self.review(21, .easy, day: 21).order)
        #expect(schedule.easeThousandths == 1400)
    }

    // Forgetting starts again with a day, leaves the factor, and is a lapse only when the card had been known.
    @Test func forgetting() {
        let log = [
            Self.review(1, .forgot, day: 0), Self.review(2, .good, day: 1), Self.review(3, .good, day: 2),
            Self.review(4, .forgot, day: 8), Self.review(5, .forgot, day: 9),
        ]
        let schedule = Schedule.fold(log, created: Self.start)
        #expect(schedule.lapseCount == 1)
        #expect(schedule.repetitionCount == 0)
        #expect(schedule.intervalDays == 1)
        #expect(schedule.easeThousandths == 2500)
        #expect(schedule.reviewCount == 5)
    }

    // Intervals end at 36,500 days, however often a card is known at once.
    @Test func longestInterval() {
        let log = (0..<10_000).map { Self.review(UInt64($0), .easy, day: 0) }
        let schedule = Schedule.fold(log, created: Self.start)
        #expect(schedule.intervalDays == 36_500)
        #expect(schedule.easeThousandths == 2500 + 10_000 * 100)
    }

    // A new card is due at once; under 21 days a card is learning, from 21 days on mature.
    @Test func maturity() {
        var schedule = Schedule.new(at: Self.start)
        #expect(schedule.maturity == .new)
        #expect(schedule.nextReviewAt == Self.start)
        schedule.reviewCount = 1
        schedule.intervalDays = 20
        #expect(schedule.maturity == .learning)
        schedule.intervalDays = 21
        #expect(schedule.maturity == .mature)
    }

    // Whatever order reviews arrive in, the schedule is the same; at the same time the ids decide.
    @Test func orderOfArrivalDoesNotMatter() {
        let log = [
            Self.review(3, .good, day: 0), Self.review(1, .forgot, day: 0), Self.review(2, .easy, day: 0),
            Self.review(4, .hard, day: 6), Self.review(5, .good, day: 5),
        ]
        let expected = Schedule.fold(log, created: Self.start)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<50 { #expect(Schedule.fold(log.shuffled(using: &generator), created: Self.start) == expected) }
        #expect(expected.lastReview == log[3].order)
    }
}
