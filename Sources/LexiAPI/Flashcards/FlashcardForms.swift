import Lexi

/// The bodies of calls about flashcards.
enum FlashcardForms {
    private static let texts: [Schema.Field] = [
        .optional("word_type", Resources.wordType.nullable),
        .optional("translation_vi", Schema.lines(0...LexiLimits.translation).nullable),
        .optional("phonetic", Schema.line(0...LexiLimits.phonetic).nullable),
        .optional("audio_url", Schema.url.nullable),
        .optional("example_sentence", Schema.lines(0...LexiLimits.exampleSentence).nullable),
    ]

    /// What the service keeps by itself: the schedule is the fold of the reviews.
    private static let kept = [
        "flashcard_id", "user_id", "review_count", "repetition_count", "interval_days", "ease_factor", "lapse_count",
        "last_reviewed_at", "next_review_at", "maturity", "created_at", "updated_at", "version",
    ]
    static let creation = BodyForm(
        name: "NewFlashcard",
        schema: .object(
            [.required("word", .word)] + texts + [
                .optional(
                    "source_session_id", Schema.idInput.nullable.described("Together with `source_turn_index`.")),
                .optional("source_turn_index", Schema.integer(0...LexiLimits.turnsPerSession - 1).nullable),
            ], notSettable: kept))

    static let patch = BodyForm(
        name: "FlashcardPatch",
        schema: .object(
            [.optional("word", .word)] + texts, notSettable: kept + ["source_session_id", "source_turn_index"]),
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
        fields.word = textField("word")
        fields.wordType = textField("word_type")
        fields.translationVi = textField("translation_vi")
        fields.phonetic = textField("phonetic")
        fields.audioURL = textField("audio_url")
        fields.exampleSentence = textField("example_sentence")
        fields.sourceSessionID = textField("source_session_id")
        fields.sourceTurnIndex = integerField("source_turn_index")
        return fields
    }

    /// The fields of a review.
    var reviewFields: ReviewFields {
        var fields = ReviewFields()
        fields.rating = textField("rating")
        fields.reviewID = textField("review_id")
        fields.reviewedAt = textField("reviewed_at")
        return fields
    }
}
