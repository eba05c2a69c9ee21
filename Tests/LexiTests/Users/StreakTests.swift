import Testing

@testable import Lexi

@Suite struct StreakTests {
    static let day = LocalDay(clamping: 20_000)

    // Active yesterday adds one, today changes nothing, a gap starts again at one, and the best stays.
    @Test func runs() throws {
        var streak = Streak.none
        for (offset, current, best) in [(0, 1, 1), (1, 2, 2), (1, 2, 2), (2, 3, 3), (4, 1, 3), (5, 2, 3)] {
            streak = try #require(streak.recording(Self.day.adding(days: offset)))
            #expect(streak == Streak(current: current, best: best, lastActiveDay: Self.day.adding(days: offset)))
        }
    }

    // A day before the last one needs all days: it can close a gap.
    @Test func aLateDayClosesAGap() {
        let streak = Streak(days: [0, 1, 3, 4].map { Self.day.adding(days: $0) })
        #expect(streak == Streak(current: 2, best: 2, lastActiveDay: Self.day.adding(days: 4)))
        #expect(streak.recording(Self.day.adding(days: 2)) == nil)
        let closed = Streak(days: [4, 2, 0, 1, 3, 3].map { Self.day.adding(days: $0) })
        #expect(closed == Streak(current: 5, best: 5, lastActiveDay: Self.day.adding(days: 4)))
    }

    // The streak reads as 0 when neither today nor yesterday was active.
    @Test func readingAStreak() {
        var statistics = UserStatistics.initial(
            userID: UserID(ULID(high: 1, low: 1)), feedPosition: FeedPosition(time: .minimum, sequence: 1))
        #expect(statistics.streak(today: Self.day) == 0)
        statistics.apply(Streak(current: 4, best: 9, lastActiveDay: Self.day))
        #expect(statistics.streak(today: Self.day) == 4)
        #expect(statistics.streak(today: Self.day.adding(days: 1)) == 4)
        #expect(statistics.streak(today: Self.day.adding(days: 2)) == 0)
        #expect(statistics.bestStreak == 9)
    }
}
