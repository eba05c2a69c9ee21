import Lexi

/// The bodies that the app sends. Members that they do not name are ignored.
enum AppForms {
    private static func form(_ name: String, _ fields: [Schema.Field]) -> BodyForm {
        BodyForm(name: "App" + name, schema: Schema.object(fields).open, isOptional: true, isTolerant: true)
    }

    private static func texts(_ names: [String]) -> [Schema.Field] {
        names.map { .optional($0, Schema.text().nullable) }
    }

    static let profile = form(
        "ProfilePatch",
        texts([
            "display_name", "avatar_url", "current_level", "target_level", "learning_goal_text", "learning_goal",
        ]) + [.optional("is_new_user", Schema.boolean.nullable)])

    static let card = form(
        "NewFlashcard",
        texts([
            "word", "vocab", "word_type", "vocab_type", "translation_vi", "definition_vi", "phonetic", "audio_url",
            "example_sentence",
        ]) + [.optional("source_session_id", .any), .optional("source_turn_index", .any)])

    static let cardPatch = form(
        "FlashcardPatch", texts(["translation_vi", "phonetic", "audio_url", "example_sentence"]))

    static let review = form("NewReview", texts(["rating"]))

    static let session = form(
        "NewSession",
        texts([
            "scenario_id", "user_role", "learner_role_id", "ai_role", "ai_role_id", "level", "difficulty_level",
            "selected_goal",
        ]) + [
            .optional("ai_character", .any), .optional("selected_goals", Schema.array(.text()).nullable),
        ])

    static let turn = form(
        "NewTurn",
        texts(["text", "audio_url"]) + [.optional("is_hint_used", Schema.boolean.nullable)])

    static let word = form("Word", texts(["word", "context"]))
    static let sentence = form("Sentence", texts(["sentence"]))

    static let user = form(
        "UserPatch",
        texts(["current_level", "target_level", "role"]) + [.optional("is_active", Schema.boolean.nullable)])

    private static let scenarioFields =
        texts(["scenario_title", "context", "difficulty_level", "notes"]) + [
            .optional("roles", .any), .optional("goals", Schema.array(.text()).nullable),
            .optional("order", Schema.integer().nullable), .optional("is_active", Schema.boolean.nullable),
        ]

    static let scenario = form("NewScenario", scenarioFields)
    static let scenarioPatch = form("ScenarioPatch", scenarioFields)
}

extension Body {
    /// The text of the first of these members that has one; the names are those of newer and older versions of the app.
    func firstText(_ names: String...) -> FieldInput<String> {
        let fields = names.map { textField($0) }
        return fields.first { if case .set = $0 { true } else { false } } ?? fields.first { !$0.isAbsent } ?? .absent
    }
}

extension FieldInput<String> {
    /// An empty text counts as none.
    var unlessEmpty: FieldInput<String> {
        if case .set(let text) = self, text.isEmpty { return .absent }
        return self
    }

    /// Only an https URL; any other text counts as none.
    var ifWebAddress: FieldInput<String> {
        if case .set(let text) = self, (try? WebAddress(text)) == nil { return .absent }
        return self
    }
}
