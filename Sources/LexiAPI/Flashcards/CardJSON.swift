import JSONText
import Lexi
import LexiUseCases

/// A card with its baseline and its whole review log, as it is taken along.
enum CardJSON {
    /// The card's JSON with the members `baseline` and `reviews`; a log of 10,000 reviews takes about 2 MB.
    ///
    /// - Parameter withTakenBack: whether reviews that were taken back are there, too, as `taken_back`.
    static func json(
        of card: Flashcard, _ contents: AccountContents, withTakenBack: Bool = false
    ) async throws(RepositoryError) -> [UInt8] {
        var json = JSONWriter(capacity: 1024)
        Resources.write(card, at: contents.now, to: &json)
        var text = json.takePiece()
        text.removeLast()
        text += Array(",\"baseline\":".utf8)
        json = JSONWriter(appendingTo: text)
        if let baseline = card.baseline { write(baseline.schedule, to: &json) } else { json.null() }
        json = JSONWriter(appendingTo: json.takePiece() + Array(",\"reviews\":".utf8))
        json.beginArray()
        try await contents.forEachReview(of: card) { write($0, to: &json) }
        json.endArray()
        if withTakenBack {
            json = JSONWriter(appendingTo: json.takePiece() + Array(",\"taken_back\":".utf8))
            json.beginArray()
            for taken in try await contents.takenBack(of: card) {
                write(taken.review, takenBackAt: taken.takenBackAt, to: &json)
            }
            json.endArray()
        }
        return json.takePiece() + [UInt8(ascii: "}")]
    }

    private static func write(_ schedule: Schedule, to json: inout JSONWriter) {
        json.beginObject()
        json.member("review_count", schedule.reviewCount)
        json.member("repetition_count", schedule.repetitionCount)
        json.member("interval_days", schedule.intervalDays)
        json.name("ease_factor")
        json.thousandths(schedule.easeThousandths)
        json.member("lapse_count", schedule.lapseCount)
        json.member("last_reviewed_at", schedule.lastReviewedAt?.text)
        json.member("next_review_at", schedule.nextReviewAt.text)
        json.endObject()
    }

    private static func write(_ review: Review, takenBackAt: Timestamp? = nil, to json: inout JSONWriter) {
        json.beginObject()
        json.member("review_id", review.reviewID.text)
        json.member("rating", review.rating.rawValue)
        json.member("reviewed_at", review.reviewedAt.text)
        json.member("created_at", review.createdAt.text)
        if let takenBackAt { json.member("taken_back_at", takenBackAt.text) }
        json.endObject()
    }
}
