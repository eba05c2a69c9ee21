import DynamoModel

extension Session: ItemConvertible {
    static let kind = ItemKind.session

    private static let id = KeyPart("session_id", \Session.sessionID)
    private static let user = KeyPart("user_id", \Session.userID)
    private static let created = KeyPart("created_at", \Session.createdAt)
    private static let shard = KeyPart("shard") { (session: Session) in
        ShardNumber(Shard.of(session.sessionID.text, count: Shard.scoringJobs))
    }

    static let tableKey = EntityKey(.table, Key("SESSION#", id), Key("METADATA#SESSION"))
    static let newest = EntityKey(.gsi1, Key("USER#", user, "#SESSION"), Key("CREATED#", created, "#", id))
    static let active = EntityKey(
        .gsi2, Key("USER#", user, "#ACTIVE"), Key("CREATED#", created, "#", id), when: { $0.status == .active })
    /// Jobs are done in the order in which scores were asked for.
    static let scoringJobs = EntityKey(
        .gsi2, Key("JOB#SCORING#", shard),
        Key("CREATED#", KeyPart("scoring_requested_at", \.scoresAwaitedSince), "#", id),
        when: { $0.status == .scoring })
    static let indexKeys: [any DeclaredKey<Session>] = [newest, active, scoringJobs]

    func write(to builder: inout ItemBuilder) {
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
        builder.set("scoring_requested_at", ifPresent: scoringRequestedAt)
        if let scoringFailureReason { builder.set("scoring_failure_reason", scoringFailureReason) }
        builder.set("version", version)
        builder.set(feedPosition)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            sessionID: try read.id("session_id"), userID: try read.id("user_id"),
            scenarioID: Slug(trusted: try read.string("scenario_id")),
            scenarioTitle: try read.string("scenario_title"), learnerRole: try read.string("learner_role"),
            aiRole: try read.string("ai_role"), aiCharacter: try read.vocabulary("ai_character"),
            level: try read.vocabulary("level"), selectedGoal: try read.string("selected_goal"),
            status: try read.vocabulary("status"), totalTurns: try read.int("total_turns"),
            userTurns: try read.int("user_turns"), hintUsedCount: try read.int("hint_used_count"),
            assignedModel: try read.string("assigned_model"), ttft: try read.figure("ttft_ms"),
            latency: try read.figure("latency_ms"), outputTokens: try read.figure("output_tokens"),
            totalCostUSD: try read.amount("total_cost_usd"), createdAt: try read.time("created_at"),
            updatedAt: try read.time("updated_at"), completedAt: try read.optional("completed_at", read.time),
            scoringRequestedAt: try read.optional("scoring_requested_at", read.time),
            scoringFailureReason: try read.optional("scoring_failure_reason", read.string),
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
