import DynamoModel

extension Session: ItemConvertible {
    static let kind = ItemKind.session

    private var indexKeys: [IndexKey] {
        let created = Keys.created(createdAt, sessionID.text)
        let day = LocalDay(utc: createdAt)
        var keys = [
            IndexKey(.gsi1, Keys.sessions(of: userID), created),
            IndexKey(.gsi3, Keys.sessions(level: level, day: day), created),
            IndexKey(.gsi4, Keys.sessions(scenario: scenarioID, month: day.monthText), created),
        ]
        switch status {
        case .active: keys.append(IndexKey(.gsi2, Keys.activeSessions(of: userID), created))
        case .scoring:
            // Jobs are done in the order in which the sessions were completed.
            let shard = Shard.of(sessionID.text, count: Shard.scoringJobs)
            let completed = Keys.created(completedAt ?? createdAt, sessionID.text)
            keys.append(IndexKey(.gsi2, Keys.scoringJobs(shard: shard), completed))
        case .completed, .abandoned: break
        }
        return keys
    }

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.sessionItem(sessionID), indexKeys)
        builder.set("session_id", sessionID)
        builder.set("user_id", userID)
        builder.set("scenario_id", scenarioID.text)
        builder.set("scenario_title", scenarioTitle)
        builder.set("learner_role", learnerRole)
        builder.set("ai_role", aiRole)
        builder.set("ai_character", aiCharacter)
        builder.set("level", level)
        builder.set("selected_goal", selectedGoal)
        builder.set("status", status)
        builder.set("total_turns", totalTurns)
        builder.set("user_turns", userTurns)
        builder.set("hint_used_count", hintUsedCount)
        builder.set("assigned_model", assignedModel)
        builder.set("ttft_ms", ttft)
        builder.set("latency_ms", latency)
        builder.set("output_tokens", outputTokens)
        builder.set("total_cost_usd", totalCostUSD.text)
        builder.set("created_at", createdAt)
        builder.set("updated_at", updatedAt)
        builder.set("completed_at", ifPresent: completedAt)
        builder.set("version", version)
        builder.set(feedPosition)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        self.init(
            sessionID: try read.id("session_id"), userID: try read.id("user_id"),
            scenarioID: Slug(trusted: try read.string("scenario_id")),
            scenarioTitle: try read.string("scenario_title"), learnerRole: try read.string("learner_role"),
            aiRole: try read.string("ai_role"), aiCharacter: try read.word("ai_character"),
            level: try read.word("level"), selectedGoal: try read.string("selected_goal"),
            status: try read.word("status"), totalTurns: try read.int("total_turns"),
            userTurns: try read.int("user_turns"), hintUsedCount: try read.int("hint_used_count"),
            assignedModel: try read.string("assigned_model"), ttft: try read.figure("ttft_ms"),
            latency: try read.figure("latency_ms"), outputTokens: try read.figure("output_tokens"),
            totalCostUSD: try read.amount("total_cost_usd"), createdAt: try read.time("created_at"),
            updatedAt: try read.time("updated_at"), completedAt: try read.optional("completed_at", read.time),
            version: try read.int("version"), feedPosition: try read.feedPosition())
    }
}

extension ItemBuilder {
    /// A figure as its sum and its count, in two attributes.
    fileprivate mutating func set(_ name: String, _ figure: Figure) {
        set(name + "_sum", figure.sum)
        set(name + "_count", figure.count)
    }
}

extension ItemReader {
    fileprivate func figure(_ name: String) throws(CorruptItem) -> Figure {
        Figure(sum: try int(name + "_sum"), count: try int(name + "_count"))
    }
}
