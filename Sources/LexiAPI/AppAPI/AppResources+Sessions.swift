import JSONText
import Lexi

// Sessions, turns and scores. Figures are JSON numbers, and those that a turn does not have are left out.
extension AppResources {
    static let session = Schema.object([
        .required("session_id", Resources.id), .required("user_id", Resources.id),
        .required("scenario_id", .text(LexiLimits.slug)), .required("ai_character", Resources.character),
        .required("level", Resources.level), .required("status", .oneOf(SessionStatus.allCases.map(\.rawValue))),
        .required("prompt_snapshot", .text()), .required("selected_goal", .text()),
        .required("assigned_model", .text()), .required("user_role", .text()), .required("ai_role", .text()),
        .required("learner_role_id", .text()), .required("ai_role_id", .text()),
        .required("total_turns", Resources.count), .required("turn_count", Resources.count),
        .required("user_turns", Resources.count), .required("hint_used_count", Resources.count),
        .required("avg_ttft_ms", .number), .required("avg_latency_ms", .number),
        .required("avg_output_tokens", .number), .required("total_cost_usd", .number),
        .required("connection_id", Schema.text().nullable.described("Always null.")),
        .required("created_at", Resources.time), .required("updated_at", Resources.time),
        .optional("completed_at", Resources.time), .required("turns", .array(turn)),
        .required("scoring", scoring.nullable),
    ])

    static let turn = Schema.object([
        .required("turn_index", Resources.count), .required("speaker", Resources.speaker),
        .required("content", .text()), .required("translated_content", .text()), .required("audio_url", .text()),
        .required("is_hint_used", .boolean), .required("is_saved_to_flashcard", .boolean),
        .optional("ttft_ms", Resources.count), .optional("latency_ms", Resources.count),
        .optional("input_tokens", Resources.count), .optional("output_tokens", Resources.count),
        .optional("cost_usd", .number), .optional("quality_score", Resources.score),
        .required("delivery_cue", .text()), .required("created_at", Resources.time),
    ])

    private static let scoreNames = ["fluency", "pronunciation", "grammar", "vocabulary", "overall"]

    static let scoring = Schema.object(
        scoreNames.flatMap { name -> [Schema.Field] in
            [.required(name, Resources.score), .required(name + "_score", Resources.score)]
        } + [.required("feedback", .text()), .required("created_at", Resources.time)])

    /// A session with its turns, within the envelope.
    static let wholeSession = SessionForm(
        begin: { whole, json in
            AppEnvelope.begin("", &json)
            json.beginObject()
            json.name("session")
            json.beginObject()
            writeMembers(whole.session, to: &json)
            json.name("turns")
            json.beginArray()
        },
        turn: { write($0.turn, isSaved: !$0.savedFlashcardIDs.isEmpty, to: &$1) },
        end: { whole, json in
            json.endArray()
            json.name("scoring")
            write(whole.scoring, to: &json)
            json.endObject()
            json.endObject()
            json.endObject()
        })

    /// A session without its turns.
    static func write(_ session: Session, scoring: Scoring? = nil, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(session, to: &json)
        json.member("turns", [])
        json.name("scoring")
        write(scoring, to: &json)
        json.endObject()
    }

    private static func writeMembers(_ session: Session, to json: inout JSONWriter) {
        json.member("session_id", session.sessionID.text)
        json.member("user_id", session.userID.text)
        json.member("scenario_id", session.scenarioID.text)
        json.member("ai_character", session.aiCharacter.rawValue)
        json.member("level", session.level.rawValue)
        json.member("status", session.status.rawValue)
        json.member("prompt_snapshot", "")
        json.member("selected_goal", session.selectedGoal)
        json.member("assigned_model", session.assignedModel)
        json.member("user_role", session.learnerRole)
        json.member("ai_role", session.aiRole)
        json.member("learner_role_id", session.learnerRole)
        json.member("ai_role_id", session.aiRole)
        json.member("total_turns", session.totalTurns)
        json.member("turn_count", session.totalTurns)
        json.member("user_turns", session.userTurns)
        json.member("hint_used_count", session.hintUsedCount)
        json.averageOrZero("avg_ttft_ms", session.ttft)
        json.averageOrZero("avg_latency_ms", session.latency)
        json.averageOrZero("avg_output_tokens", session.outputTokens)
        json.name("total_cost_usd")
        json.number(text: session.totalCostUSD.text)
        json.member("connection_id", String?.none)
        json.member("created_at", session.createdAt.text)
        json.member("updated_at", session.updatedAt.text)
        if let completed = session.completedAt { json.member("completed_at", completed.text) }
    }

    static func write(_ turn: Turn, isSaved: Bool, to json: inout JSONWriter) {
        let said = turn.said
        json.beginObject()
        json.member("turn_index", turn.turnIndex)
        json.member("speaker", said.speaker.rawValue)
        json.member("content", said.content)
        json.member("translated_content", said.translatedContent)
        json.member("audio_url", said.audioURL.text)
        json.member("is_hint_used", said.isHintUsed)
        json.member("is_saved_to_flashcard", isSaved)
        if let time = said.ttftMS { json.member("ttft_ms", time) }
        if let time = said.latencyMS { json.member("latency_ms", time) }
        if let tokens = said.inputTokens { json.member("input_tokens", tokens) }
        if let tokens = said.outputTokens { json.member("output_tokens", tokens) }
        if let cost = said.costUSD {
            json.name("cost_usd")
            json.number(text: cost.text)
        }
        if let score = said.qualityScore { json.member("quality_score", score) }
        json.member("delivery_cue", said.deliveryCue)
        json.member("created_at", turn.createdAt.text)
        json.endObject()
    }

    static func write(_ scoring: Scoring?, to json: inout JSONWriter) {
        guard let scoring else { return json.null() }
        let scores = scoring.scores
        let values = [scores.fluency, scores.pronunciation, scores.grammar, scores.vocabulary, scores.overall]
        json.beginObject()
        for (name, value) in zip(scoreNames, values) {
            json.name(name)
            json.integer(value)
            json.name(name + "_score")
            json.integer(value)
        }
        json.member("feedback", scores.feedback)
        json.member("created_at", scoring.createdAt.text)
        json.endObject()
    }
}

extension JSONWriter {
    /// An average to one decimal, 0 without any figure.
    fileprivate mutating func averageOrZero(_ name: StaticString, _ figure: Figure) {
        if figure.averageTenths == nil { member(name, 0) } else { average(name, figure) }
    }
}
