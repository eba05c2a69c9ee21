import Lexi

/// What devices that were offline do.
public struct SyncUseCases: Sendable {
    let store: LexiStore
    let user: User
    let context: WriteContext

    /// The data of a user, in a call at the context's time.
    public init(_ store: LexiStore, _ user: User, _ context: WriteContext) {
        self.store = store
        self.user = user
        self.context = context
    }

    /// What has changed since a cursor, in the order of the changes.
    ///
    /// - Parameters:
    ///   - cursor: nil reads everything.
    ///   - limit: how many changes at most.
    /// - Throws: `cursorTooOld`.
    public func changes(after cursor: FeedCursor?, limit: Int) async throws(RepositoryError) -> FeedPage {
        try await store.feed.changes(of: user.userID, after: cursor, limit: limit, at: context.now)
    }

    /// Takes reviews in that were made offline. Each is checked, and taken or refused, by itself.
    ///
    /// - Returns: an outcome for each, in their order.
    public func upload(_ reviews: [UploadedReviewFields]) async throws(RepositoryError) -> [UploadOutcome] {
        var outcomes: [UploadOutcome] = []
        var checked: [UploadedReview] = []
        for fields in reviews {
            var errors = FieldErrors()
            if let review = fields.checked(now: context.now, &errors) {
                checked.append(review)
                outcomes.append(.applied)
            } else {
                outcomes.append(.rejected(Self.reason(errors)))
            }
        }
        var found = try await store.reviews.upload(checked, of: user, context).makeIterator()
        return outcomes.map { outcome in
            if case .rejected = outcome { return outcome }
            return found.next() ?? outcome
        }
    }

    private static func reason(_ errors: FieldErrors) -> String {
        errors.errors.map { "\($0.pointer.dropFirst()) \($0.detail)" }.joined(separator: "; ") + "."
    }
}
