import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct KeptStatisticsTests {
    private static func alone(_ test: TestStore) -> LexiStore {
        LexiStore(database: test.recorder, isAlone: true, clock: test.clock.clock, random: .seeded(3))
    }

    private static func review(_ card: Flashcard, _ lan: User, _ store: LexiStore) async throws -> Flashcard {
        let new = NewReview(rating: .good, reviewID: nil, reviewedAt: nil)
        return try await store.reviews.append(new, to: card, of: lan).flashcard
    }

    // A store that has the table to itself does not read the statistics that it wrote last.
    @Test func statisticsAreReadOnce() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let alone = Self.alone(test)
            var card = try await alone.flashcards.create(try TestStore.new("apple"), for: lan.userID)
            test.recorder.reset()
            for _ in 0..<3 {
                test.clock.advance(seconds: 60)
                card = try await Self.review(card, lan, alone)
            }
            #expect(test.recorder.notes.calls == Array(repeating: "transactWriteItems 5", count: 3))
            #expect(try await test.users.statistics(lan.userID).reviewsTotal == 3)
        }
    }

    // What another process wrote all the same is noticed: nothing is lost, and nothing is written after an erasure
    // has begun.
    @Test func otherWritersAreNoticed() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let alone = Self.alone(test)
            var card = try await alone.flashcards.create(try TestStore.new("apple"), for: lan.userID)
            _ = try await test.save("pear", lan)
            card = try await Self.review(card, lan, alone)
            let statistics = try await test.users.statistics(lan.userID)
            #expect(statistics.reviewsTotal == 1 && statistics.totalWordsLearned == 2)
            #expect(try await test.feed(lan.userID).map(\.position.sequence) == [1, 3, 4])
            try await test.store.erasure.begin(lan, WriteContext(.user(lan.userID), at: TestStore.start))
            let last = card
            await #expect(throws: RepositoryError.notFound) { try await Self.review(last, lan, alone) }
        }
    }

    // What a call without a write removed of a deleted card is not taken for written.
    @Test func callsWithoutWritesLeaveNothing() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let alone = Self.alone(test)
            var card = try await alone.flashcards.create(try TestStore.new("apple"), for: lan.userID)
            card = try await Self.review(card, lan, alone)
            test.recorder.fail("batchWriteItem", DynamoDBError(.throttling, "busy"), times: 20)
            try? await alone.flashcards.delete(card)
            test.recorder.recover()
            _ = try await alone.users.update(lan, UserPatch())
            #expect(try await test.users.statistics(lan.userID).removals == 1)
            #expect(try await alone.removeDeletedLogs() == 1)
            #expect(try await alone.removeDeletedLogs() == 0)
            #expect(try await test.users.statistics(lan.userID).removals == 0)
        }
    }

    // After a failed write nothing is taken for known.
    @Test func failuresLeaveNothing() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let alone = Self.alone(test)
            let card = try await alone.flashcards.create(try TestStore.new("apple"), for: lan.userID)
            test.recorder.fail("transactWriteItems", DynamoDBError(.internalServerError, "broken"))
            await #expect(throws: RepositoryError.self) { try await Self.review(card, lan, alone) }
            test.recorder.recover()
            test.recorder.reset()
            _ = try await Self.review(card, lan, alone)
            #expect(test.recorder.notes.calls == ["getItem", "transactWriteItems 5"])
        }
    }
}
