import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct SessionListTests {
    // A user's sessions come newest first, and only those of the user; the active ones can be resumed.
    @Test(arguments: [1, 3, 50]) func ofAUser(limit: Int) async throws {
        try await SessionWorld.run { world in
            let (user, other) = (try await world.user(), try await world.user("other"))
            let scenario = try await world.scenario()
            var ids: [SessionID] = []
            for number in 0..<7 {
                world.time.advance(by: Double(number % 2))
                ids.append(try await world.session(user, scenario).sessionID)
                _ = try await world.session(other, scenario)
            }
            _ = try await world.sessions.complete(ids[2], owner: user.userID)
            _ = try await world.sessions.abandon(ids[5], owner: user.userID)
            let all = try await SessionWorld.all(limit) { try await world.sessions.sessions(of: user.userID, $0) }
            #expect(all.map(\.sessionID) == ids.reversed())
            #expect(all.map(\.status) == [.active, .abandoned, .active, .active, .scoring, .active, .active])
            let active = try await SessionWorld.all(limit) {
                try await world.sessions.activeSessions(of: user.userID, $0)
            }
            #expect(active.map(\.sessionID) == [6, 4, 3, 1, 0].map { ids[$0] })
        }
    }

    // Jobs come in the order in which the sessions were completed, whatever shard they are on and whatever the page
    // size, each once; what was scored is gone.
    @Test(arguments: [1, 2, 5, 12, 100]) func jobs(limit: Int) async throws {
        try await SessionWorld.run { world in
            let users = [try await world.user("a"), try await world.user("b")]
            let scenario = try await world.scenario()
            var started: [SessionID] = []
            for number in 0..<12 { started.append(try await world.session(users[number % 2], scenario).sessionID) }
            // Not in the order of their start.
            let completed = (0..<12).map { started[($0 * 5) % 12] }
            for id in completed {
                world.time.advance(by: 1)
                _ = try await world.sessions.complete(id, owner: nil)
            }
            #expect(Set(started.map { Shard.of($0.text, count: Shard.scoringJobs) }).count > 1)
            let jobs = try await SessionWorld.all(limit) { try await world.sessions.scoringJobs($0) }
            #expect(jobs.map(\.sessionID) == completed)
            #expect(jobs.allSatisfy { $0.status == .scoring })
            for id in completed.prefix(5) { _ = try await world.sessions.score(id, SessionWorld.scores(50)) }
            let rest = try await SessionWorld.all(limit) { try await world.sessions.scoringJobs($0) }
            #expect(rest.map(\.sessionID) == Array(completed.dropFirst(5)))
        }
    }

    // A position of another list is refused.
    @Test func foreignPosition() async throws {
        try await SessionWorld.run { world in
            let page = PageRequest(position: Position([.start]))
            try await world.refuses(.badPosition) { try await world.sessions.scoringJobs(page) }
        }
    }

    // Progress is by the time of completion, both ends included, oldest first, and of scored sessions only.
    @Test func progress() async throws {
        try await SessionWorld.run { world in
            let (user, other) = (try await world.user(), try await world.user("other"))
            let scenario = try await world.scenario()
            for number in 1...5 {
                let id = try await world.session(user, scenario).sessionID
                _ = try await world.sessions.complete(id, owner: user.userID)
                let foreign = try await world.session(other, scenario).sessionID
                _ = try await world.sessions.complete(foreign, owner: nil, scores: SessionWorld.scores(99))
                world.time.advance(by: 10)
                if number != 4 { _ = try await world.sessions.score(id, SessionWorld.scores(number)) }
            }
            let start = SessionWorld.start
            let found = { (from: Int64, through: Int64, limit: Int) in
                try await SessionWorld.all(limit) {
                    try await world.sessions.progress(
                        of: user.userID, from: start.adding(seconds: from), through: start.adding(seconds: through), $0)
                }
            }
            #expect(try await found(0, 40, 20).map(\.scores.overall) == [1, 2, 3, 5])
            #expect(try await found(0, 40, 1).map(\.scores.overall) == [1, 2, 3, 5])
            #expect(try await found(10, 20, 20).map(\.scores.overall) == [2, 3])
            #expect(try await found(11, 19, 20).isEmpty)
            #expect(try await found(40, 0, 20).isEmpty)
            let first = try await found(0, 0, 20).first
            #expect(first?.scenarioTitle == scenario.scenarioTitle)
            #expect(first?.completedAt == start)
        }
    }

    // Each read stays within its budget: pages of 20, a whole session of 40 turns.
    @Test func readBudgets() async throws {
        try await SessionWorld.run { world in
            let (user, scenario) = (try await world.user(), try await world.scenario())
            var id = try await world.session(user, scenario).sessionID
            for _ in 0..<25 {
                let scored = try await world.session(user, scenario).sessionID
                _ = try await world.sessions.complete(scored, owner: nil, scores: SessionWorld.scores(70))
                let job = try await world.session(user, scenario).sessionID
                _ = try await world.sessions.complete(job, owner: nil)
                id = try await world.session(user, scenario).sessionID
            }
            for _ in 0..<2 { _ = try await world.sessions.append(try Self.turns(20), to: id, owner: nil) }
            let sessions = world.sessions
            // A page of turns also reads the head, to see whose they are, and which cards were saved.
            let beside = AccessPatterns.session.budget.read + 1
            let reads: [(any RegisteredPattern, Double, () async throws -> Void)] = [
                (AccessPatterns.session, 0, { _ = try await sessions.session(id, owner: user.userID) }),
                (AccessPatterns.wholeSession, 1, { _ = try await sessions.wholeSession(id, owner: user.userID) }),
                (AccessPatterns.turns, beside, { _ = try await sessions.turns(of: id, owner: nil, from: 5) }),
                (AccessPatterns.sessions, 0, { _ = try await sessions.sessions(of: user.userID) }),
                (AccessPatterns.activeSessions, 0, { _ = try await sessions.activeSessions(of: user.userID) }),
                (
                    AccessPatterns.progress, 0,
                    {
                        _ = try await sessions.progress(
                            of: user.userID, from: SessionWorld.start, through: SessionWorld.start)
                    }
                ),
            ]
            for (pattern, extra, read) in reads {
                let units = try await world.units(read)
                #expect(units.read > 0)
                #expect(units.read <= pattern.budget.read + extra, "\(pattern.access.number)")
                #expect(units.write == 0)
            }
            let jobs = try await world.units { _ = try await sessions.scoringJobs() }
            #expect(jobs.read <= AccessPatterns.scoringJobs.budget.read * Double(Shard.scoringJobs))
        }
    }

    // Each write stays within its budget.
    @Test func writeBudgets() async throws {
        try await SessionWorld.run { world in
            let (user, scenario) = (try await world.user(), try await world.scenario())
            let sessions = world.sessions
            let prompt = String(repeating: "p", count: 3000)
            let new = try world.newSession(user, scenario, greeting: "Welcome!", prompt: prompt)
            let (first, second) = (
                try await world.session(user, scenario).sessionID, try await world.session(user, scenario).sessionID
            )
            let writes: [(AccessPattern, () async throws -> Void)] = [
                (AccessPatterns.startSession, { _ = try await sessions.start(new) }),
                (
                    AccessPatterns.appendTurns,
                    { _ = try await sessions.append(try Self.turns(2), to: first, owner: nil) }
                ),
                (AccessPatterns.endSession, { _ = try await sessions.complete(first, owner: user.userID) }),
                (AccessPatterns.endSession, { _ = try await sessions.score(first, SessionWorld.scores(70)) }),
                (
                    AccessPatterns.endSession,
                    { _ = try await sessions.complete(second, owner: nil, scores: SessionWorld.scores(70)) }
                ),
            ]
            for (pattern, write) in writes {
                let units = try await world.units(write)
                #expect(units.write > 0)
                #expect(units.write <= pattern.budget.write, "\(pattern.number) \(pattern.name)")
            }
        }
    }

    private static func turns(_ count: Int) throws -> [NewTurn] {
        try (0..<count).map {
            try SessionWorld.answered(
                "A sentence of a usual length, number \($0), as a partner says it.", ttft: 300, latency: 900,
                tokens: 20, cost: "0.0012")
        }
    }
}
