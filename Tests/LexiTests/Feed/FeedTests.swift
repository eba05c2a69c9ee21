import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct FeedTests {
    /// What a device knows of a user's data: the versions of cards by their ids.
    private struct Device {
        var cursor: FeedCursor?
        var cards: [ULID: Flashcard] = [:]
        var seen: [FeedPosition] = []

        /// Follows the feed to its end, in pages of so many changes.
        mutating func follow(_ store: LexiStore, _ user: UserID, limit: Int) async throws {
            while true {
                let page = try await store.feed.changes(of: user, after: cursor, limit: limit)
                #expect(page.changes.count <= limit)
                for change in page.changes {
                    switch change.entity {
                    case .flashcard(let card): cards[change.entityID] = card
                    case nil: cards[change.entityID] = nil
                    default: break
                    }
                }
                let bytes = page.next.bytes
                #expect(FeedCursor(bytes: bytes) == page.next)
                if let position = page.next.position { seen.append(position) }
                cursor = FeedCursor(bytes: bytes)
                if !page.hasMore { return }
            }
        }
    }

    // A device that follows the feed while two processes write knows in the end what is there: nothing is missed,
    // nothing deleted stays, and the cursor never goes back.
    @Test(arguments: 1...3 as ClosedRange<UInt64>) func manyWriters(seed: UInt64) async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let stores = [test.store, test.another(seed + 100)]
            var device = Device()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    let store = stores[writer % 2]
                    group.addTask { try await Self.write(writer, seed, store, lan) }
                }
                for _ in 0..<30 { try await device.follow(test.store, lan.userID, limit: 3) }
                try await group.waitForAll()
            }
            try await device.follow(test.store, lan.userID, limit: 3)
            let cards = try await test.flashcards.list(of: lan.userID, PageRequest(limit: 100)).items
            #expect(device.cards.values.sorted { $0.flashcardID.ulid < $1.flashcardID.ulid } == cards.reversed())
            #expect(device.seen == device.seen.sorted())
            var fresh = Device()
            try await fresh.follow(stores[1], lan.userID, limit: 1000)
            #expect(fresh.cards == device.cards)
        }
    }

    private static func write(_ writer: Int, _ seed: UInt64, _ store: LexiStore, _ user: User) async throws {
        var generator = SeededGenerator(seed: seed * 10 + UInt64(writer))
        var cards: [Flashcard] = []
        for number in 0..<12 {
            let action = cards.isEmpty ? 0 : generator.int(0...3)
            let rating = generator.pick(Rating.allCases)
            let place = cards.isEmpty ? 0 : generator.int(0...cards.count - 1)
            let known = cards
            let changed: Flashcard? = try await SeveralProcessesTests.persist {
                switch action {
                case 0, 1:
                    return try await store.flashcards.create(
                        try TestStore.new("w \(writer) \(number)"), for: user.userID)
                case 2:
                    let review = NewReview(rating: rating, reviewID: nil, reviewedAt: nil)
                    return try await store.reviews.append(review, to: known[place], of: user).flashcard
                default:
                    try await store.flashcards.delete(known[place])
                    return nil
                }
            }
            switch (action, changed) {
            case (0...1, let card?): cards.append(card)
            case (2, let card?): cards[place] = card
            default: cards.remove(at: place)
            }
        }
    }

    // A card that changes often is reported once, as it is; a deleted one as a tombstone, for 180 days.
    @Test func compactedAndGone() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let feed = test.store.feed
            var card = try await test.save("apple", lan)
            let pear = try await test.save("pear", lan)
            let first = try await feed.changes(of: lan.userID, after: nil, limit: 100)
            #expect(first.changes.map(\.kind) == [.user, .flashcard, .flashcard])
            #expect(!first.hasMore)
            for _ in 0..<3 { card = try await test.review(card, .good, lan).flashcard; test.clock.advance(seconds: 60) }
            try await test.flashcards.delete(pear)
            let second = try await feed.changes(of: lan.userID, after: first.next, limit: 100)
            #expect(second.changes.map(\.entityID) == [card.flashcardID.ulid, pear.flashcardID.ulid])
            guard case .flashcard(let told)? = second.changes[0].entity else { throw RepositoryError.notFound }
            #expect(told == card)
            #expect(second.changes[1].entity == nil)
            let none = try await feed.changes(of: lan.userID, after: second.next, limit: 100)
            #expect(none.changes.isEmpty && none.next.position == second.next.position)
            // The day before its time, the first cursor is still good; then it is too old, and the tombstone goes.
            test.clock.advance(seconds: 179 * 86_400)
            let late = try await feed.changes(of: lan.userID, after: first.next, limit: 100)
            #expect(late.changes.count == 2)
            test.clock.advance(seconds: 2 * 86_400)
            await #expect(throws: RepositoryError.cursorTooOld) {
                try await feed.changes(of: lan.userID, after: first.next, limit: 100)
            }
            // What has been followed until lately is not too old, though nothing changed for long.
            let recent = try await feed.changes(of: lan.userID, after: late.next, limit: 100)
            #expect(recent.changes.isEmpty)
            let fresh = try await feed.changes(of: lan.userID, after: nil, limit: 100)
            #expect(fresh.changes.map(\.entityID) == [lan.userID.ulid, card.flashcardID.ulid])
        }
    }

    // A row whose entity has changed since is left to the newer row, so that no change comes twice.
    @Test func outdatedRows() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            try await test.put(
                FeedRow(
                    userID: lan.userID, position: FeedPosition(time: card.feedPosition.time, sequence: 0),
                    kind: .flashcard, entityID: card.flashcardID.ulid, expiresAt: nil))
            let page = try await test.store.feed.changes(of: lan.userID, after: nil, limit: 100)
            #expect(page.changes.map(\.kind) == [.user, .flashcard])
        }
    }

    // Bytes that are no cursor are not read as one.
    @Test func cursors() {
        let cursor = FeedCursor(since: TestStore.start, position: FeedPosition(time: TestStore.start, sequence: 77))
        #expect(FeedCursor(bytes: cursor.bytes) == cursor)
        for count in 0..<cursor.bytes.count where count != 8 {
            #expect(FeedCursor(bytes: Array(cursor.bytes.prefix(count))) == nil)
        }
        let beginning = FeedCursor.beginning(at: TestStore.start)
        #expect(FeedCursor(bytes: beginning.bytes) == beginning)
    }
}
