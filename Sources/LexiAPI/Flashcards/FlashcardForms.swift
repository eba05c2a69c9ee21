import Lexi
import LexiUseCases

/// The bodies of calls about flashcards.
enum FlashcardForms {
    /// The texts of a new card; all but the word may be left out or null, which means their default.
    private static let newTexts: [Schema.Field] = Flashcard.fields.map { field in
        let schema = Schema(setting: field.form)
        let name = field.attribute
        return field.isRequired ? .required(name, schema) : .optional(name, schema.nullable)
    }

    /// The texts of a change: a text that is left out stays, and null resets one.
    private static let texts: [Schema.Field] = Flashcard.fields.map { field in
        let schema = Schema(setting: field.form)
        return .optional(field.attribute, field.isRequired ? schema : schema.nullable)
    }

    /// What the learner sets besides texts.
    private static let marks: [Schema.Field] = [
        .optional(
            "tags",
            Schema.array(.name(LexiLimits.tag)).nullable.described(
                "Up to \(LexiLimits.tagsPerCard), compared without case; repeated ones count once.")),
        .optional("is_suspended", Schema.boolean.nullable.described("Whether it is never due.")),
    ]

    /// What the service keeps by itself: the schedule is the fold of the reviews.
    private static let kept = [
        "flashcard_id", "user_id", "review_count", "repetition_count", "interval_days", "ease_factor", "lapse_count",
        "last_reviewed_at", "next_review_at", "maturity", "is_leech", "stability", "difficulty", "retrievability",
        "created_at", "updated_at", "version",
    ]
    static let creation = BodyForm(
        name: "NewFlashcard",
        schema: .object(
            newTexts + marks + [
                .optional(
                    "source_session_id", Schema.idInput.nullable.described("Together with `source_turn_index`.")),
                .optional("source_turn_index", Schema.integer(0...LexiLimits.turnsPerSession - 1).nullable),
            ], notSettable: kept))

    /// The most bytes of a file of cards.
    static let fileLimit = 20_000_000

    static let file = BodyForm(
        name: "CardFile",
        schema: .object([
            .required(
                "flashcards",
                Schema.array(.any, 0...CardImport.maximumCards).described(
                    "Cards as an export has them; of a card only the word is needed."))
        ]),
        limit: fileLimit, otherTypes: CardFile.otherTypes, isFile: true)

    static let patch = BodyForm(
        name: "FlashcardPatch",
        schema: .object(
            texts + marks, notSettable: kept + ["source_session_id", "source_turn_index"]),
        isPatch: true)

    static let review = BodyForm(
        name: "NewReview",
        schema: .object(
            [
                .required("rating", Resources.rating),
                .optional(
                    "review_id", Schema.idInput.nullable.described("Made by the client, so that it can send again.")),
                .optional("reviewed_at", Schema.timeInput.nullable.described("RFC 3339; now, when left out.")),
            ], notSettable: ["flashcard_id", "created_at"]))
}

extension Body {
    /// The fields of a card.
    var flashcardFields: FlashcardFields {
        var fields = FlashcardFields()
        for field in Flashcard.fields {
            let name = field.attribute
            fields[name] = textField(name)
        }
        fields.tags = textsField("tags")
        fields.isSuspended = booleanField("is_suspended")
        fields.sourceSessionID = textField("source_session_id")
        fields.sourceTurnIndex = integerField("source_turn_index")
        return fields
    }

    /// Takes each member by its name in the body; a wrong type is noted and the field left absent.
    var reviewFields: ReviewFields {
        var fields = ReviewFields()
        fields.rating = textField("rating")
        fields.reviewID = textField("review_id")
        fields.reviewedAt = textField("reviewed_at")
        return fields
    }
}

extension Schema {
    /// What a caller may set a text field to.
    init(setting form: TextForm) {
        self =
            switch form {
            case .word: .word
            case .line(let length): .line(length)
            case .lines(let length): .lines(length)
            case .url: .url
            case .oneOf(let words): .oneOf(words)
            }
    }

    /// What an answer has of a text field.
    init(showing form: TextForm) {
        self =
            switch form {
            case .word: .text(LexiLimits.word)
            case .line(let length), .lines(let length): .text(length)
            case .url: .text(0...LexiLimits.url)
            case .oneOf(let words): .oneOf(words)
            }
    }
}
