import DynamoModel

/// Reads all that is held about a user, by the change feed: strongly consistent, a page at a time.
///
/// The feed has a row for each living entity and each tombstone. An entity that changes while the feed is read moves to
/// its end, so that it can come twice, in two states; none is missed.
public struct AccountReader: Sendable {
    let table: LexiTable

    /// The rows of the feed, the oldest change first.
    public func rows(of user: UserID, _ page: PageRequest) async throws(RepositoryError) -> Page<FeedRow> {
        try await table.page(AccessPatterns.changes, of: user, .all, page)
    }

    /// The cards that rows of the feed lead to, in their order. Cards that are gone meanwhile are left out.
    public func cards(of rows: [FeedRow]) async throws(RepositoryError) -> [Flashcard] {
        let keys = rows.filter { $0.kind == .flashcard && !$0.isTombstone }.map {
            Flashcard.key(FlashcardID($0.entityID))
        }
        return try await table.hydrate(AccessPatterns.changedCards.access, keys, isConsistent: true)
    }

    /// The reviews of a card that were taken back, in the order of that.
    public func takenBack(of card: FlashcardID) async throws(RepositoryError) -> [TakenBackReview] {
        try await table.all(AccessPatterns.takenBack, of: card)
    }

    /// A page of what is kept of the user's calls with keys.
    public func calls(of user: User, _ page: PageRequest) async throws(RepositoryError) -> Page<IdempotencyRecord> {
        try await table.page(AccessPatterns.callsOfUser, of: user.userID.text, page)
    }

    /// A page of what is kept of their calls with keys from before they registered.
    public func callsBeforeRegistering(
        of user: User, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<IdempotencyRecord> {
        let before = IdempotentCall.caller(issuer: user.identity.issuer, subject: user.identity.subject)
        return try await table.page(AccessPatterns.callsOfUser, of: before, page)
    }

    /// Every day on which the user was active, the newest first.
    ///
    /// - Parameter known: the user's statistics, if they were read already.
    public func days(
        of user: UserID, _ known: UserStatistics? = nil
    ) async throws(RepositoryError) -> [ActivityDay] {
        try await table.days(of: user, known) { () async throws(RepositoryError) in
            try await table.all(AccessPatterns.activity, of: user, .all)
        }
    }
}
