import JSONText
import Lexi
import LexiUseCases

/// A card with its whole review log, as it is taken along.
enum CardExport {
    /// Reviews that are read at once.
    private static let pageSize = 1_000

    /// The card's JSON with the member `reviews`; a log of 10,000 reviews takes about 2 MB.
    static func json(of card: Flashcard, _ contents: AccountContents) async throws(RepositoryError) -> [UInt8] {
        var json = JSONWriter(capacity: 1024)
        Resources.write(card, to: &json)
        var text = json.takePiece()
        text.removeLast()
        text += Array(",\"reviews\":".utf8)
        json = JSONWriter(appendingTo: text)
        json.beginArray()
        var page: PageRequest? = card.schedule.reviewCount > 0 ? PageRequest(limit: pageSize) : nil
        while let request = page {
            let found = try await contents.reviews(of: card, request)
            for review in found.items { write(review, to: &json) }
            page = found.next.map { PageRequest(limit: pageSize, position: $0) }
        }
        json.endArray()
        return json.takePiece() + [UInt8(ascii: "}")]
    }

    private static func write(_ review: Review, to json: inout JSONWriter) {
        json.beginObject()
        json.member("review_id", review.reviewID.text)
        json.member("rating", review.rating.rawValue)
        json.member("reviewed_at", review.reviewedAt.text)
        json.member("created_at", review.createdAt.text)
        json.endObject()
    }
}
