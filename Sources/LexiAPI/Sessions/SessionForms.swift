import Lexi

/// The bodies of calls about sessions.
enum SessionForms {
    private static let kept = [
        "session_id", "scenario_title", "status", "total_turns", "user_turns", "hint_used_count", "avg_ttft_ms",
        "avg_latency_ms", "avg_output_tokens", "total_cost_usd", "created_at", "updated_at", "completed_at",
        "scoring_failure_reason",
        "version",
    ]

    static let start = BodyForm(
        name: "NewSession",
        schema: .object(
            [
                .required("scenario_id", .slug), .required("learner_role", .text()),
                .optional(
                    "ai_role",
                    Schema.text().nullable.described("The role that the learner does not take, when left out.")),
                .optional("ai_character", Resources.character.nullable.described("Sarah, when left out.")),
                .optional("level", Resources.level.nullable.described("The user's, when left out.")),
                .optional("selected_goal", Schema.text().nullable.described("The scenario's first, when left out.")),
                .optional(
                    "user_id", Schema.idInput.described("Whose session it is: from a service only, which must send it.")
                ),
                .optional("prompt", Schema.lines(1...LexiLimits.prompt).nullable.described("From a service only.")),
                .optional(
                    "greeting",
                    Schema.lines(1...LexiLimits.turnContent).nullable.described("The AI's turn 0: from a service only.")
                ),
                .optional(
                    "assigned_model", Schema.line(0...LexiLimits.modelName).nullable.described("From a service only.")),
            ], notSettable: kept))

    private static let figure = Schema.integer(LexiLimits.measure.lowerBound, LexiLimits.measure.upperBound).nullable
        .described("From a service only.")
    private static let turnFields: [Schema.Field] = [
        .optional("speaker", Resources.speaker.nullable.described("USER for learners; services must name it.")),
        .optional("content", .lines(1...LexiLimits.turnContent)),
        .optional("translated_content", Schema.lines(0...LexiLimits.turnContent).nullable),
        .optional("audio_url", Schema.url.nullable),
        .optional("is_hint_used", Schema.boolean.nullable),
        .optional("ttft_ms", figure), .optional("latency_ms", figure), .optional("input_tokens", figure),
        .optional("output_tokens", figure),
        .optional(
            "cost_usd",
            Schema.amountInput.nullable.described("An exact decimal number, in US dollars. From a service only.")),
        .optional("delivery_cue", Schema.line(0...LexiLimits.deliveryCue).nullable.described("From a service only.")),
        .optional("quality_score", Resources.score.nullable.described("From a service only.")),
    ]
    private static let keptOfTurns = ["turn_index", "created_at", "saved_flashcard_ids"]

    /// One turn's fields, or `turns`.
    static let turns = BodyForm(
        name: "NewTurns",
        schema: .object(
            turnFields + [
                .optional(
                    "turns",
                    Schema.array(.object(turnFields, notSettable: keptOfTurns), 1...LexiLimits.turnsPerCall).described(
                        "Several turns at once, in place of the fields of one."))
            ], notSettable: keptOfTurns))

    private static let scores: [Schema.Field] = [
        .required("fluency", Resources.score), .required("pronunciation", Resources.score),
        .required("grammar", Resources.score), .required("vocabulary", Resources.score),
        .optional("overall", Resources.score.nullable.described("The mean of the four, half up, when left out.")),
        .optional("feedback", Schema.lines(0...LexiLimits.feedback).nullable),
    ]

    static let scoringFailure = BodyForm(
        name: "ScoringFailure",
        schema: .object([
            .required("reason", Schema.lines(LexiLimits.failureReason).described("What the learner reads."))
        ]))

    static let scoring = BodyForm(name: "NewScoring", schema: .object(scores))

    /// Nothing, or from a service the scores.
    static let completion = BodyForm(
        name: "Completion",
        schema: .object(
            scores.map { score in
                let words = [score.schema.description, "From a service only."].compactMap(\.self)
                return .optional(score.name, score.schema.described(words.joined(separator: " ")))
            }), isOptional: true)

    static let nothing = BodyForm(name: "Nothing", schema: .object([]), isOptional: true)
}

extension Body {
    /// The fields of a session to start.
    var sessionFields: SessionFields {
        var fields = SessionFields()
        fields.scenarioID = textField("scenario_id")
        fields.learnerRole = textField("learner_role")
        fields.aiRole = textField("ai_role")
        fields.aiCharacter = textField("ai_character")
        fields.level = textField("level")
        fields.selectedGoal = textField("selected_goal")
        fields.prompt = textField("prompt")
        fields.greeting = textField("greeting")
        fields.assignedModel = textField("assigned_model")
        return fields
    }

    /// Takes each member by its name in the body; a wrong type is noted and the field left absent.
    var turnFields: TurnFields {
        var fields = TurnFields()
        fields.speaker = textField("speaker")
        fields.content = textField("content")
        fields.translatedContent = textField("translated_content")
        fields.audioURL = textField("audio_url")
        fields.isHintUsed = booleanField("is_hint_used")
        fields.ttftMS = integerField("ttft_ms")
        fields.latencyMS = integerField("latency_ms")
        fields.inputTokens = integerField("input_tokens")
        fields.outputTokens = integerField("output_tokens")
        fields.costUSD = textField("cost_usd")
        fields.deliveryCue = textField("delivery_cue")
        fields.qualityScore = integerField("quality_score")
        return fields
    }

    /// The fields of a failed scoring.
    var scoringFailureFields: ScoringFailureFields {
        var fields = ScoringFailureFields()
        fields.reason = textField("reason")
        return fields
    }

    /// Takes each member by its name in the body; a wrong type is noted and the field left absent.
    var scoringFields: ScoringFields {
        var fields = ScoringFields()
        fields.fluency = integerField("fluency")
        fields.pronunciation = integerField("pronunciation")
        fields.grammar = integerField("grammar")
        fields.vocabulary = integerField("vocabulary")
        fields.overall = integerField("overall")
        fields.feedback = textField("feedback")
        return fields
    }
}
