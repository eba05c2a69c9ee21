import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct SessionStartTests {
    // A session starts active, at version 1, without turns, and is read as it was answered.
    @Test func start() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let scenario = try await world.scenario()
            let started = try await world.sessions.start(try world.newSession(user, scenario))
            let head = started.session
            #expect(started.turns == [])
            #expect((head.status, head.version, head.totalTurns) == (.active, 1, 0))
            #expect((head.learnerRole, head.aiRole, head.selectedGoal) == ("Guest", "Waiter", "Order"))
            #expect(head.scenarioTitle == scenario.scenarioTitle)
            #expect(try await world.sessions.session(head.sessionID, owner: user.userID) == head)
            let whole = try await world.sessions.wholeSession(head.sessionID, owner: user.userID)
            #expect(whole == WholeSession(session: head, prompt: nil, turns: [], scoring: nil))
        }
    }

    // A service's greeting is the AI's turn 0, and its prompt a separate item; both are one write with the head.
    @Test func greetingAndPrompt() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let prompt = String(repeating: "Đ", count: LexiLimits.prompt)
            let new = try world.newSession(user, try await world.scenario(), greeting: "Welcome!", prompt: prompt)
            let started = try await world.sessions.start(new)
            #expect(started.turns.map(\.said) == [.greeting("Welcome!")])
            #expect((started.session.version, started.session.totalTurns, started.session.userTurns) == (1, 1, 0))
            let whole = try await world.sessions.wholeSession(started.session.sessionID, owner: user.userID)
            #expect(whole.prompt?.prompt == prompt)
            #expect(whole.turns.map(\.turn) == started.turns)
            let id = started.session.sessionID
            let next = try await world.sessions.append([try SessionWorld.said("Hi")], to: id, owner: user.userID)
            #expect(next.turns.map(\.turnIndex) == [1])
        }
    }

    // A start moves the user's change feed by one row, which is the one that the head remembers.
    @Test func feed() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let scenario = try await world.scenario()
            let first = try await world.session(user, scenario)
            let second = try await world.session(user, scenario)
            #expect(try await world.sessionRows(user).map(\.position) == [first, second].map(\.feedPosition))
            #expect(
                try await world.sessionRows(user).map(\.entityID) == [first.sessionID.ulid, second.sessionID.ulid])
            #expect(second.feedPosition.sequence == first.feedPosition.sequence + 1)
            #expect(try await world.store.users.statistics(user.userID).feedPosition == second.feedPosition)
        }
    }

    // Nobody who is not there starts a session.
    @Test func unknownUser() async throws {
        try await SessionWorld.run { world in
            let scenario = try await world.scenario()
            let ghost = try Samples.user()
            let new = try world.newSession(ghost, scenario)
            try await world.refuses(.notFound) { try await world.sessions.start(new) }
        }
    }

    // A scenario that is turned off or changed after it was read does not stand in the way: its title is a snapshot.
    @Test func scenarioChangesMeanwhile() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let scenario = try await world.scenario()
            let new = try world.newSession(user, scenario)
            let off = SessionWorld.patch(isActive: false)
            _ = try await world.scenarios.change(scenario.scenarioID, off, ifVersion: nil, by: nil)
            #expect(try await world.sessions.start(new).session.scenarioTitle == scenario.scenarioTitle)
            #expect(try await world.scenarios.scenarioWithUsage(scenario.scenarioID).usageCount == 1)
        }
    }

    // Another user's session answers exactly like one that does not exist, to every call.
    @Test func strangers() async throws {
        try await SessionWorld.run { world in
            let stranger = try await world.user("stranger").userID
            let head = try await world.session(try await world.user(), try await world.scenario())
            let missing = SessionID(ULID(high: 1, low: 1))
            let turn = try SessionWorld.said("Hi")
            for (id, owner) in [(head.sessionID, Optional(stranger)), (missing, stranger), (missing, nil)] {
                let calls: [() async throws -> Void] = [
                    { _ = try await world.sessions.session(id, owner: owner) },
                    { _ = try await world.sessions.wholeSession(id, owner: owner) },
                    { _ = try await world.sessions.scoring(of: id, owner: owner) },
                    { _ = try await world.sessions.turns(of: id, owner: owner) },
                    { _ = try await world.sessions.append([turn], to: id, owner: owner) },
                    { _ = try await world.sessions.complete(id, owner: owner) },
                    { _ = try await world.sessions.complete(id, owner: owner, scores: SessionWorld.scores(1)) },
                    { _ = try await world.sessions.abandon(id, owner: owner) },
                ]
                for call in calls { try await world.refuses(.notFound, call) }
            }
            try await world.refuses(.notFound) {
                try await world.sessions.score(missing, SessionWorld.scores(1))
            }
        }
    }
}
