import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct SessionDeletionTests {
    // A deleted session leaves nothing but a tombstone; counters and cards that were saved from it stay.
    @Test(arguments: [0, 3, 60]) func nothingIsLeft(turns: Int) async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let new = try world.newSession(user, try await world.scenario())
            var session = try await world.sessions.start(new).session
            for number in 0..<turns {
                var fields = TurnFields()
                fields.content = .set("Turn \(number)")
                var errors = FieldErrors()
                let turn = try #require(fields.creation(asService: false, &errors))
                session = try await world.sessions.append([turn], to: session).session
            }
            session = try await world.sessions.complete(session).session
            let before = try await world.store.users.statistics(user.userID)
            await #expect(throws: RepositoryError.versionMismatch(current: session.version)) {
                try await world.sessions.delete(session, expectedVersion: 1)
            }
            try await world.sessions.delete(session, expectedVersion: session.version)
            let request = QueryRequest(
                tableName: "LexiApp", keyConditionExpression: "PK = :p",
                parameters: ExpressionParameters(values: [":p": .s("SESSION#\(session.sessionID.text)")]),
                consistentRead: true)
            #expect(try await world.table.db.query(request).items.isEmpty)
            await #expect(throws: RepositoryError.notFound) {
                try await world.sessions.session(session.sessionID, owner: user.userID)
            }
            await #expect(throws: RepositoryError.notFound) { try await world.sessions.delete(session) }
            let after = try await world.store.users.statistics(user.userID)
            #expect(after.sessionsCompleted == before.sessionsCompleted && after.removals == 0)
            let changes = try await world.store.feed.changes(of: user.userID, after: nil, limit: 100).changes
            #expect(changes.last?.entityID == session.sessionID.ulid && changes.last?.entity == nil)
        }
    }

    // What an interrupted deletion left is removed when a server starts.
    @Test func interrupted() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let new = try world.newSession(user, try await world.scenario())
            var fields = TurnFields()
            fields.content = .set("Hi")
            var errors = FieldErrors()
            let turn = try #require(fields.creation(asService: false, &errors))
            let started = try await world.sessions.start(new).session
            let session = try await world.sessions.append([turn], to: started).session
            world.recording.fail("batchWriteItem", DynamoDBError(.serviceUnavailable, "stopping"), after: 0)
            try await world.sessions.delete(session)
            #expect(try await world.store.users.statistics(user.userID).removals == 1)
            world.recording.recover()
            #expect(try await world.store.removeDeletedLogs() == 1)
            #expect(try await world.store.users.statistics(user.userID).removals == 0)
        }
    }

    // While the table removes nothing, a user can delete only so much; the error says what is waited for.
    @Test func tooMuchIsStillRemoved() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let session = try await world.session(user, try await world.scenario())
            let card = try await world.store.flashcards.create(TestStore.new("apple"), for: user.userID)
            let new = NewReview(rating: .good, reviewID: nil, reviewedAt: nil)
            let reviewed = try await world.store.reviews.append(new, to: card, of: user).flashcard
            var statistics = try await world.store.users.statistics(user.userID)
            statistics.logsToRemove = (0..<LexiLimits.logsToRemove).map { FlashcardID(ULID(high: UInt64($0), low: 1)) }
            try await world.table.put(statistics.item)
            world.recording.fail("query", DynamoDBError(.serviceUnavailable, "stopping"), after: 0)
            let another = LexiStore(database: world.recording, clock: world.store.clock, random: .seeded(3))
            await #expect(throws: RepositoryError.stillRemoving) { try await another.flashcards.delete(reviewed) }
            await #expect(throws: RepositoryError.stillRemoving) { try await another.sessions.delete(session) }
            world.recording.recover()
            try await another.sessions.delete(session)
            try await another.flashcards.delete(reviewed)
            #expect(try await another.users.statistics(user.userID).removals == 0)
        }
    }
}
