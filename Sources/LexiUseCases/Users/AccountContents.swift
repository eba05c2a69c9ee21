import Lexi

/// All that is held about a user, to be read a page at a time.
public struct AccountContents: Sendable {
    let store: LexiStore
    /// Whose account it is, as they were read.
    public let user: User
    /// When the reading began.
    public let now: Timestamp

    /// The contents of a user's account.
    public init(_ store: LexiStore, _ user: User, at now: Timestamp) {
        self.store = store
        self.user = user
        self.now = now
    }

    /// The user's counters and streak.
    public func statistics() async throws(RepositoryError) -> UserStatistics {
        try await store.users.statistics(user.userID)
    }

    /// Every day on which the user was active, the newest first.
    ///
    /// - Parameter known: the user's statistics, if they were read already.
    public func days(_ known: UserStatistics? = nil) async throws(RepositoryError) -> [ActivityDay] {
        try await store.accounts.days(of: user.userID, known)
    }

    /// A page of the change feed, which has a row for each living entity and each tombstone.
    public func rows(_ page: PageRequest) async throws(RepositoryError) -> Page<FeedRow> {
        try await store.accounts.rows(of: user.userID, page)
    }

    /// The cards that rows of the feed lead to.
    public func cards(of rows: [FeedRow]) async throws(RepositoryError) -> [Flashcard] {
        try await store.accounts.cards(of: rows)
    }

    /// A page of a card's log.
    public func reviews(of card: Flashcard, _ page: PageRequest) async throws(RepositoryError) -> Page<Review> {
        try await store.reviews.list(of: card, page)
    }

    /// Hands on all of a card's log, in its order.
    public func forEachReview(
        of card: Flashcard, _ body: (Review) throws(RepositoryError) -> Void
    ) async throws(RepositoryError) {
        var page: PageRequest? = card.logCount > 0 ? PageRequest(limit: PageRequest.maximumLimit) : nil
        while let request = page {
            let found = try await reviews(of: card, request)
            for review in found.items { try body(review) }
            page = found.next.map { PageRequest(limit: request.limit, position: $0) }
        }
    }

    /// The reviews of a card that were taken back.
    public func takenBack(of card: Flashcard) async throws(RepositoryError) -> [TakenBackReview] {
        try await store.accounts.takenBack(of: card.flashcardID)
    }

    /// Hands on the rows of a kind, a page at a time, each entity once: one that changes meanwhile comes again at the
    /// end.
    public func forEachRow(
        _ kind: FeedRow.Kind, by size: Int, _ body: ([FeedRow]) async throws -> Void
    ) async throws {
        var known: Set<ULID> = []
        var page: PageRequest? = PageRequest(limit: size)
        while let request = page {
            let found = try await rows(request)
            try await body(found.items.filter { $0.kind == kind && known.insert($0.entityID).inserted })
            page = found.next.map { PageRequest(limit: size, position: $0) }
        }
    }

    /// The user's sessions.
    public var sessions: SessionUseCases {
        SessionUseCases(store, .user(user), WriteContext(.user(user.userID), at: now))
    }

    /// A page of what the user did to others and to scenarios, the oldest first.
    public func actions(_ page: PageRequest) async throws(RepositoryError) -> Page<TrailEntry> {
        try await store.audit.entries(by: user.userID, page)
    }

    /// A page of what is kept of calls with keys.
    public func calls(_ page: PageRequest) async throws(RepositoryError) -> Page<IdempotencyRecord> {
        try await store.accounts.calls(of: user, page)
    }

    /// A page of what is kept of calls with keys from before the user registered.
    public func callsBeforeRegistering(_ page: PageRequest) async throws(RepositoryError) -> Page<IdempotencyRecord> {
        try await store.accounts.callsBeforeRegistering(of: user, page)
    }

    /// A page of the user's audit trail, the newest first.
    public func trail(_ page: PageRequest) async throws(RepositoryError) -> Page<AuditEntry> {
        try await store.audit.entries(of: user.userID, page)
    }
}
