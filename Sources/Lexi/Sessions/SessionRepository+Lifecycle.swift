import DynamoModel

extension SessionRepository {
    // MARK: Start

    /// Starts a session: head, prompt, the greeting as the AI's turn 0, the scenario's usage, statistics and feed row.
    ///
    /// The scenario was read before and is not read again: a shared item would make concurrent starts conflict.
    /// - Parameters:
    ///   - id: the session's id, for data that brings it along; nil makes one.
    ///   - context: nil for the session's user, now.
    /// - Throws: `notFound` when there is no such user; `contention`.
    public func start(
        _ new: NewSession, id: SessionID? = nil, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> AppendedTurns {
        let id = id ?? ids.next()
        let context = context ?? writer.context(.user(new.userID))
        return try await writer.commit(AccessPatterns.startSession, for: new.userID, context) {
            (transaction: inout UserTransaction) throws(RepositoryError) -> AppendedTurns in
            let now = transaction.now
            let position = transaction.recordChange(.session, id.ulid, replacing: nil)
            let (head, turns) = try Self.allowed { () throws(SessionStateError) in
                try Session.starting(new, id: id, at: now, feedPosition: position)
            }
            transaction.put(head, if: .absent)
            for turn in turns { transaction.put(turn, if: .absent) }
            if let prompt = new.prompt {
                let snapshot = SessionPrompt(sessionID: id, userID: new.userID, prompt: prompt, createdAt: now)
                transaction.put(snapshot, if: .absent)
            }
            Self.countUsage(of: head, &transaction)
            return AppendedTurns(session: head, turns: turns)
        }
    }

    /// Counts a session of a scenario in one of the scenario's usage shards.
    private static func countUsage(of head: Session, _ transaction: inout UserTransaction) {
        let shard = Shard.of(head.sessionID.text, count: Shard.usage)
        transaction.add(
            ["usage_count": 1], to: UsageShard.key(head.scenarioID, ShardNumber(shard)),
            setting: [
                TableAttribute.kind: .s(ItemKind.usage.rawValue), "scenario_id": .s(head.scenarioID.text),
                "shard": .int(shard),
            ])
    }

    // MARK: Deletion

    /// Removes a session; a tombstone stays in the change feed. Its turns, prompt and scores are removed afterwards: by
    /// a later write of the user, or when a server starts, if they cannot be removed now. Counters keep the session,
    /// and cards that were saved from it stay.
    ///
    /// - Parameters:
    ///   - session: as the caller has read it.
    ///   - expectedVersion: the version that the caller knows; nil to remove any.
    ///   - context: nil for the session's user, now.
    /// - Throws: `notFound`, `versionMismatch`; `stillRemoving` while too much is to be removed.
    public func delete(
        _ session: Session, expectedVersion: Int? = nil, _ context: WriteContext? = nil
    ) async throws(RepositoryError) {
        let context = context ?? writer.context(.user(session.userID))
        try await writer.commit(AccessPatterns.deleteSession, for: session.userID, context) {
            (transaction: inout UserTransaction) async throws(RepositoryError) in
            let head = try await transaction.current(session) { () async throws(RepositoryError) in
                try await self.session(session.sessionID, owner: nil)
            }
            if let expectedVersion, expectedVersion != head.version { throw .versionMismatch(current: head.version) }
            guard transaction.statistics.removals < LexiLimits.logsToRemove else { throw .stillRemoving }
            _ = transaction.recordChange(
                .session, head.sessionID.ulid, replacing: head.feedPosition, isDeleted: true)
            transaction.delete(head.key, if: .version(head.version))
            transaction.statistics.sessionsToRemove.append(head.sessionID)
        }
        await writer.removeRest(of: session.userID, context.aside)
    }

    // MARK: End

    /// Completes an active session. With scores it is `COMPLETED` at once; without them it is `SCORING`, a job for a
    /// scoring service.
    ///
    /// Either way it counts as completed from now on: in the statistics, on the user's day, for the streak.
    /// - Parameters:
    ///   - session: as the caller has read it.
    ///   - learner: whose session it is, if they were read already.
    ///   - scores: from a service only.
    ///   - context: nil for the session's user, now.
    /// - Throws: `notFound`; `wrongState` when the session is not active; `contention`.
    public func complete(
        _ session: Session, learner: User? = nil, scores: Scores? = nil, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> EndedSession {
        try await change(session, AccessPatterns.endSession, context) {
            (old: Session, transaction: inout UserTransaction) async throws(RepositoryError) -> EndedSession in
            let now = transaction.now
            let head = try Self.allowed { () throws(SessionStateError) in
                try old.completing(hasScores: scores != nil, at: now)
            }
            let zone = try await zone(learner, of: old.userID)
            transaction.statistics.sessionsCompleted += 1
            try await transaction.recordSession(on: zone.day(at: now), table)
            let scoring = scores.map { head.scoring($0, at: now) }
            if let scoring { transaction.put(scoring, if: .absent) }
            return EndedSession(session: head, scoring: scoring)
        }
    }

    private func zone(_ learner: User?, of id: UserID) async throws(RepositoryError) -> TimeZoneName {
        if let learner, learner.userID == id { return learner.timeZone }
        guard let user = try await table.get(AccessPatterns.user, id) else { throw .notFound }
        return user.timeZone
    }

    /// Writes the scores that a completed session waits for, once. For scoring services.
    ///
    /// - Parameter session: as the caller has read it.
    /// - Throws: `notFound`; `wrongState` when the session is not `SCORING`; `contention`.
    public func score(
        _ session: Session, _ scores: Scores, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> EndedSession {
        try await change(session, AccessPatterns.endSession, context) {
            (old: Session, transaction: inout UserTransaction) throws(RepositoryError) -> EndedSession in
            let now = transaction.now
            let head = try Self.allowed { () throws(SessionStateError) in try old.scored(at: now) }
            let scoring = head.scoring(scores, at: now)
            transaction.put(scoring, if: .absent)
            return EndedSession(session: head, scoring: scoring)
        }
    }

    /// Notes that the scores a session waits for cannot be given, and why. For scoring services.
    ///
    /// - Parameter session: as the caller has read it.
    /// - Throws: `notFound`; `wrongState` when the session is not `SCORING`; `contention`.
    public func failScoring(
        _ session: Session, _ failure: ScoringFailure, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> Session {
        try await change(session, AccessPatterns.endSession, context) {
            (old: Session, transaction: inout UserTransaction) throws(RepositoryError) -> Session in
            let now = transaction.now
            return try Self.allowed { () throws(SessionStateError) in try old.failingScoring(failure, at: now) }
        }
    }

    /// Asks for the scores of a session again whose scoring has failed: it is a job once more, the last in the queue.
    ///
    /// - Parameter session: as the caller has read it.
    /// - Throws: `notFound`; `wrongState` when the session is not `SCORING_FAILED`; `contention`.
    public func retryScoring(
        _ session: Session, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> Session {
        try await change(session, AccessPatterns.endSession, context) {
            (old: Session, transaction: inout UserTransaction) throws(RepositoryError) -> Session in
            let now = transaction.now
            if case .user(let actor) = transaction.context.actor, actor != old.userID {
                transaction.audit(.scoringRetried, ids.next(), of: old.userID, ["status"])
            }
            return try Self.allowed { () throws(SessionStateError) in try old.retryingScoring(at: now) }
        }
    }

    /// Abandons an active session. It counts for nothing.
    ///
    /// - Parameters:
    ///   - session: as the caller has read it.
    ///   - context: nil for the session's user, now.
    /// - Throws: `notFound`; `wrongState` when the session is not active; `contention`.
    public func abandon(
        _ session: Session, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> Session {
        try await change(session, AccessPatterns.endSession, context) {
            (old: Session, transaction: inout UserTransaction) throws(RepositoryError) -> Session in
            let now = transaction.now
            return try Self.allowed { () throws(SessionStateError) in try old.abandoning(at: now) }
        }
    }
}

extension Session {
    /// The head of a session that starts, and its greeting as turn 0 if a service gave one.
    fileprivate static func starting(
        _ new: NewSession, id: SessionID, at now: Timestamp, feedPosition: FeedPosition
    ) throws(SessionStateError) -> (head: Session, turns: [Turn]) {
        let empty = Session(new, id: id, at: now, feedPosition: feedPosition)
        guard let greeting = new.greeting else { return (empty, []) }
        var (head, turns) = try empty.appending([.greeting(greeting)], at: now)
        // Both are one write, so that it is the first version.
        head.version = empty.version
        return (head, turns)
    }
}
