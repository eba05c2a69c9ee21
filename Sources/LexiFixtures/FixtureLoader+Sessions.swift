import Lexi

extension FixtureLoader {
    /// Starts a session and says all that is said in it; goes on where an interrupted loading stopped.
    func start(_ fixture: Fixtures.Session, _ users: [String: User]) async throws -> Bool {
        let user = try owner(fixture.subject, users, "sessions.json")
        var session = try await find(fixture.id)
        let isNew = session == nil
        if session == nil {
            let new = try await draft(fixture, user)
            session = try await store.sessions.start(new, id: fixture.id, context).session
        }
        guard var session, session.status == .active, session.totalTurns < fixture.turns.count else { return isNew }
        var turns: [NewTurn] = []
        for (index, turn) in fixture.turns.enumerated().dropFirst(session.totalTurns) {
            turns.append(try draft(turn, at: "\(fixture.id.text)/turns/\(index)"))
        }
        var rest = turns[...]
        while !rest.isEmpty {
            let part = rest.prefix(LexiLimits.turnsPerCall)
            session = try await store.sessions.append(Array(part), to: session, context).session
            rest = rest.dropFirst(part.count)
        }
        return true
    }

    /// Ends a session that is still active: abandoned, completed, or completed and scored.
    func end(_ fixture: Fixtures.Session) async throws -> Bool {
        guard var session = try await find(fixture.id) else { return false }
        if fixture.status == SessionStatus.abandoned.rawValue {
            guard session.status == .active else { return false }
            _ = try await store.sessions.abandon(session, context)
            return true
        }
        let isActive = session.status == .active
        if isActive {
            session = try await store.sessions.complete(session, context).session
        } else if session.status != .scoring {
            return false
        }
        guard let scoring = fixture.scoring else { return isActive }
        var fields = ScoringFields()
        fields.fluency = .set(scoring.fluency)
        fields.pronunciation = .set(scoring.pronunciation)
        fields.grammar = .set(scoring.grammar)
        fields.vocabulary = .set(scoring.vocabulary)
        fields.overall = .set(scoring.overall)
        fields.feedback = .set(scoring.feedback)
        let scores = try checked("sessions.json", "\(fixture.id.text)/scoring") { fields.scores(&$0) }
        _ = try await store.sessions.score(session, scores, context)
        return true
    }

    private func find(_ id: SessionID) async throws -> Session? {
        do { return try await store.sessions.session(id, owner: nil) } catch RepositoryError.notFound { return nil }
    }

    private func draft(_ fixture: Fixtures.Session, _ user: User) async throws -> NewSession {
        let slug = try checked("sessions.json", "\(fixture.id.text)/scenario_id") { errors -> ScenarioID? in
            var fields = SessionFields()
            fields.scenarioID = .set(fixture.scenario)
            return fields.scenario(&errors)
        }
        let scenario = try await store.scenarios.scenario(slug)
        var fields = SessionFields()
        fields.scenarioID = .set(fixture.scenario)
        fields.learnerRole = .set(fixture.learnerRole)
        fields.aiRole = .set(fixture.aiRole)
        fields.aiCharacter = .set(fixture.aiCharacter)
        fields.level = .set(fixture.level)
        fields.selectedGoal = .set(fixture.goal)
        fields.prompt = .set(fixture.prompt)
        fields.assignedModel = .set(fixture.model)
        return try checked("sessions.json", fixture.id.text) {
            fields.start(user: user, scenario: scenario, asService: true, &$0)
        }
    }

    private func draft(_ turn: Fixtures.Session.Turn, at place: String) throws(FixtureError) -> NewTurn {
        var fields = TurnFields()
        fields.speaker = .set(turn.speaker)
        fields.content = .set(turn.content)
        fields.translatedContent = .set(turn.translation)
        fields.audioURL = .set(turn.audioURL)
        fields.isHintUsed = .set(turn.isHintUsed)
        fields.ttftMS = turn.firstTokenMilliseconds.map(FieldInput.set) ?? .absent
        fields.latencyMS = turn.latencyMilliseconds.map(FieldInput.set) ?? .absent
        fields.inputTokens = turn.inputTokens.map(FieldInput.set) ?? .absent
        fields.outputTokens = turn.outputTokens.map(FieldInput.set) ?? .absent
        fields.costUSD = turn.cost.map(FieldInput.set) ?? .absent
        fields.deliveryCue = turn.deliveryCue.map(FieldInput.set) ?? .absent
        fields.qualityScore = turn.qualityScore.map(FieldInput.set) ?? .absent
        return try checked("sessions.json", place) { fields.creation(asService: true, &$0) }
    }
}
