import TestSupport
import Testing

@testable import Lexi

/// Several service processes on one table, whose clocks differ: nothing but the conditions in the table keeps writers
/// of the same user apart.
@Suite(.tables) struct SeveralProcessesTests {
    // Whatever the processes write for one user at the same time is all done: counters, versions and schedules are
    // those of every write, and the change feed has each change once, in one order and without a gap.
    @Test(arguments: [1, 2, 3] as [UInt64]) func everythingAtOnce(seed: UInt64) async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let new = try world.newSession(user, try await world.scenario())
            let processes = Self.processes(world, seed)
            var cards: [Flashcard] = []
            for number in 0..<4 {
                cards.append(
                    try await processes[number % 3].flashcards.create(Self.card("old \(number)"), for: user.userID))
            }
            // Each writer's place in the order and its process differ from run to run.
            var generator = SeededGenerator(seed: seed)
            let order = (0..<40).shuffled(using: &generator)
            try await withThrowingTaskGroup { group in
                for (place, number) in order.enumerated() {
                    let (store, card) = (processes[place % 3], cards[number / 5 % 4])
                    group.addTask { try await Self.write(number, store, user, card, new) }
                }
                try await group.waitForAll()
            }
            try await expectSound(world.store, user, processes)
        }
    }

    /// Three stores on the same table, as three processes have them; the clocks of two are wrong.
    private static func processes(_ world: SessionWorld, _ seed: UInt64) -> [LexiStore] {
        [0, 90, -90].enumerated().map { index, seconds in
            let time = world.time
            let clock = WallClock { Int64((time.now + Double(seconds)) * 1000) }
            return LexiStore(database: world.recording, clock: clock, random: .seeded(seed * 10 + UInt64(index)))
        }
    }

    /// Does again what found too much going on, as a client does: `contention` promises that nothing was done.
    static func persist<Result>(_ write: () async throws -> Result) async throws -> Result {
        while true {
            do { return try await write() } catch RepositoryError.contention { continue }
        }
    }

    private static func card(_ word: String) throws -> NewFlashcard { try TestStore.new(word) }

    /// Of each five writes one is another card, one a session from start to end, one a change of the profile, one a
    /// review of an old card and one a change of its text.
    private static func write(
        _ number: Int, _ store: LexiStore, _ user: User, _ card: Flashcard, _ new: NewSession
    ) async throws {
        switch number % 5 {
        case 0:
            let new = try self.card("new \(number)")
            _ = try await persist { try await store.flashcards.create(new, for: user.userID) }
        case 1:
            let id = try await persist { try await store.sessions.start(new).session.sessionID }
            _ = try await persist { try await store.sessions.complete(id, owner: user.userID) }
        case 2:
            var patch = UserPatch()
            patch.learningGoal = "Goal \(number)"
            _ = try await persist { [patch] in try await store.users.update(user.userID, patch) }
        case 3:
            let review = NewReview(rating: .good, reviewID: nil, reviewedAt: SessionWorld.start.adding(days: number))
            _ = try await persist { try await store.reviews.append(review, to: card.flashcardID, of: user) }
        default:
            let patch = try TestStore.patch { $0["phonetic"] = .set("/\(number)/") }
            _ = try await persist {
                try await store.flashcards.update(card.flashcardID, of: user.userID, patch)
            }
        }
    }

    /// Registered once, 4 cards before; then eight times: a card, a session (two changes), a profile, a review, a text.
    private func expectSound(_ store: LexiStore, _ user: User, _ processes: [LexiStore]) async throws {
        let id = user.userID
        let statistics = try await store.users.statistics(id)
        #expect(statistics.feedPosition.sequence == 1 + 4 + 8 * 6)
        #expect(statistics.totalWordsLearned == 12)
        #expect(statistics.cardsNew + statistics.cardsLearning + statistics.cardsMature == 12)
        #expect((statistics.reviewsTotal, statistics.sessionsCompleted) == (8, 8))
        let found = try #require(try await store.users.user(id))
        #expect(found.version == 9)
        let cards = try await store.flashcards.list(of: id, PageRequest(limit: 100)).items
        for card in cards where card.word.text.hasPrefix("old") {
            let log = try await store.reviews.list(of: card.flashcardID, of: id, PageRequest(limit: 100)).items
            #expect((log.count, card.version) == (2, 5))
            #expect(card.schedule == Schedule.fold(log, created: card.createdAt))
        }
        // The feed: one row for the user, each card and each session, in the places that these say of themselves.
        let sessions = try await store.sessions.sessions(of: id, PageRequest(limit: 100)).items
        let rows = try await store.table.all(AccessPatterns.changes, of: id, .all).map(\.position)
        let positions = [found.feedPosition] + cards.map(\.feedPosition) + sessions.map(\.feedPosition)
        #expect(rows == positions.sorted())
        #expect(rows.map(\.time) == rows.map(\.time).sorted())
        #expect(rows.last == statistics.feedPosition)
        for process in processes { #expect(try await process.users.statistics(id) == statistics) }
    }
}
