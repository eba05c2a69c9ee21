// How a session's head changes: pure, so that a write is the old head, the new head and a condition.

extension Session {
    /// The head of a session that starts.
    init(_ new: NewSession, id: SessionID, at now: Timestamp, feedPosition: FeedPosition) {
        self.init(
            sessionID: id, userID: new.userID, scenarioID: new.scenarioID, scenarioTitle: new.scenarioTitle,
            learnerRole: new.learnerRole, aiRole: new.aiRole, aiCharacter: new.aiCharacter, level: new.level,
            selectedGoal: new.selectedGoal, status: .active, totalTurns: 0, userTurns: 0, hintUsedCount: 0,
            assignedModel: new.assignedModel, ttft: .none, latency: .none, outputTokens: .none, totalCostUSD: .zero,
            createdAt: now, updatedAt: now, completedAt: nil,
            scoringRequestedAt: nil, scoringFailureReason: nil, version: 1, feedPosition: feedPosition)
    }

    /// The head with turns appended, and the turns with their numbers.
    ///
    /// - Throws: ``SessionStateError`` when the session takes no turns, or no more.
    func appending(_ new: [NewTurn], at now: Timestamp) throws(SessionStateError) -> (head: Session, turns: [Turn]) {
        guard status == .active else { throw SessionStateError(status, "it takes no more turns") }
        guard totalTurns + new.count <= LexiLimits.turnsPerSession else {
            throw SessionStateError(status, "it has as many turns as a session can have")
        }
        var head = self
        var turns: [Turn] = []
        for said in new {
            turns.append(
                Turn(sessionID: sessionID, userID: userID, turnIndex: head.totalTurns, createdAt: now, said: said))
            head.totalTurns += 1
            try head.count(said)
        }
        return (head.changed(at: now), turns)
    }

    private mutating func count(_ said: NewTurn) throws(SessionStateError) {
        userTurns += said.speaker == .user ? 1 : 0
        hintUsedCount += said.isHintUsed ? 1 : 0
        if said.speaker == .ai {
            ttft.add(said.ttftMS)
            latency.add(said.latencyMS)
            outputTokens.add(said.outputTokens)
        }
        guard let cost = said.costUSD else { return }
        do { totalCostUSD = try totalCostUSD.adding(cost) } catch {
            throw SessionStateError(status, "its costs cannot be summed")
        }
    }

    /// The head when the learner is done: `SCORING`, or `COMPLETED` when the scores are there.
    ///
    /// - Throws: ``SessionStateError`` when the session is not active.
    func completing(hasScores: Bool, at now: Timestamp) throws(SessionStateError) -> Session {
        try leaving(.active, or: "only an active session can be completed", at: now) { head in
            head.status = hasScores ? .completed : .scoring
            head.completedAt = now
            head.scoringRequestedAt = hasScores ? nil : now
        }
    }

    /// The head when the scores have come.
    ///
    /// - Throws: ``SessionStateError`` when they are not awaited.
    func scored(at now: Timestamp) throws(SessionStateError) -> Session {
        try leaving(.scoring, or: "no scores are awaited", at: now) { $0.status = .completed }
    }

    /// The head when the scoring service gives up.
    ///
    /// - Throws: ``SessionStateError`` when no scores are awaited.
    func failingScoring(_ failure: ScoringFailure, at now: Timestamp) throws(SessionStateError) -> Session {
        try leaving(.scoring, or: "no scores are awaited", at: now) { head in
            head.status = .scoringFailed
            head.scoringFailureReason = failure.reason
        }
    }

    /// The head when scores are asked for again.
    ///
    /// - Throws: ``SessionStateError`` when the scoring has not failed.
    func retryingScoring(at now: Timestamp) throws(SessionStateError) -> Session {
        try leaving(.scoringFailed, or: "its scoring has not failed", at: now) { head in
            head.status = .scoring
            head.scoringRequestedAt = now
            head.scoringFailureReason = nil
        }
    }

    /// The head when the learner leaves.
    ///
    /// - Throws: ``SessionStateError`` when the session is not active.
    func abandoning(at now: Timestamp) throws(SessionStateError) -> Session {
        try leaving(.active, or: "only an active session can be abandoned", at: now) { $0.status = .abandoned }
    }

    /// The head after a change that takes it out of a status; the error says why another status cannot be left so.
    private func leaving(
        _ status: SessionStatus, or why: String, at now: Timestamp, _ change: (inout Session) -> Void
    ) throws(SessionStateError) -> Session {
        guard self.status == status else { throw SessionStateError(self.status, why) }
        var head = self
        change(&head)
        return head.changed(at: now)
    }

    private func changed(at now: Timestamp) -> Session {
        var head = self
        head.updatedAt = now
        head.version += 1
        return head
    }

    /// The scoring item of this session.
    func scoring(_ scores: Scores, at now: Timestamp) -> Scoring {
        Scoring(
            sessionID: sessionID, userID: userID, scenarioID: scenarioID, scenarioTitle: scenarioTitle,
            scores: scores, completedAt: completedAt ?? now, createdAt: now)
    }
}
