import JSONText
import Lexi

// Cards. Members that a card does not have are left out: one null in place of a text empties the app's whole list.
extension AppResources {
    private static let cardFields: [Schema.Field] = [
        .required("flashcard_id", Resources.id), .required("user_id", Resources.id),
        .required("word", .text(LexiLimits.word)), .required("word_type", .oneOf(WordType.allCases.map(\.rawValue))),
        .required("translation_vi", .text()), .required("phonetic", .text()),
        .optional("audio_url", .text(1...LexiLimits.url)), .required("example_sentence", .text()),
        .required("review_count", Resources.count), .required("interval_days", Resources.count),
        .required("next_review_at", Resources.time), .required("last_reviewed_at", Resources.time.nullable),
        .optional("source_session_id", Resources.id), .optional("source_turn_index", Resources.count),
        .required("created_at", Resources.time), .required("updated_at", Resources.time),
    ]

    static let card = Schema.object(cardFields)
    static let cardWithMessage = Schema.object(cardFields + [.required("message", .text())])

    static let reviewed = Schema.object([
        .required("flashcard_id", Resources.id), .required("word", .text()),
        .required("interval_days", Resources.count), .required("review_count", Resources.count),
        .required("next_review_at", Resources.time), .required("last_reviewed_at", Resources.time.nullable),
    ])

    private static let cardTexts = CardTexts()

    static func write(cards: [Flashcard], to json: inout JSONWriter) {
        json.list("cards", cards) { write($0, to: &$1) }
    }

    static func write(_ card: Flashcard, to json: inout JSONWriter) {
        json.raw(
            cardTexts.text(of: card) { text in
                text.beginObject()
                writeMembers(card, to: &text)
                text.endObject()
            })
    }

    static func write(_ card: Flashcard, message: String, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(card, to: &json)
        json.member("message", message)
        json.endObject()
    }

    private static func writeMembers(_ card: Flashcard, to json: inout JSONWriter) {
        json.member("flashcard_id", card.flashcardID.text)
        json.member("user_id", card.userID.text)
        json.member("word", card.word.text)
        json.member("word_type", card.wordType.rawValue)
        json.member("translation_vi", card.translationVi)
        json.member("phonetic", card.phonetic)
        if !card.audioURL.text.isEmpty { json.member("audio_url", card.audioURL.text) }
        json.member("example_sentence", card.exampleSentence)
        json.member("review_count", card.schedule.reviewCount)
        json.member("interval_days", card.schedule.intervalDays)
        json.member("next_review_at", card.schedule.nextReviewAt.text)
        json.member("last_reviewed_at", card.schedule.lastReviewedAt?.text)
        if let source = card.source {
            json.member("source_session_id", source.sessionID.text)
            json.member("source_turn_index", source.turnIndex)
        }
        json.member("created_at", card.createdAt.text)
        json.member("updated_at", card.updatedAt.text)
    }

    static func write(reviewed card: Flashcard, to json: inout JSONWriter) {
        json.beginObject()
        json.member("flashcard_id", card.flashcardID.text)
        json.member("word", card.word.text)
        json.member("interval_days", card.schedule.intervalDays)
        json.member("review_count", card.schedule.reviewCount)
        json.member("next_review_at", card.schedule.nextReviewAt.text)
        json.member("last_reviewed_at", card.schedule.lastReviewedAt?.text)
        json.endObject()
    }
}
