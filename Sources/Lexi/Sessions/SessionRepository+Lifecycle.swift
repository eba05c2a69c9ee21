import DynamoModel

extension SessionRepository {
    // MARK: Start

    /// Starts a session: head, prompt, the greeting as the AI's turn 0, the scenario's usage, statistics and feed row.
    ///
    /// The scenario was read before and is not looked at again: a shared item would make concurrent starts conflict.
    /// - Throws: `notFound` when there is no such user; `contention`.
    public func start(_ new: NewSession) async throws(RepositoryError) -> AppendedTurns {
        let id: SessionID = ids.next()
        return try await writer.commit(new.userID, AccessPatterns.startSession) {
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
            ["usage_count": 1], to: Keys.usage(head.scenarioID, shard: shard),
            setting: [
                TableAttribute.kind: .s(ItemKind.usage.rawValue), "scenario_id": .s(head.scenarioID.text),
                "shard": .int(shard),
            ])
    }

    // MARK: End

    /// Completes an active session. With scores it is `COMPLETED` at once; without them it is `SCORING`, a job for a
    /// scoring service.
    ///
    /// Either way it counts as completed from now on: in the statistics, on the user's day, for the streak.
    /// - Parameters:
    ///   - owner: whose session it has to be; nil for a service.
    ///   - scores: from a service only.
    /// - Throws: `notFound`; `wrongState` when the session is not active; `contention`.
    public func complete(
        _ id: SessionID, owner: UserID?, scores: Scores? = nil
    ) async throws(RepositoryError) -> EndedSession {
        try await end(id, owner: owner) {
            (old: Session, transaction: inout UserTransaction) async throws(RepositoryError) -> EndedSession in
            let now = transaction.now
            let head = try Self.allowed { () throws(SessionStateError) in
                try old.completing(hasScores: scores != nil, at: now)
            }
            let user: User? = try await table.get(AccessPatterns.user, Keys.userItem(old.userID))
            guard let user else { throw .notFound }
            transaction.statistics.sessionsCompleted += 1
            try await writer.recordActivity(&transaction, on: user.timeZone.day(at: now), sessions: 1)
            return EndedSession(session: head, scoring: scores.map { head.scoring($0, at: now) })
        }
    }

    /// Writes the scores that a completed session waits for, once. For scoring services.
    ///
    /// - Throws: `notFound`; `wrongState` when the session is not `SCORING`; `contention`.
    public func score(_ id: SessionID, _ scores: Scores) async throws(RepositoryError) -> EndedSession {
        try await end(id, owner: nil) {
            (old: Session, transaction: inout UserTransaction) throws(RepositoryError) -> EndedSession in
            let now = transaction.now
            let head = try Self.allowed { () throws(SessionStateError) in try old.scored(at: now) }
            return EndedSession(session: head, scoring: head.scoring(scores, at: now))
        }
    }

    /// Abandons an active session. It counts for nothing.
    ///
    /// - Throws: `notFound`; `wrongState` when the session is not active; `contention`.
    public func abandon(_ id: SessionID, owner: UserID?) async throws(RepositoryError) -> Session {
        try await end(id, owner: owner) {
            (old: Session, transaction: inout UserTransaction) throws(RepositoryError) -> EndedSession in
            let now = transaction.now
            let head = try Self.allowed { () throws(SessionStateError) in try old.abandoning(at: now) }
            return EndedSession(session: head, scoring: nil)
        }.session
    }

    /// Changes a head by `body`, in a transaction of its user: head, scores if there are any, feed row.
    private func end(
        _ id: SessionID, owner: UserID?,
        _ body: (Session, inout UserTransaction) async throws(RepositoryError) -> EndedSession
    ) async throws(RepositoryError) -> EndedSession {
        // The head names the user whose transaction it is; if it changes before that is carried out, it is read again.
        var read: Session? = try await session(id, owner: owner)
        guard let user = read?.userID else { throw .notFound }
        return try await writer.commit(user, AccessPatterns.endSession) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> EndedSession in
            let old: Session
            if let known = read { old = known } else { old = try await session(id, owner: owner) }
            read = nil
            let ended = try await body(old, &transaction)
            var head = ended.session
            head.feedPosition = transaction.recordChange(.session, id.ulid, replacing: old.feedPosition)
            transaction.put(head, if: .version(old.version))
            if let scoring = ended.scoring { transaction.put(scoring, if: .absent) }
            return EndedSession(session: head, scoring: ended.scoring)
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
