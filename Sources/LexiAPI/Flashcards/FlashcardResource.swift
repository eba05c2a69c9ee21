import JSONText
import Lexi

extension Resources {
    static let flashcardComponents: [(name: String, schema: Schema)] = [
        ("Flashcard", flashcard), ("Review", review),
        (
            "ReviewResult",
            .object([.required("review", .component("Review")), .required("flashcard", .component("Flashcard"))])
        ),
    ]

    static let wordType = Schema.oneOf(WordType.allCases.map(\.rawValue))
    static let rating = Schema.oneOf(Rating.allCases.map(\.rawValue))

    private static let flashcard = Schema.object([
        .required("flashcard_id", id), .required("user_id", id), .required("word", .text(LexiLimits.word)),
        .required("word_type", wordType), .required("translation_vi", .text(0...LexiLimits.translation)),
        .required("phonetic", .text(0...LexiLimits.phonetic)), .required("audio_url", .text(0...LexiLimits.url)),
        .required("example_sentence", .text(0...LexiLimits.exampleSentence)),
        .required("source_session_id", id.nullable), .required("source_turn_index", count.nullable),
        .required("review_count", count), .required("repetition_count", count),
        .required("interval_days", .integer(0, LexiLimits.intervalDays)), .required("ease_factor", .number),
        .required("lapse_count", count), .required("last_reviewed_at", time.nullable),
        .required("next_review_at", time), .required("maturity", .oneOf(Maturity.allCases.map(\.rawValue))),
        .required("created_at", time), .required("updated_at", time), .required("version", version),
    ])

    private static let review = Schema.object([
        .required("review_id", id), .required("flashcard_id", id), .required("rating", rating),
        .required("reviewed_at", time), .required("created_at", time),
    ])

    static func write(_ card: Flashcard, to json: inout JSONWriter) {
        json.raw(CardTexts.text(of: card) { writeMembers(card, to: &$0) })
    }

    private static func writeMembers(_ card: Flashcard, to json: inout JSONWriter) {
        json.beginObject()
        json.member("flashcard_id", card.flashcardID.text)
        json.member("user_id", card.userID.text)
        json.member("word", card.word.text)
        json.member("word_type", card.wordType.rawValue)
        json.member("translation_vi", card.translationVi)
        json.member("phonetic", card.phonetic)
        json.member("audio_url", card.audioURL.text)
        json.member("example_sentence", card.exampleSentence)
        json.member("source_session_id", card.source?.sessionID.text)
        json.member("source_turn_index", card.source?.turnIndex)
        write(card.schedule, to: &json)
        json.member("maturity", card.maturity.rawValue)
        json.member("created_at", card.createdAt.text)
        json.member("updated_at", card.updatedAt.text)
        json.member("version", card.version)
        json.endObject()
    }

    private static func write(_ schedule: Schedule, to json: inout JSONWriter) {
        json.member("review_count", schedule.reviewCount)
        json.member("repetition_count", schedule.repetitionCount)
        json.member("interval_days", schedule.intervalDays)
        json.name("ease_factor")
        json.thousandths(schedule.easeThousandths)
        json.member("lapse_count", schedule.lapseCount)
        json.member("last_reviewed_at", schedule.lastReviewedAt?.text)
        json.member("next_review_at", schedule.nextReviewAt.text)
    }

    static func write(_ review: Review, to json: inout JSONWriter) {
        json.beginObject()
        json.member("review_id", review.reviewID.text)
        json.member("flashcard_id", review.flashcardID.text)
        json.member("rating", review.rating.rawValue)
        json.member("reviewed_at", review.reviewedAt.text)
        json.member("created_at", review.createdAt.text)
        json.endObject()
    }
}
