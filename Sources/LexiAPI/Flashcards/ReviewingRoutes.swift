import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension Routes {
    /// What is done around the reviews of a card.
    static let reviewing: [Route] = [previewReview, takeReviewBack]

    private static let previewReview = Route(
        .get, "/v1/flashcards/{flashcard_id}/reviews/preview",
        RouteSummary("previewReview", "flashcards", "What each rating would make of a card; nothing is written."),
        access: .user, target: card,
        query: [
            QueryParameter(
                name: "at", kind: .time, description: "When the card would be reviewed; now when left out.")
        ],
        answers: [.ok(.component("ReviewPreview"))]
    ) { call, card in
        let preview = try await call.flashcards.preview(of: card, at: call.query.time("at"))
        return .ok(Answer.object(preview) { Resources.write($0, to: &$1) })
    }

    private static let takeReviewBack = Route(
        .delete, "/v1/flashcards/{flashcard_id}/reviews/{review_id}",
        RouteSummary(
            "takeReviewBack", "flashcards",
            "Takes the last review of a card back: the card and the statistics are as they were before it."),
        access: .user, target: card, answers: [.ok(.component("Flashcard"), tag: true)], problems: [.wrongState]
    ) { call, card in
        let review: ReviewID = try call.id("review_id", "review")
        return answer(try await call.flashcards.takeBack(review, of: card), at: call.now)
    }
}
