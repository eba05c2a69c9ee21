import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct PositionTests {
    // Wherever a mark lies, a range goes on with what it has after the mark: for every kind of range, in both orders,
    // against the keys themselves.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func marksAreClamped(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = { (length: Int) in
            String((0..<length).map { _ in "ab~#".randomElement(using: &generator) ?? "a" })
        }
        for _ in 0..<200 {
            let keys = (0..<12).map { _ in text(Int.random(in: 1...3, using: &generator)) }
                .sorted { $0.compareBytes(with: $1) < 0 }
            let range: SortRange =
                switch Int.random(in: 0...2, using: &generator) {
                case 0: .all
                case 1: .beginsWith(text(Int.random(in: 1...2, using: &generator)))
                default: .between(text(2), text(2))
                }
            guard !range.isEmpty else { continue }
            let found = keys.filter { range.side(of: $0) == .inside }
            let mark = text(2)
            for order in [AccessPattern.Order.ascending, .descending] {
                let isAfter = { (key: String) in
                    let comparison = key.compareBytes(with: mark)
                    return order == .ascending ? comparison > 0 : comparison < 0
                }
                let expected = found.filter(isAfter)
                let rest: [String] =
                    switch range.clamped(.after(sort: mark, item: nil), order) {
                    case .start: found
                    case .end: []
                    case .after: found.filter(isAfter)
                    }
                #expect(rest == expected, "\(range) after \(mark), \(order)")
            }
        }
    }

    // A position outlives the range that it was given out for: the list goes on in the range of now, whatever lies
    // between. Every list with a range is asked with positions of every other range of it.
    @Test func rangesMove() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            var card = try await test.save("apple", lan)
            for day in 0..<8 {
                test.clock.advance(seconds: 86_400)
                _ = try await test.save("w\(day)", lan)
                card = try await test.review(card, .good, lan).flashcard
                var scoring = Samples.scoring()
                scoring.userID = lan.userID
                scoring.sessionID = SessionID(ULID(high: 7, low: UInt64(day)))
                scoring.completedAt = test.clock.clock.now
                try await test.put(scoring)
            }
            let (start, id) = (TestStore.start, lan.userID)
            let (cards, sessions) = (test.flashcards, test.store.sessions)
            let day = { (number: Int) in start.adding(days: number) }
            try await Self.check(0...9) { try await cards.due(of: id, at: day($1), $2).items.map(\.flashcardID.text) }
            try await Self.check(0...9) {
                try await sessions.progress(of: id, from: day($0), through: day($1), $2).items.map(\.sessionID.text)
            }
            for prefix in ["w", "w3", "a", "x"] {
                try await Self.check(0...0, positions: ["WORD#w5", "WORD#a", "WORD#z", "DUE#"]) { _, _, page in
                    try await cards.list(of: id, wordPrefix: prefix, page).items.map(\.word.text)
                }
            }
        }

    }

    /// Reads a list in each range, from the end of pages of each other range.
    private static func check(
        _ days: ClosedRange<Int>, positions: [String] = [],
        _ list: (Int, Int, PageRequest) async throws -> [String]
    ) async throws {
        var marks = positions
        for number in days { marks.append("CREATED#\(TestStore.start.adding(days: number).text)#5") }
        for number in days { marks.append("DUE#\(TestStore.start.adding(days: number).text)#5") }
        for mark in marks {
            let own = ItemKey("FLASHCARD#x", "METADATA#FLASHCARD")
            let position = Position([.after(sort: mark, item: positions.isEmpty ? own : nil)])
            for from in stride(from: days.lowerBound, through: days.upperBound, by: 3) {
                let whole = try await list(from, days.upperBound, PageRequest(limit: 100))
                let rest = try await list(from, days.upperBound, PageRequest(limit: 100, position: position))
                #expect(whole.suffix(rest.count) == rest[...], "\(mark) from \(from)")
            }
        }
    }

    // A position with another number of marks than the list has shards is of another list, whichever list it is.
    @Test func otherListsPositions() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            try await test.review(card, .good, lan)
            let (id, now) = (lan.userID, TestStore.start)
            let (cards, reviews, sessions, scenarios) = (
                test.flashcards, test.reviews, test.store.sessions, test.store.scenarios
            )
            let single: [(PageRequest) async throws -> Void] = [
                { _ = try await cards.list(of: id, $0) }, { _ = try await cards.list(of: id, wordPrefix: "a", $0) },
                { _ = try await cards.list(of: id, maturity: .new, $0) }, { _ = try await cards.due(of: id, $0) },
                { _ = try await reviews.list(of: card, $0) },
                { _ = try await sessions.sessions(of: id, $0) }, { _ = try await sessions.activeSessions(of: id, $0) },
                { _ = try await sessions.progress(of: id, from: now, through: now, $0) },
                { _ = try await scenarios.activeScenarios($0) }, { _ = try await scenarios.allScenarios($0) },
                { _ = try await test.users.list(emailPrefix: "la", $0) },
            ]
            let sharded: [(PageRequest) async throws -> Void] = [
                { _ = try await sessions.scoringJobs($0) }, { _ = try await test.users.list($0) },
                { _ = try await test.users.list(role: .learner, $0) },
            ]
            for list in single {
                let request = PageRequest(position: Position([.start, .start]))
                await #expect(throws: RepositoryError.badPosition) { try await list(request) }
            }
            for list in sharded {
                await #expect(throws: RepositoryError.badPosition) {
                    try await list(PageRequest(position: Position([.start])))
                }
            }
        }
    }
}
