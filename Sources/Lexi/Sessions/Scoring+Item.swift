import DynamoModel

extension Scoring: ItemConvertible {
    static let kind = ItemKind.scoring
    private static let id = KeyPart("session_id", \Scoring.sessionID)

    static let tableKey = EntityKey(.table, Key("SESSION#", id), Key("METADATA#SCORING"))
    static let ofUser = EntityKey(
        .gsi1, Key("USER#", KeyPart("user_id", \.userID), "#SCORING"),
        Key("CREATED#", KeyPart("completed_at", \.completedAt), "#", id))
    static let indexKeys: [any DeclaredKey<Scoring>] = [ofUser]

    func write(to builder: inout ItemBuilder) {
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
    }

    init(_ read: ItemReader) throws(CorruptItem) {
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
