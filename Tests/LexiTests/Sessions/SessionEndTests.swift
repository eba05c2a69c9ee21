import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct SessionEndTests {
    // A learner completes: the session waits for its scores, once, and they make it completed.
    @Test func completeThenScore() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let id = try await world.session(user, try await world.scenario()).sessionID
            world.time.advance(by: 100)
            let completed = try await world.sessions.complete(id, owner: user.userID)
            #expect((completed.session.status, completed.session.version) == (.scoring, 2))
            #expect(completed.session.completedAt == SessionWorld.start.adding(seconds: 100))
            #expect(completed.scoring == nil)
            #expect(try await world.sessions.scoring(of: id, owner: user.userID) == nil)
            #expect(try await world.sessions.scoringJobs().items == [completed.session])
            #expect(try await world.sessions.activeSessions(of: user.userID).items == [])
            world.time.advance(by: 100)
            let scored = try await world.sessions.score(id, SessionWorld.scores(80))
            #expect((scored.session.status, scored.session.version) == (.completed, 3))
            #expect(scored.session.completedAt == completed.session.completedAt)
            #expect(scored.scoring?.scores == SessionWorld.scores(80))
            #expect(scored.scoring?.completedAt == completed.session.completedAt)
            #expect(scored.scoring?.createdAt == SessionWorld.start.adding(seconds: 200))
            #expect(try await world.sessions.scoringJobs().items == [])
            let whole = try await world.sessions.wholeSession(id, owner: user.userID)
            #expect(whole.session == scored.session)
            #expect(whole.scoring == scored.scoring)
            #expect(try await world.sessions.scoring(of: id, owner: user.userID) == scored.scoring)
        }
    }

    // A service completes and scores in one call: the session was never a job.
    @Test func completeWithScores() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let id = try await world.session(user, try await world.scenario()).sessionID
            let ended = try await world.sessions.complete(id, owner: nil, scores: SessionWorld.scores(66))
            #expect(ended.session.status == .completed)
            #expect(ended.scoring?.completedAt == ended.session.completedAt)
            #expect(try await world.sessions.scoringJobs().items == [])
            #expect(try await world.sessions.scoring(of: id, owner: user.userID) == ended.scoring)
        }
    }

    // What a status does not allow is refused, and changes nothing.
    @Test func wrongStates() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let scenario = try await world.scenario()
            let sessions = world.sessions
            let complete = { (id: SessionID) in _ = try await sessions.complete(id, owner: user.userID) }
            let scored = { (id: SessionID) in
                _ = try await sessions.complete(id, owner: nil, scores: SessionWorld.scores(50))
            }
            let score = { (id: SessionID) in _ = try await sessions.score(id, SessionWorld.scores(50)) }
            let abandon = { (id: SessionID) in _ = try await sessions.abandon(id, owner: user.userID) }
            typealias Call = (SessionID) async throws -> Void
            let cases: [(before: [Call], refused: [Call])] = [
                ([], [score]),
                ([complete], [complete, scored, abandon]),
                ([complete, score], [complete, scored, score, abandon]),
                ([scored], [complete, scored, score, abandon]),
                ([abandon], [complete, scored, score, abandon]),
            ]
            for (before, refused) in cases {
                let id = try await world.session(user, scenario).sessionID
                for call in before { try await call(id) }
                for call in refused { try await world.refusesState { try await call(id) } }
            }
        }
    }

    // Completing counts: once, whenever the scores come. Abandoning does not count.
    @Test func statistics() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let scenario = try await world.scenario()
            let id = try await world.session(user, scenario).sessionID
            _ = try await world.sessions.complete(id, owner: user.userID)
            let after = try await world.store.users.statistics(user.userID)
            #expect((after.sessionsCompleted, after.currentStreak, after.bestStreak) == (1, 1, 1))
            _ = try await world.sessions.score(id, SessionWorld.scores(1))
            let other = try await world.session(user, scenario).sessionID
            _ = try await world.sessions.abandon(other, owner: user.userID)
            #expect(try await world.store.users.statistics(user.userID).sessionsCompleted == 1)
            let day = LocalDay(utc: SessionWorld.start)
            let days = try await world.store.users.activity(user.userID, from: day, to: day)
            #expect(days == [ActivityDay(userID: user.userID, day: day, reviews: 0, sessions: 1)])
        }
    }

    // The streak grows with days on which a session was completed, in the user's time zone; a missed day ends it.
    @Test func streak() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let scenario = try await world.scenario()
            var streaks: [Int] = []
            // 17:30, 23:30 and 00:30 local time, the next evening, then two days later.
            for hours in [0, 6, 1, 20, 48] {
                world.time.advance(by: Double(hours) * 3600)
                let id = try await world.session(user, scenario).sessionID
                _ = try await world.sessions.complete(id, owner: user.userID)
                streaks.append(try await world.store.users.statistics(user.userID).currentStreak)
            }
            #expect(streaks == [1, 1, 2, 2, 1])
            #expect(try await world.store.users.statistics(user.userID).bestStreak == 2)
            let first = LocalDay(utc: SessionWorld.start)
            let days = try await world.store.users.activity(user.userID, from: first, to: first.adding(days: 9))
            #expect(days.map(\.sessions) == [1, 2, 2])
        }
    }

    // A session has one row in the change feed, which moves to the end whenever its head changes: with turns, when it
    // ends and when its scores come.
    @Test func feed() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let scenario = try await world.scenario()
            let id = try await world.session(user, scenario).sessionID
            let other = try await world.session(user, scenario)
            let turn = try SessionWorld.said("Hi")
            let head = try await world.sessions.append([turn], to: id, owner: user.userID).session
            #expect(head.feedPosition.sequence == other.feedPosition.sequence + 1)
            #expect(try await world.sessionRows(user).map(\.position) == [other.feedPosition, head.feedPosition])
            let next = try await world.sessions.append([turn], to: id, owner: nil).session
            #expect(try await world.sessionRows(user).map(\.position) == [other.feedPosition, next.feedPosition])
            let completed = try await world.sessions.complete(id, owner: user.userID).session
            #expect(completed.feedPosition.sequence == next.feedPosition.sequence + 1)
            #expect(
                try await world.sessionRows(user).map(\.position) == [other.feedPosition, completed.feedPosition])
            let scored = try await world.sessions.score(id, SessionWorld.scores(1)).session
            let left = try await world.sessions.abandon(other.sessionID, owner: user.userID)
            #expect(try await world.sessionRows(user).map(\.position) == [scored.feedPosition, left.feedPosition])
            #expect(try await world.sessions.session(id, owner: nil).feedPosition == scored.feedPosition)
            #expect(
                try await world.store.users.statistics(user.userID).feedPosition == left.feedPosition)
        }
    }

    // A scoring that failed says why, is no job any more, and becomes one again, the last, when somebody asks for it.
    @Test func failedScoring() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let scenario = try await world.scenario()
            let sessions = world.sessions
            var session = try await sessions.complete(try await world.session(user, scenario)).session
            world.time.advance(by: 10)
            let other = try await sessions.complete(try await world.session(user, scenario)).session
            let failure = ScoringFailure(reason: "The recording is silent.")
            session = try await sessions.failScoring(session, failure)
            #expect(session.status == .scoringFailed)
            #expect(session.scoringFailureReason == failure.reason)
            #expect(try await sessions.session(session.sessionID, owner: user.userID) == session)
            #expect(try await sessions.scoringJobs().items == [other])
            let failed = session
            for refused: @Sendable () async throws -> Void in [
                { _ = try await sessions.failScoring(failed, failure) },
                { _ = try await sessions.score(failed, SessionWorld.scores(1)) },
                { _ = try await sessions.complete(failed) }, { _ = try await sessions.abandon(failed) },
                { _ = try await sessions.append([try SessionWorld.said("Hi")], to: failed) },
                { _ = try await sessions.retryScoring(other) },
            ] { try await world.refusesState { try await refused() } }
            world.time.advance(by: 10)
            session = try await sessions.retryScoring(session)
            #expect((session.status, session.scoringFailureReason) == (.scoring, nil))
            #expect(try await sessions.scoringJobs().items == [other, session])
            let scored = try await sessions.score(session, SessionWorld.scores(70))
            #expect(scored.session.status == .completed)
            #expect(scored.scoring?.completedAt == session.completedAt)
            #expect(try await world.store.users.statistics(user.userID).sessionsCompleted == 2)
        }
    }

    // A job is late when its scores are awaited for a quarter of an hour, counted again when they are asked for again.
    @Test func lateJobs() {
        let now = Samples.now
        var session = Samples.session(.scoring)
        #expect(!session.isScoringLate(at: now.adding(seconds: LexiLimits.scoringLate - 1)))
        #expect(session.isScoringLate(at: now.adding(seconds: LexiLimits.scoringLate)))
        session.scoringRequestedAt = now.adding(seconds: 60)
        #expect(!session.isScoringLate(at: now.adding(seconds: LexiLimits.scoringLate)))
        #expect(!Samples.failedSession().isScoringLate(at: now.adding(days: 1)))
        #expect(!Samples.session().isScoringLate(at: now.adding(days: 1)))
    }

    // A job that comes to a shard whose end was reached while others were read is on a later page.
    @Test func jobsWhilePaging() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let scenario = try await world.scenario()
            let sessions = world.sessions
            var jobs: [SessionID] = []
            let add = { () async throws in
                world.time.advance(by: 1)
                let id = try await sessions.complete(try await world.session(user, scenario)).session.sessionID
                jobs.append(id)
            }
            for _ in 0..<6 { try await add() }
            var found: [SessionID] = []
            var position: Position?
            for _ in 0..<40 {
                let page = try await sessions.scoringJobs(PageRequest(limit: 1, position: position))
                found += page.items.map(\.sessionID)
                position = page.next
                if position == nil { break }
                if jobs.count < 14 { try await add() }
            }
            #expect(found == jobs)
        }
    }
}
