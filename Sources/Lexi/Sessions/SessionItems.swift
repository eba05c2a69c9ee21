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

extension SessionPrompt: ItemConvertible {
    static let kind = ItemKind.prompt

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.prompt(sessionID))
        builder.set("session_id", sessionID)
        builder.set("user_id", userID)
        builder.set("prompt", prompt)
        builder.set("created_at", createdAt)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        self.init(
            sessionID: try read.id("session_id"), userID: try read.id("user_id"), prompt: try read.string("prompt"),
            createdAt: try read.time("created_at"))
    }
}

extension Turn: ItemConvertible {
    static let kind = ItemKind.turn

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.turn(sessionID, turnIndex))
        builder.set("session_id", sessionID)
        builder.set("user_id", userID)
        builder.set("turn_index", turnIndex)
        builder.set("created_at", createdAt)
        builder.set("speaker", said.speaker)
        builder.set("content", said.content)
        builder.set("translated_content", said.translatedContent)
        builder.set("audio_url", said.audioURL.text)
        builder.set("is_hint_used", said.isHintUsed)
        builder.set("ttft_ms", ifPresent: said.ttftMS)
        builder.set("latency_ms", ifPresent: said.latencyMS)
        builder.set("input_tokens", ifPresent: said.inputTokens)
        builder.set("output_tokens", ifPresent: said.outputTokens)
        if let cost = said.costUSD { builder.set("cost_usd", cost.text) }
        builder.set("delivery_cue", said.deliveryCue)
        builder.set("quality_score", ifPresent: said.qualityScore)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        let said = NewTurn(
            speaker: try read.word("speaker"), content: try read.string("content"),
            translatedContent: try read.string("translated_content"),
            audioURL: WebAddress(trusted: try read.string("audio_url")), isHintUsed: try read.bool("is_hint_used"),
            ttftMS: try read.optional("ttft_ms", read.int), latencyMS: try read.optional("latency_ms", read.int),
            inputTokens: try read.optional("input_tokens", read.int),
            outputTokens: try read.optional("output_tokens", read.int),
            costUSD: try read.optional("cost_usd", read.amount), deliveryCue: try read.string("delivery_cue"),
            qualityScore: try read.optional("quality_score", read.int))
        self.init(
            sessionID: try read.id("session_id"), userID: try read.id("user_id"), turnIndex: try read.int("turn_index"),
            createdAt: try read.time("created_at"), said: said)
    }
}

extension Scoring: ItemConvertible {
    static let kind = ItemKind.scoring

    var item: Item {
        var builder = ItemBuilder(
            Self.kind, Keys.scoring(sessionID),
            [IndexKey(.gsi1, Keys.scorings(of: userID), Keys.created(completedAt, sessionID.text))])
        builder.set("session_id", sessionID)
        builder.set("user_id", userID)
        builder.set("scenario_id", scenarioID.text)
        builder.set("scenario_title", scenarioTitle)
        builder.set("fluency", scores.fluency)
        builder.set("pronunciation", scores.pronunciation)
        builder.set("grammar", scores.grammar)
        builder.set("vocabulary", scores.vocabulary)
        builder.set("overall", scores.overall)
        builder.set("feedback", scores.feedback)
        builder.set("completed_at", completedAt)
        builder.set("created_at", createdAt)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        let scores = Scores(
            fluency: try read.int("fluency"), pronunciation: try read.int("pronunciation"),
            grammar: try read.int("grammar"), vocabulary: try read.int("vocabulary"),
            overall: try read.int("overall"), feedback: try read.string("feedback"))
        self.init(
            sessionID: try read.id("session_id"), userID: try read.id("user_id"),
            scenarioID: Slug(trusted: try read.string("scenario_id")),
            scenarioTitle: try read.string("scenario_title"), scores: scores,
            completedAt: try read.time("completed_at"), createdAt: try read.time("created_at"))
    }
}
