import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct SessionTurnTests {
    // Turns are numbered in the order of arrival, and the head counts them.
    @Test func append() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let start = try await world.session(user, try await world.scenario())
            world.time.advance(by: 5)
            let first = try await world.sessions.append(
                [try SessionWorld.said("One", hint: true)], to: start.sessionID, owner: user.userID)
            let second = try await world.sessions.append(
                [try SessionWorld.answered("Two"), try SessionWorld.said("Three")], to: start.sessionID, owner: nil)
            #expect(first.turns.map(\.turnIndex) == [0])
            #expect(second.turns.map(\.turnIndex) == [1, 2])
            let head = second.session
            #expect((head.totalTurns, head.userTurns, head.hintUsedCount, head.version) == (3, 2, 1, 3))
            #expect(head.updatedAt == SessionWorld.start.adding(seconds: 5))
            #expect(head.createdAt == SessionWorld.start)
            let whole = try await world.sessions.wholeSession(start.sessionID, owner: user.userID)
            #expect(whole.session == head)
            #expect(whole.turns.map(\.turn) == first.turns + second.turns)
            #expect(try await world.sessions.sessions(of: user.userID).items == [head])
        }
    }

    // A call appends 1 to 20 turns, all or none.
    @Test func counts() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let id = try await world.session(user, try await world.scenario()).sessionID
            let turns = try (0..<21).map { try SessionWorld.said("Turn \($0)") }
            let wrong = RepositoryError.invalid(ValidationError("/turns", "must be 1 to 20 turns"))
            try await world.refuses(wrong) { try await world.sessions.append(turns, to: id, owner: user.userID) }
            try await world.refuses(wrong) { try await world.sessions.append([], to: id, owner: user.userID) }
            let full = try await world.sessions.append(Array(turns.dropLast()), to: id, owner: user.userID)
            #expect(full.turns.map(\.turnIndex) == Array(0..<20))
            #expect(full.session.version == 2)
        }
    }

    // A session has a largest number of turns; a call that would go beyond it adds none.
    @Test func longest() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            var head = try await world.session(user, try await world.scenario())
            head.totalTurns = LexiLimits.turnsPerSession - 1
            try await world.table.put(head.item)
            let turn = try SessionWorld.said("Last")
            let id = head.sessionID
            let text = "The session is ACTIVE: it has as many turns as a session can have"
            try await world.refuses(.limitReached(text)) {
                try await world.sessions.append([turn, turn], to: id, owner: user.userID)
            }
            let last = try await world.sessions.append([turn], to: id, owner: user.userID)
            #expect(last.turns.map(\.turnIndex) == [LexiLimits.turnsPerSession - 1])
            let found = try await world.sessions.turns(of: id, owner: nil, from: LexiLimits.turnsPerSession - 2).items
            #expect(found.map(\.turn) == last.turns)
            try await world.refuses(.limitReached(text)) {
                try await world.sessions.append([turn], to: id, owner: user.userID)
            }
        }
    }

    // A session is answered whole, so that its longest texts together must not fill the memory of a small server.
    @Test func largest() {
        let bytesPerCodePoint = 4
        let textsPerTurn = 2
        let largest = LexiLimits.turnsPerSession * textsPerTurn * LexiLimits.turnContent * bytesPerCodePoint
        #expect(largest <= 20 << 20)
    }

    // Averages are over the AI turns that carry the figure, half up; costs are summed exactly, where binary floating
    // point would not.
    @Test func figures() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let id = try await world.session(user, try await world.scenario()).sessionID
            let turns = [
                try SessionWorld.answered("a", ttft: 100, latency: 7, tokens: 3, cost: "0.1"),
                try SessionWorld.answered("b", ttft: 101, latency: 8, cost: "0.2"),
                try SessionWorld.answered("c", latency: 8, cost: "0.000000000001"),
                try SessionWorld.said("d"), try SessionWorld.answered("e"),
            ]
            for turn in turns { _ = try await world.sessions.append([turn], to: id, owner: nil) }
            let head = try await world.sessions.session(id, owner: user.userID)
            #expect(head.ttft.averageTenths == 1005)
            // 23 / 3 = 7.666…
            #expect(head.latency.averageTenths == 77)
            #expect(head.outputTokens.averageTenths == 30)
            #expect(head.totalCostUSD.text == "0.300000000001")
            let stored = try await world.sessions.wholeSession(id, owner: nil).turns.map(\.turn.said)
            #expect(stored == turns)
        }
    }

    // A session that is not active takes no turns.
    @Test func states() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let scenario = try await world.scenario()
            let turn = try SessionWorld.said("Too late")
            let sessions = world.sessions
            let endings: [(SessionID) async throws -> Void] = [
                { _ = try await sessions.complete($0, owner: user.userID) },
                { _ = try await sessions.complete($0, owner: nil, scores: SessionWorld.scores(50)) },
                { _ = try await sessions.abandon($0, owner: user.userID) },
            ]
            for end in endings {
                let id = try await world.session(user, scenario).sessionID
                try await end(id)
                try await world.refusesState { try await sessions.append([turn], to: id, owner: user.userID) }
                try await world.refusesState { try await sessions.append([turn], to: id, owner: nil) }
            }
        }
    }

    // Turns are read from a number on, in pages, or the last ones, always in their order.
    @Test func reads() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let id = try await world.session(user, try await world.scenario()).sessionID
            for start in [0, 20] {
                let turns = try (start..<start + 20).map { try SessionWorld.said("Turn \($0)") }
                _ = try await world.sessions.append(turns, to: id, owner: user.userID)
            }
            for (from, limit) in [(0, 100), (7, 5), (38, 1), (40, 3), (99_999, 3), (-4, 40)] {
                let found = try await SessionWorld.all(limit) {
                    try await world.sessions.turns(of: id, owner: user.userID, from: from, $0)
                }
                #expect(found.map(\.turn.turnIndex) == Array(min(max(0, from), 40)..<40))
            }
        }
    }

    // A turn tells which cards its learner saved from it, until they are deleted.
    @Test func savedCards() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let id = try await world.session(user, try await world.scenario()).sessionID
            let turns = try (0..<12).map { try SessionWorld.said("Turn \($0)") }
            _ = try await world.sessions.append(turns, to: id, owner: user.userID)
            var cards: [Flashcard] = []
            for (word, turn) in [("one", 2), ("two", 11), ("three", 2)] {
                let new = try TestStore.new(word, from: TurnReference(sessionID: id, turnIndex: turn))
                cards.append(try await world.store.flashcards.create(new, for: user.userID))
            }
            let (one, two, three) = (cards[0].flashcardID, cards[1].flashcardID, cards[2].flashcardID)
            let whole = try await world.sessions.wholeSession(id, owner: user.userID).turns
            #expect(whole[2].savedFlashcardIDs == [one, three])
            #expect(whole[11].savedFlashcardIDs == [two])
            #expect(whole.count { $0.savedFlashcardIDs.isEmpty } == 10)
            let page = try await world.sessions.turns(of: id, owner: user.userID, from: 11).items
            #expect(page.map(\.savedFlashcardIDs) == [[two]])
            try await world.store.flashcards.delete(one, of: user.userID)
            let rest = try await world.sessions.turns(of: id, owner: nil, from: 2).items
            #expect(rest.first?.savedFlashcardIDs == [three])
        }
    }
}
