import JSONText
import Lexi

extension Resources {
    static let flashcardComponents: [(name: String, schema: Schema)] = [
        ("Flashcard", flashcard), ("Review", review), ("ReviewPreview", preview),
        (
            "ReviewResult",
            .object([.required("review", .component("Review")), .required("flashcard", .component("Flashcard"))])
        ),
    ]

    static let rating = Schema.oneOf(Rating.allCases.map(\.rawValue))

    private static let flashcard = Schema.object(ids + texts + kept)

    private static let ids: [Schema.Field] = [.required("flashcard_id", id), .required("user_id", id)]

    private static let texts: [Schema.Field] = Flashcard.fields.map { field in
        .required(field.attribute, Schema(showing: field.form))
    }

    /// What no row of ``Flashcard/fields`` stands for: the marks, and what the schedule says.
    private static let kept: [Schema.Field] = [
        .required("tags", .array(.text(LexiLimits.tag))), .required("is_suspended", .boolean),
        .required("is_leech", Schema.boolean.described("Whether it was forgotten \(LexiLimits.leechLapses) times.")),
        .required("source_session_id", id.nullable), .required("source_turn_index", count.nullable),
        .required("review_count", count), .required("repetition_count", count),
        .required("interval_days", .integer(0, LexiLimits.intervalDays)),
        .optional("ease_factor", Schema.number.described("Of cards that SM-2 schedules.")),
        .optional("stability", Schema.number.nullable.described("In days; of cards that FSRS schedules.")),
        .optional("difficulty", Schema.number.nullable.described("From 1 to 10; of cards that FSRS schedules.")),
        .optional(
            "retrievability",
            Schema.number.nullable.described(
                "The probability that the card is remembered now; of cards that FSRS schedules.")),
        .required("lapse_count", count), .required("last_reviewed_at", time.nullable),
        .required("next_review_at", time), .required("maturity", .oneOf(Maturity.allCases.map(\.rawValue))),
        .required("created_at", time), .required("updated_at", time), .required("version", version),
    ]

    private static let review = Schema.object([
        .required("review_id", id), .required("flashcard_id", id), .required("rating", rating),
        .required("reviewed_at", time), .required("created_at", time),
    ])

    private static let cardTexts = CardTexts()

    private static let preview = Schema.object(
        Rating.allCases.map { rating in
            .required(
                rating.rawValue,
                .object([
                    .required("interval_days", .integer(0, LexiLimits.intervalDays)), .required("next_review_at", time),
                ]))
        })

    /// Writes a card; how well one that FSRS schedules is remembered depends on the moment.
    static func write(_ card: Flashcard, at now: Timestamp, to json: inout JSONWriter) {
        if card.algorithm == .fsrs { return writeMembers(card, at: now, to: &json) }
        json.raw(cardTexts.text(of: card) { writeMembers(card, at: now, to: &$0) })
    }

    private static func writeMembers(_ card: Flashcard, at now: Timestamp, to json: inout JSONWriter) {
        json.beginObject()
        json.member("flashcard_id", card.flashcardID.text)
        json.member("user_id", card.userID.text)
        for field in Flashcard.fields { json.member(field.name, field.text(of: card)) }
        json.member("tags", card.tags.map(\.text))
        json.member("is_suspended", card.isSuspended)
        json.member("is_leech", card.isLeech)
        json.member("source_session_id", card.source?.sessionID.text)
        json.member("source_turn_index", card.source?.turnIndex)
        write(card.schedule, card.algorithm, at: now, to: &json)
        json.member("maturity", card.maturity.rawValue)
        json.member("created_at", card.createdAt.text)
        json.member("updated_at", card.updatedAt.text)
        json.member("version", card.version)
        json.endObject()
    }

    private static func write(
        _ schedule: Schedule, _ algorithm: SchedulerSetting.Algorithm, at now: Timestamp, to json: inout JSONWriter
    ) {
        json.member("review_count", schedule.reviewCount)
        json.member("repetition_count", schedule.repetitionCount)
        json.member("interval_days", schedule.intervalDays)
        switch algorithm {
        case .sm2:
            json.name("ease_factor")
            json.thousandths(schedule.easeThousandths)
        case .fsrs:
            json.tenThousandths("stability", schedule.memory?.stability)
            json.tenThousandths("difficulty", schedule.memory?.difficulty)
            json.tenThousandths("retrievability", schedule.retrievability(at: now))
        }
        json.member("lapse_count", schedule.lapseCount)
        json.member("last_reviewed_at", schedule.lastReviewedAt?.text)
        json.member("next_review_at", schedule.nextReviewAt.text)
    }

    static func write(_ preview: [(rating: Rating, schedule: Schedule)], to json: inout JSONWriter) {
        json.beginObject()
        for (rating, schedule) in preview {
            json.name(rating.rawValue)
            json.beginObject()
            json.member("interval_days", schedule.intervalDays)
            json.member("next_review_at", schedule.nextReviewAt.text)
            json.endObject()
        }
        json.endObject()
    }

    static func write(_ outcome: ReviewOutcome, at now: Timestamp, to json: inout JSONWriter) {
        json.beginObject()
        json.name("review")
        write(outcome.review, to: &json)
        json.name("flashcard")
        write(outcome.flashcard, at: now, to: &json)
        json.endObject()
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
