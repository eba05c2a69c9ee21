import DynamoModel

extension AppMigration {
    /// Takes the sessions with their turns and scores.
    mutating func takeSessions(_ table: AppTable) {
        var spoken = Dictionary(grouping: table.items[.turn] ?? [], by: \.owner)
        var scored = Dictionary(grouping: table.items[.scoring] ?? [], by: \.owner)
        for item in table.items[.session] ?? [] {
            let turns = spoken.removeValue(forKey: item.owner) ?? []
            let scores = scored.removeValue(forKey: item.owner) ?? []
            let name = item.text("user_id")
            guard let user = users[name] else {
                for item in [item] + turns + scores { report.refuse(item, "its user is not there, or does not move") }
                continue
            }
            guard let session = session(item, user.user, turns, scores.first) else {
                for item in turns + scores { report.refuse(item, "its session does not move") }
                continue
            }
            users[name]?.sessions.append(session)
            owners[session.head.sessionID] = user.user.userID
        }
        for item in spoken.values.joined() { report.refuse(item, "its session is not there") }
        for item in scored.values.joined() { report.refuse(item, "its session is not there") }
    }

    private mutating func session(
        _ item: AppItem, _ user: User, _ turns: [AppItem], _ scores: AppItem?
    ) -> AppSession? {
        let text = item.text("session_id").isEmpty ? item.owner : item.text("session_id")
        guard let ulid = ULID(text), owners[SessionID(ulid)] == nil else {
            report.refuse(item, ULID(text) == nil ? "its id is not a ULID" : "is there twice")
            return nil
        }
        guard let scenario = Self.scenarioID(item.text("scenario_id")) else {
            report.refuse(item, "its scenario has no id that ours could have")
            return nil
        }
        guard turns.count <= LexiLimits.turnsPerSession else {
            report.refuse(item, "it has more than \(LexiLimits.turnsPerSession) turns")
            return nil
        }
        let id = SessionID(ulid)
        let created = item.time("created_at") ?? Timestamp(clamping: Int64(ulid.milliseconds / 1000))
        let new = newSession(item, user, scenario)
        var head = Session(
            new, id: id, at: created, feedPosition: FeedPosition(time: created, sequence: 0))
        let said = renumbered(turns, id, user, created)
        if let counted = try? head.appending(said.map(\.said), at: created).head { head = counted }
        head.version = 1
        head.updatedAt = max(created, item.time("updated_at") ?? created)
        var found: Scoring?
        if let scores { found = scoring(scores, head) }
        close(&head, item, found)
        return AppSession(head: head, turns: said, prompt: prompt(item, id, user, created), scoring: found)
    }

    private mutating func newSession(_ item: AppItem, _ user: User, _ id: ScenarioID) -> NewSession {
        let scenario = scenarios[id]
        if scenario == nil { report.change(item, "its scenario is not there; its title became the id") }
        let known = scenario?.roles ?? []
        var learner = item.text("learner_role_id", "user_role")
        var partner = item.text("ai_role_id", "ai_role")
        if learner.isEmpty { learner = known.first { $0 != partner } ?? "" }
        if partner.isEmpty { partner = known.first { $0 != learner } ?? "" }
        if !known.contains(learner) || !known.contains(partner) || learner == partner {
            report.change(item, "its roles are not the two of its scenario, and were kept")
        }
        let goal = item.text("selected_goal")
        let character = try? AICharacter(item.text("ai_character"))
        if character == nil { report.change(item, "its partner is not one of ours, and became Sarah") }
        return NewSession(
            userID: user.userID, scenarioID: id, scenarioTitle: scenario?.scenarioTitle ?? id.text,
            learnerRole: learner, aiRole: partner, aiCharacter: character ?? .sarah,
            level: (try? CEFRLevel(item.text("level"))) ?? user.currentLevel,
            selectedGoal: goal.isEmpty ? item.texts("selected_goals")?.first ?? "" : goal,
            assignedModel: Self.cut(item.text("assigned_model"), LexiLimits.modelName), prompt: nil, greeting: nil)
    }

    /// Brings the head into its final state.
    private mutating func close(_ head: inout Session, _ item: AppItem, _ scoring: Scoring?) {
        switch item.text("status") {
        case _ where scoring != nil:
            head.status = .completed
            head.completedAt = scoring?.completedAt
            if item.text("status") != "COMPLETED" { report.change(item, "it has scores, and counts as completed") }
        case "ACTIVE", "": head.status = .active
        case "COMPLETED" where options.awaitsScores && head.userTurns > 0:
            head.status = .scoring
            head.completedAt = head.updatedAt
            head.scoringRequestedAt = head.updatedAt
        case "COMPLETED":
            head.status = .abandoned
            report.change(item, "it was completed without scores, and counts as left")
        default:
            head.status = .abandoned
            report.change(item, "its status is not one of ours; it counts as left")
        }
    }

    private mutating func prompt(
        _ item: AppItem, _ id: SessionID, _ user: User, _ created: Timestamp
    ) -> SessionPrompt? {
        let text = item.text("prompt_snapshot")
        guard !text.isEmpty else { return nil }
        if text.unicodeScalars.count > LexiLimits.prompt {
            report.change(item, "prompt_snapshot was cut to \(LexiLimits.prompt) characters")
        }
        return SessionPrompt(
            sessionID: id, userID: user.userID, prompt: Self.cut(text, LexiLimits.prompt), createdAt: created)
    }
}
