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
}
