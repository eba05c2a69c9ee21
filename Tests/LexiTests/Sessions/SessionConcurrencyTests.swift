import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct SessionConcurrencyTests {
    // Twenty writers at once: every turn is there once, numbered without a gap, and the head counts all of them.
    @Test func appends() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let id = try await world.session(user, try await world.scenario()).sessionID
            let sessions = world.sessions
            let answers = try await withThrowingTaskGroup(of: [AppendedTurns].self) { group in
                for writer in 0..<20 {
                    group.addTask {
                        var answers: [AppendedTurns] = []
                        for call in 0..<4 {
                            let turns = try (0..<1 + writer % 3).map {
                                try SessionWorld.answered("\(writer).\(call).\($0)", ttft: 10, cost: "0.01")
                            }
                            // Learners and services write at the same time.
                            let owner = writer % 2 == 0 ? user.userID : nil
                            answers.append(try await sessions.append(turns, to: id, owner: owner))
                        }
                        return answers
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let whole = try await sessions.wholeSession(id, owner: user.userID)
            let turns = whole.turns.map(\.turn)
            let count = (0..<20).reduce(0) { $0 + 4 * (1 + $1 % 3) }
            #expect(turns.map(\.turnIndex) == Array(0..<count))
            #expect(Set(turns.map(\.said.content)).count == count)
            #expect((whole.session.totalTurns, whole.session.version) == (count, 81))
            #expect(whole.session.ttft == Figure(sum: 10 * count, count: count))
            #expect(whole.session.totalCostUSD.text == "1.56")
            // Each writer's answer is what is stored.
            let told = answers.flatMap(\.turns).sorted { $0.turnIndex < $1.turnIndex }
            #expect(told == turns)
        }
    }

    // Writers of other processes do not wait at this process's gate: conditions alone keep the numbers right.
    @Test func appendsOfSeveralProcesses() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let id = try await world.session(user, try await world.scenario()).sessionID
            let clock = world.store.clock
            let database = world.recording
            try await withThrowingTaskGroup { group in
                for process in 0..<4 {
                    group.addTask {
                        let store = LexiStore(database: database, clock: clock, random: .seeded(UInt64(process)))
                        for call in 0..<6 {
                            let turn = try SessionWorld.said("\(process).\(call)")
                            _ = try await SeveralProcessesTests.persist {
                                try await store.sessions.append([turn], to: id, owner: user.userID)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let whole = try await world.sessions.wholeSession(id, owner: nil)
            #expect(whole.turns.map(\.turn.turnIndex) == Array(0..<24))
            #expect(Set(whole.turns.map(\.turn.said.content)).count == 24)
            #expect(whole.session.totalTurns == 24)
        }
    }

    // Of many that complete a session at once exactly one succeeds, and it counts once.
    @Test func completions() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let id = try await world.session(user, try await world.scenario()).sessionID
            let sessions = world.sessions
            let outcomes = await Self.outcomes(12) { number in
                switch number % 3 {
                case 0: _ = try await sessions.complete(id, owner: user.userID)
                case 1: _ = try await sessions.complete(id, owner: nil, scores: SessionWorld.scores(number))
                default: _ = try await sessions.abandon(id, owner: user.userID)
                }
            }
            #expect(outcomes.count { $0 == nil } == 1)
            #expect(outcomes.allSatisfy { Self.isWrongState($0) })
            let whole = try await sessions.wholeSession(id, owner: nil)
            #expect(whole.session.version == 2)
            #expect((whole.scoring != nil) == (whole.session.status == .completed))
            let completed = whole.session.status == .abandoned ? 0 : 1
            #expect(try await world.store.users.statistics(user.userID).sessionsCompleted == completed)
            #expect(try await world.sessionRows(user).map(\.position) == [whole.session.feedPosition])
        }
    }

    // Of many that score a session at once exactly one succeeds; its scores are those that stay.
    @Test func scorings() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let id = try await world.session(user, try await world.scenario()).sessionID
            let sessions = world.sessions
            _ = try await sessions.complete(id, owner: user.userID)
            let outcomes = await Self.outcomes(10) { _ = try await sessions.score(id, SessionWorld.scores($0)) }
            #expect(outcomes.count { $0 == nil } == 1)
            #expect(outcomes.allSatisfy { Self.isWrongState($0) })
            let winner = outcomes.firstIndex { $0 == nil }
            #expect(try await sessions.scoring(of: id, owner: nil)?.scores.overall == winner)
        }
    }

    // Sessions that one user starts and completes at once, in whatever order: all are counted, the feed has one row for
    // each without a gap in what was written, and the usage is exact.
    @Test(arguments: [1, 2, 3]) func startsAndCompletions(seed: UInt64) async throws {
        try await SessionWorld.run { world in
            let (user, other) = (try await world.user(), try await world.user("other"))
            let scenario = try await world.scenario()
            let sessions = world.sessions
            let new = [try world.newSession(user, scenario), try world.newSession(other, scenario)]
            var generator = SeededGenerator(seed: seed)
            let order = (0..<30).shuffled(using: &generator)
            try await withThrowingTaskGroup { group in
                for number in order {
                    group.addTask {
                        let id = try await sessions.start(new[number % 2]).session.sessionID
                        if number % 3 == 0 { await Task.yield() }
                        _ = try await sessions.append([try SessionWorld.said("Hi")], to: id, owner: nil)
                        if number % 3 != 2 { _ = try await sessions.complete(id, owner: nil) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await world.scenarios.scenarioWithUsage(scenario.scenarioID).usageCount == 30)
            for user in [user, other] {
                let statistics = try await world.store.users.statistics(user.userID)
                #expect(statistics.sessionsCompleted == 10)
                #expect(statistics.currentStreak == 1)
                // Registered once, 15 starts, 15 turns, 10 completions.
                #expect(statistics.feedPosition.sequence == 41)
                let rows = try await world.sessionRows(user)
                let heads = try await SessionWorld.all(4) { try await sessions.sessions(of: user.userID, $0) }
                #expect(rows.count == 15)
                #expect(rows.map(\.position) == heads.map(\.feedPosition).sorted())
                let day = LocalDay(utc: SessionWorld.start)
                #expect(
                    try await world.store.users.activity(user.userID, from: day, to: day).map(\.sessions) == [10])
            }
        }
    }

    // Turns that arrive while a session is completed are either in it before, or refused; none is lost or comes after.
    @Test func appendsAgainstCompletion() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let id = try await world.session(user, try await world.scenario()).sessionID
            let sessions = world.sessions
            let outcomes = await Self.outcomes(16) { number in
                if number == 8 {
                    _ = try await sessions.complete(id, owner: user.userID)
                } else {
                    _ = try await sessions.append([try SessionWorld.said("\(number)")], to: id, owner: nil)
                }
            }
            #expect(outcomes[8] == nil)
            #expect(outcomes.allSatisfy { Self.isWrongState($0) })
            let whole = try await sessions.wholeSession(id, owner: nil)
            #expect(whole.session.status == .scoring)
            let accepted = outcomes.indices.filter { $0 != 8 && outcomes[$0] == nil }
            #expect(Set(whole.turns.map(\.turn.said.content)) == Set(accepted.map { "\($0)" }))
            #expect(whole.turns.map(\.turn.turnIndex) == Array(0..<accepted.count))
            #expect(whole.session.totalTurns == accepted.count)
        }
    }

    // The same between processes, where no gate keeps the two apart: whoever comes second sees what the first one did.
    @Test func appendAgainstCompletionOfAnotherProcess() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let scenario = try await world.scenario()
            let here = world.sessions
            let there = LexiStore(database: world.recording, clock: world.store.clock, random: .seeded(8)).sessions
            let turn = try SessionWorld.said("Hi")
            var accepted = 0
            for round in 0..<60 {
                let id = try await world.session(user, scenario).sessionID
                let outcomes = await Self.outcomes(2) { number in
                    if number == round % 2 {
                        _ = try await there.complete(id, owner: user.userID)
                    } else {
                        _ = try await here.append([turn], to: id, owner: user.userID)
                    }
                }
                #expect(outcomes[round % 2] == nil)
                #expect(outcomes.allSatisfy { Self.isWrongState($0) })
                let turns = outcomes[1 - round % 2] == nil ? 1 : 0
                let whole = try await here.wholeSession(id, owner: nil)
                #expect(whole.session.status == .scoring)
                #expect(
                    (whole.turns.count, whole.session.totalTurns, whole.session.version) == (turns, turns, 2 + turns))
                accepted += turns
            }
            #expect(try await world.store.users.statistics(user.userID).sessionsCompleted == 60)
            #expect(accepted > 0, "no turn came first in any round")
        }
    }

    /// Nil, or the session's state.
    private static func isWrongState(_ error: RepositoryError?) -> Bool {
        switch error {
        case nil, .wrongState: true
        default: false
        }
    }

    /// What became of calls that were made at the same time: nil for success.
    private static func outcomes(
        _ count: Int, _ call: @escaping @Sendable (Int) async throws -> Void
    ) async -> [RepositoryError?] {
        await withTaskGroup(of: (Int, RepositoryError?).self) { group in
            for number in 0..<count {
                group.addTask {
                    do {
                        try await call(number)
                        return (number, nil)
                    } catch let error as RepositoryError {
                        return (number, error)
                    } catch {
                        return (number, .contention)
                    }
                }
            }
            var outcomes = [RepositoryError?](repeating: nil, count: count)
            for await (number, error) in group { outcomes[number] = error }
            return outcomes
        }
    }
}
