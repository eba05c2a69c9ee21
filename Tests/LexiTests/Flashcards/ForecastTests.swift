import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct ForecastTests {
    /// Puts a card that is due at a moment.
    private func put(_ number: Int, due: Timestamp, of user: User, _ test: TestStore) async throws {
        var card = try Samples.card(number: UInt64(number + 1))
        card.userID = user.userID
        card.schedule.nextReviewAt = due
        try await test.put(card)
    }

    // A card belongs to the day of the user's time zone on which it becomes due, to the second; what is overdue belongs
    // to today, and what comes after the last day to none.
    @Test func days() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let now = TestStore.start
            let tomorrow = lan.timeZone.start(of: lan.timeZone.day(at: now).adding(days: 1))
            let moments: [(Timestamp, Int?)] = [
                (now.adding(days: -400), 0), (now, 0), (now.adding(seconds: 1), 0), (tomorrow.adding(seconds: -1), 0),
                (tomorrow, 1), (tomorrow.adding(days: 1).adding(seconds: -1), 1), (tomorrow.adding(days: 1), 2),
                (tomorrow.adding(days: 2).adding(seconds: -1), 2), (tomorrow.adding(days: 2), nil),
            ]
            for (number, moment) in moments.enumerated() { try await put(number, due: moment.0, of: lan, test) }
            let forecast = try await test.flashcards.forecast(of: lan, days: 3)
            #expect(forecast.due == 2)
            #expect(forecast.days.map(\.day.text) == ["2026-05-02", "2026-05-03", "2026-05-04"])
            #expect(forecast.days.map(\.cards) == (0..<3).map { day in moments.count { $0.1 == day } })
            #expect(test.recorder.notes.faults == [])
        }
    }

    // Of the cards that are due, and of those that become due, as many as the limit says are counted; days on which
    // counting ended, and later ones, can have more.
    @Test func limit() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let now = TestStore.start
            for number in 0..<(LexiLimits.forecastCards + 300) {
                let day = number < 600 ? 0 : number < 1100 ? 1 : 2
                try await put(number, due: now.adding(days: day), of: lan, test)
            }
            let forecast = try await test.flashcards.forecast(of: lan, days: 7)
            #expect(forecast.due == 600 && !forecast.isDueMinimum)
            #expect(forecast.days.map(\.cards).prefix(4) == [600, 500, 200, 0])
            #expect(forecast.days.allSatisfy { !$0.isMinimum })
            let earlier = try await test.flashcards.forecast(of: lan, days: 7, at: now.adding(days: -1))
            #expect(earlier.due == 0 && !earlier.isDueMinimum)
            #expect(earlier.days.map(\.cards).prefix(4) == [0, 600, 400, 0])
            #expect(earlier.days.map(\.isMinimum) == [false, false, true, true, true, true, true])
            let later = try await test.flashcards.forecast(of: lan, days: 3, at: now.adding(days: 1))
            #expect(later.due == LexiLimits.forecastCards && later.isDueMinimum)
            #expect(later.days.map(\.cards) == [LexiLimits.forecastCards, 200, 0])
            #expect(later.days.map(\.isMinimum) == [true, false, false])
        }
    }

    // Exactly as many as are counted are all of them.
    @Test func exactlyTheLimit() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            for number in 0..<LexiLimits.forecastCards { try await put(number, due: TestStore.start, of: lan, test) }
            test.recorder.reset()
            let forecast = try await test.flashcards.forecast(of: lan, days: 30)
            #expect(forecast.due == LexiLimits.forecastCards && !forecast.isDueMinimum)
            #expect(forecast.days.count == 30 && forecast.days.allSatisfy { !$0.isMinimum })
            // The cards of this test have every field: they take more than a page.
            #expect(test.recorder.notes.calls == ["query", "query"])
            let tomorrow = TestStore.start.adding(days: 1)
            try await put(LexiLimits.forecastCards, due: tomorrow, of: lan, test)
            let more = try await test.flashcards.forecast(of: lan, days: 30)
            #expect(more.due == LexiLimits.forecastCards && !more.isDueMinimum)
            #expect(more.days.map(\.cards).prefix(2) == [LexiLimits.forecastCards, 1])
            #expect(more.days.allSatisfy { !$0.isMinimum })
        }
    }

    // However many cards there are, the forecast takes bounded units: 10,000 cards, half of them due.
    @Test func tenThousandCards() async throws {
        try await TestStore.run(on: .memory) { test in
            let lan = try await test.register("lan")
            var batch: [BatchWrite] = []
            for number in 0..<10_000 {
                var card = try Samples.card(number: UInt64(number + 1))
                card.userID = lan.userID
                card.schedule.nextReviewAt = TestStore.start.adding(seconds: Int64(number - 4_999) * 100)
                batch.append(.put(item: card.item))
                guard batch.count == 25 else { continue }
                _ = try await test.recorder.table.batchWriteItem(
                    BatchWriteItemRequest(requestItems: [test.store.table.name: batch]))
                batch = []
            }
            test.recorder.reset()
            let forecast = try await test.flashcards.forecast(of: lan, days: 30)
            #expect(forecast.due == LexiLimits.forecastCards && forecast.isDueMinimum)
            #expect(forecast.days.map(\.cards).reduce(0, +) == 2 * LexiLimits.forecastCards)
            #expect(forecast.days.last?.isMinimum == true)
            #expect(test.recorder.notes.calls.count <= 2 * LexiLimits.forecastPages)
            let units = test.recorder.notes.units.read
            #expect(units > 0 && units <= 2 * AccessPatterns.forecast.budget.read, "\(units)")
        }
    }
}
