import JSONText
import Lexi

extension Resources {
    static let sessionComponents: [(name: String, schema: Schema)] = [
        ("Session", .object(sessionFields)),
        (
            "WholeSession",
            .object(
                sessionFields + [
                    .required("turns", .array(.component("Turn"))),
                    .required("scoring", Schema.component("Scoring").nullable),
                    .optional("prompt", Schema.text().nullable.described("For services only.")),
                ])
        ),
        (
            "EndedSession",
            .object(sessionFields + [.required("scoring", Schema.component("Scoring").nullable)])
        ),
        (
            "ScoringJob",
            .object(
                sessionFields + [
                    .required("scoring_requested_at", time),
                    .required(
                        "is_late",
                        Schema.boolean.described("Whether it waits for more than a quarter of an hour.")),
                ])
        ),
        ("Turn", turn), ("Scoring", scoring), ("Progress", progress),
    ]

    static let character = Schema.oneOf(AICharacter.allCases.map(\.rawValue))
    static let speaker = Schema.oneOf(Speaker.allCases.map(\.rawValue))
    static let score = Schema.integer(LexiLimits.score.lowerBound, LexiLimits.score.upperBound)
    static let amount = Schema.text(pattern: "^\\d+(\\.\\d+)?$").described("An exact decimal number, in US dollars.")
    private static let average = Schema.number.nullable.described("Over the AI turns that carry it, to one decimal.")

    private static let sessionFields: [Schema.Field] = [
        .required("session_id", id), .required("user_id", id), .required("scenario_id", .text(LexiLimits.slug)),
        .required("scenario_title", .text()), .required("learner_role", .text()), .required("ai_role", .text()),
        .required("ai_character", character), .required("level", level), .required("selected_goal", .text()),
        .required("status", .oneOf(SessionStatus.allCases.map(\.rawValue))), .required("total_turns", count),
        .required("user_turns", count), .required("hint_used_count", count), .required("assigned_model", .text()),
        .required("avg_ttft_ms", average), .required("avg_latency_ms", average),
        .required("avg_output_tokens", average), .required("total_cost_usd", amount), .required("created_at", time),
        .required("updated_at", time), .required("completed_at", time.nullable),
        .required(
            "scoring_failure_reason",
            Schema.text().nullable.described("Why the scoring failed, while the session is SCORING_FAILED.")),
        .required("version", version),
    ]

    private static let turn = Schema.object([
        .required("turn_index", count), .required("speaker", speaker), .required("content", .text()),
        .required("translated_content", .text()), .required("audio_url", .text()), .required("is_hint_used", .boolean),
        .required("ttft_ms", count.nullable), .required("latency_ms", count.nullable),
        .required("input_tokens", count.nullable), .required("output_tokens", count.nullable),
        .required("cost_usd", amount.nullable), .required("delivery_cue", .text()),
        .required("quality_score", score.nullable), .required("created_at", time),
        .required("saved_flashcard_ids", Schema.array(id).described("Cards that the learner saved from this turn.")),
    ])

    private static let scores: [Schema.Field] = [
        .required("fluency", score), .required("pronunciation", score), .required("grammar", score),
        .required("vocabulary", score), .required("overall", score),
    ]

    private static let scoring = Schema.object(
        scores + [.required("feedback", .text()), .required("created_at", time)])

    private static let progress = Schema.object(
        [
            .required("session_id", id), .required("scenario_id", .text()), .required("scenario_title", .text()),
            .required("completed_at", time),
        ] + scores)

    static func write(_ session: Session, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(session, to: &json)
        json.endObject()
    }

    static func write(job session: Session, now: Timestamp, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(session, to: &json)
        json.member("scoring_requested_at", (session.scoresAwaitedSince ?? session.updatedAt).text)
        json.member("is_late", session.isScoringLate(at: now))
        json.endObject()
    }

    static func writeMembers(_ session: Session, to json: inout JSONWriter) {
        json.member("session_id", session.sessionID.text)
        json.member("user_id", session.userID.text)
        json.member("scenario_id", session.scenarioID.text)
        json.member("scenario_title", session.scenarioTitle)
        json.member("learner_role", session.learnerRole)
        json.member("ai_role", session.aiRole)
        json.member("ai_character", session.aiCharacter.rawValue)
        json.member("level", session.level.rawValue)
        json.member("selected_goal", session.selectedGoal)
        json.member("status", session.status.rawValue)
        json.member("total_turns", session.totalTurns)
        json.member("user_turns", session.userTurns)
        json.member("hint_used_count", session.hintUsedCount)
        json.member("assigned_model", session.assignedModel)
        json.average("avg_ttft_ms", session.ttft)
        json.average("avg_latency_ms", session.latency)
        json.average("avg_output_tokens", session.outputTokens)
        json.member("total_cost_usd", session.totalCostUSD.text)
        json.member("created_at", session.createdAt.text)
        json.member("updated_at", session.updatedAt.text)
        json.member("completed_at", session.completedAt?.text)
        json.member("scoring_failure_reason", session.scoringFailureReason)
        json.member("version", session.version)
    }

    static func write(_ appended: AppendedTurns, to json: inout JSONWriter) {
        json.beginObject()
        json.list("turns", appended.turns) { write($0, savedAs: [], to: &$1) }
        json.name("session")
        write(appended.session, to: &json)
        json.endObject()
    }

    static func write(_ ended: EndedSession, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(ended.session, to: &json)
        writeScoring(ended.scoring, to: &json)
        json.endObject()
    }

    static func writeScoring(_ scoring: Scoring?, to json: inout JSONWriter) {
        json.name("scoring")
        if let scoring { write(scoring, to: &json) } else { json.null() }
    }

    static func write(_ turn: Turn, savedAs cards: [FlashcardID], to json: inout JSONWriter) {
        json.beginObject()
        json.member("turn_index", turn.turnIndex)
        json.member("speaker", turn.said.speaker.rawValue)
        json.member("content", turn.said.content)
        json.member("translated_content", turn.said.translatedContent)
        json.member("audio_url", turn.said.audioURL.text)
        json.member("is_hint_used", turn.said.isHintUsed)
        json.member("ttft_ms", turn.said.ttftMS)
        json.member("latency_ms", turn.said.latencyMS)
        json.member("input_tokens", turn.said.inputTokens)
        json.member("output_tokens", turn.said.outputTokens)
        json.member("cost_usd", turn.said.costUSD?.text)
        json.member("delivery_cue", turn.said.deliveryCue)
        json.member("quality_score", turn.said.qualityScore)
        json.member("created_at", turn.createdAt.text)
        json.member("saved_flashcard_ids", cards.map(\.text))
        json.endObject()
    }

    static func write(_ scoring: Scoring, to json: inout JSONWriter) {
        json.beginObject()
        writeScores(scoring.scores, to: &json)
        json.member("feedback", scoring.scores.feedback)
        json.member("created_at", scoring.createdAt.text)
        json.endObject()
    }

    static func writeProgress(_ scoring: Scoring, to json: inout JSONWriter) {
        json.beginObject()
        json.member("session_id", scoring.sessionID.text)
        json.member("scenario_id", scoring.scenarioID.text)
        json.member("scenario_title", scoring.scenarioTitle)
        json.member("completed_at", scoring.completedAt.text)
        writeScores(scoring.scores, to: &json)
        json.endObject()
    }

    private static func writeScores(_ scores: Scores, to json: inout JSONWriter) {
        json.member("fluency", scores.fluency)
        json.member("pronunciation", scores.pronunciation)
        json.member("grammar", scores.grammar)
        json.member("vocabulary", scores.vocabulary)
        json.member("overall", scores.overall)
    }
}
