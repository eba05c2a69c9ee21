import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension Routes {
    /// For devices that work offline.
    static let sync: [Route] = [changes, uploadReviews]

    private static let changes = Route(
        .get, "/v1/sync/changes",
        RouteSummary(
            "changes", "sync",
            "The changes since a cursor, in order: each entity once, as it is now or as deleted."),
        access: .user,
        query: [
            QueryParameter(
                name: "limit", kind: .integer(1...LexiLimits.changesPerPage),
                description: "How many changes at most; 100 when left out."),
            QueryParameter(
                name: "cursor", kind: .cursor,
                description: "The `next_cursor` of the answer before. Without one everything is read."),
        ],
        answers: [.ok(.component("Changes"))], problems: [.cursorExpired]
    ) { call in
        var cursor: FeedCursor?
        if let bytes = try call.position() {
            cursor = FeedCursor(bytes: bytes)
            guard cursor != nil else {
                throw Problem(.badCursor, "The cursor is of another version of the service.")
            }
        }
        let page = try await call.sync.changes(after: cursor, limit: call.query.integer("limit") ?? 100)
        let next = call.cursor(page.next.bytes)
        return .ok(Answer.object(page) { Resources.write($0, next: next, at: call.now, to: &$1) })
    }

    private static let uploadReviews = Route(
        .post, "/v1/sync/reviews",
        RouteSummary(
            "uploadReviews", "sync",
            "Takes in reviews that were made offline. Each is taken or refused separately; all may be sent again without an "
                + "`Idempotency-Key`, since each `review_id` counts once."),
        access: .user, body: SyncForms.upload, answers: [.ok(.component("UploadResults"))]
    ) { call in
        let reviews = try call.body.checked { _ in call.body.uploadedReviews }
        guard reviews.count <= LexiLimits.reviewsPerUpload else {
            throw Problem.invalid("/reviews", "must have at most \(LexiLimits.reviewsPerUpload) elements")
        }
        let outcomes = try await call.sync.upload(reviews)
        let results = zip(reviews, outcomes).map { ($0.reviewID, $1) }
        return .ok(Answer.object(results) { Resources.write($0, to: &$1) })
    }
}
