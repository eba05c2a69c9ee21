import Lexi

/// The bodies of calls about flashcards.
enum FlashcardForms {
    private static let texts: [Schema.Field] = [
        .optional("word_type", Resources.wordType.nullable),
        .optional("translation_vi", Schema.text(0...LexiLimits.translation).nullable),
        .optional("phonetic", Schema.text(0...LexiLimits.phonetic).nullable),
        .optional("audio_url", Schema.text(0...LexiLimits.url).nullable.described("Empty, or an https URL.")),
        .optional("example_sentence", Schema.text(0...LexiLimits.exampleSentence).nullable),
    ]

    /// What the service keeps by itself: the schedule is the fold of the reviews.
    private static let kept = [
        "flashcard_id", "user_id", "review_count", "repetition_count", "interval_days", "ease_factor", "lapse_count",
        "last_reviewed_at", "next_review_at", "maturity", "created_at", "updated_at", "version",
    ]
    private static let word = Schema.text(LexiLimits.word).described(
        "Letters of any script, digits, space, - ' / and . only; unique among the user's words.")

    static let creation = BodyForm(
        schema: .object(
            [.required("word", word)] + texts + [
                .optional("source_session_id", Resources.id.nullable),
                .optional("source_turn_index", Resources.count.nullable),
            ], notSettable: kept))

    static let patch = BodyForm(
        schema: .object(
            [.optional("word", word)] + texts, notSettable: kept + ["source_session_id", "source_turn_index"]),
        isPatch: true)

    static let review = BodyForm(
        schema: .object(
            [
                .required("rating", Resources.rating),
                .optional(
                    "review_id", Resources.id.nullable.described("Made by the client, so that it can send again.")),
                .optional("reviewed_at", Resources.time.nullable.described("Now, when left out.")),
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
