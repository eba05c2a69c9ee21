import DynamoModel
import TestSupport
import Testing

@testable import Lexi

/// The newest day of a user, which is counted in the statistics.
@Suite(.tables) struct OpenDayTests {
    private static let day = LocalDay(clamping: 20_000)

    private static func change(_ reviews: Int) -> DayChange { DayChange(reviews: reviews) }

    private static func day(_ offset: Int) -> LocalDay { day.adding(days: offset) }

    // Changes of the open day stay open; a later day takes its place, and what was open goes to its item, together with
    // what else changes there. Earlier days go to theirs.
    @Test func counting() {
        var (open, items) = OpenDay.counting([Self.day: Self.change(2)], nil)
        #expect(open == OpenDay(day: Self.day, change: Self.change(2)) && items.isEmpty)
        (open, items) = OpenDay.counting([Self.day: Self.change(1)], open)
        #expect(open == OpenDay(day: Self.day, change: Self.change(3)) && items.isEmpty)
        (open, items) = OpenDay.counting([Self.day(-1): Self.change(4)], open)
        #expect(open == OpenDay(day: Self.day, change: Self.change(3)))
        #expect(items.map(\.day) == [Self.day(-1)] && items.map(\.change.reviews) == [4])
        (open, items) = OpenDay.counting([Self.day(2): Self.change(5), Self.day: Self.change(-1)], open)
        #expect(open == OpenDay(day: Self.day(2), change: Self.change(5)))
        #expect(items.map(\.day) == [Self.day] && items.map(\.change.reviews) == [2])
        #expect(OpenDay.counting([:], open).open == open && OpenDay.counting([:], open).items.isEmpty)
        #expect(OpenDay.counting([:], nil).open == nil)
    }

    // A day on which nothing is left stays the open one, and no item is written for it.
    @Test func nothingLeft() {
        let known = OpenDay(day: Self.day, change: Self.change(1))
        let (open, items) = OpenDay.counting([Self.day: Self.change(-1)], known)
        #expect(open == OpenDay(day: Self.day, change: DayChange()) && items.isEmpty)
        let (next, rest) = OpenDay.counting([Self.day(1): Self.change(1)], open)
        #expect(next?.day == Self.day(1) && rest.isEmpty)
    }

    // What is open counts besides the day's item, or makes a day that has none, in its place.
    @Test func completing() {
        let user = Samples.userID
        let days = [3, 1].map { ActivityDay(userID: user, day: Self.day($0), reviews: 1, sessions: 0) }
        for (offset, found) in [(4, [4, 3, 1]), (3, [3, 1]), (2, [3, 2, 1]), (1, [3, 1]), (0, [3, 1, 0])] {
            let open = OpenDay(day: Self.day(offset), change: DayChange(reviews: 2, sessions: 5))
            let all = open.completing(days, of: user)
            #expect(all.map(\.day) == found.map { Self.day($0) })
            let own = all.first { $0.day == Self.day(offset) }
            #expect(own?.reviews == (found.count == 2 ? 3 : 2) && own?.sessions == 5)
        }
    }

    // A list of another length is damage.
    @Test func damage() {
        var item = Samples.statisticsWithOpenDay().item
        for counters: AttributeValue? in [nil, .l([.int(1)]), .l(Array(repeating: .int(1), count: 8)), "7"] {
            item["open_day_counters"] = counters
            #expect(throws: CorruptItem.self) { try UserStatistics(item: item) }
        }
    }

    // The day's item is written when another day becomes the newest, and once; a late review is counted in its own.
    @Test func theItemIsWrittenOnce() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            for _ in 0..<3 { try await test.review(card, .good, lan) }
            #expect(try await items(test, lan) == [:])
            let first = lan.timeZone.day(at: TestStore.start)
            #expect(try await days(test, lan) == [first: 3])
            test.clock.advance(seconds: 86_400)
            try await test.review(card, .forgot, lan)
            #expect(try await items(test, lan) == [first: 3])
            #expect(try await days(test, lan) == [first: 3, first.adding(days: 1): 1])
            try await test.review(card, .good, lan, at: TestStore.start)
            #expect(try await items(test, lan) == [first: 4])
            #expect(try await days(test, lan) == [first: 4, first.adding(days: 1): 1])
            let all = try await test.store.accounts.days(of: lan.userID)
            #expect(all.map(\.reviews) == [1, 4] && all.map(\.forgot) == [1, 0])
        }
    }

    // What an older program counted of the same day is in its item, and stays.
    @Test func anOlderProgramsDay() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            let today = lan.timeZone.day(at: TestStore.start)
            try await test.put(ActivityDay(userID: lan.userID, day: today, reviews: 5, sessions: 2, forgot: 1))
            try await test.review(card, .forgot, lan)
            var found = try await test.users.activity(lan.userID, from: today, to: today)
            #expect(found.map(\.reviews) == [6] && found.map(\.sessions) == [2] && found.map(\.forgot) == [2])
            test.clock.advance(seconds: 86_400)
            try await test.review(card, .good, lan)
            found = try await test.users.activity(lan.userID, from: today, to: today)
            #expect(found.map(\.reviews) == [6] && found.map(\.sessions) == [2] && found.map(\.forgot) == [2])
        }
    }

    // Days that are read while the newest changes are neither counted twice nor missed.
    @Test func readingMeanwhile() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            try await test.review(card, .good, lan)
            for isBefore in [true, false] {
                var isFirst = true
                let days = try await test.store.table.days(of: lan.userID) { () async throws(RepositoryError) in
                    let read = { () async throws(RepositoryError) in
                        try await test.store.table.all(AccessPatterns.activity, of: lan.userID, .all)
                    }
                    let early = isBefore ? nil : try await read()
                    if isFirst {
                        isFirst = false
                        test.clock.advance(seconds: 86_400)
                        let new = NewReview(rating: .good, reviewID: nil, reviewedAt: nil)
                        _ = try await test.reviews.append(
                            new, to: try await test.reviews.read(card.flashcardID), of: lan)
                    }
                    if let early { return early }
                    return try await read()
                }
                #expect(days.map(\.reviews) == Array(repeating: 1, count: isBefore ? 2 : 3))
            }
        }
    }

    private func items(_ test: TestStore, _ user: User) async throws -> [LocalDay: Int] {
        let days = try await test.store.table.all(AccessPatterns.activity, of: user.userID, .all)
        return Dictionary(uniqueKeysWithValues: days.map { ($0.day, $0.reviews) })
    }

    private func days(_ test: TestStore, _ user: User) async throws -> [LocalDay: Int] {
        let days = try await test.users.activity(user.userID, from: .minimum, to: .maximum)
        return Dictionary(uniqueKeysWithValues: days.map { ($0.day, $0.reviews) })
    }
}
