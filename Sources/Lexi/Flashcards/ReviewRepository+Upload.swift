import DynamoModel

// Reviews that come in numbers, from a device that was offline.
extension ReviewRepository {
    /// Reviews and cards that one transaction writes, together: each is up to three writes of the hundred that a
    /// transaction can have, besides a month of days, the statistics and a record.
    static let reviewsPerUpload = 20

    /// Adds reviews to their cards' logs, where their times put them. Several go in a transaction; each is taken or
    /// refused by itself.
    ///
    /// - Parameters:
    ///   - user: the cards' user, as the caller has read them.
    ///   - context: nil for the user themselves, now.
    /// - Returns: an outcome for each review, in their order.
    /// - Throws: when the table fails. Reviews that were applied by then stay, and are duplicates
    ///   when they come again.
    public func upload(
        _ reviews: [UploadedReview], of user: User, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> [UploadOutcome] {
        let context = context ?? writer.context(.user(user.userID))
        var outcomes = [UploadOutcome?](repeating: nil, count: reviews.count)
        for part in Self.parts(reviews, &outcomes) {
            let chosen = part.map { reviews[$0] }
            for (index, outcome) in zip(part, try await apply(chosen, of: user, context)) { outcomes[index] = outcome }
        }
        for index in outcomes.indices where outcomes[index] == nil {
            // It repeats one that came with it.
            outcomes[index] = try await repeated(reviews[index], of: user)
        }
        return outcomes.map { $0 ?? .duplicate }
    }

    /// The reviews by their positions, those of a card next to each other, in parts that a transaction can write. One
    /// that has the card and id of another in the upload is left out.
    private static func parts(_ reviews: [UploadedReview], _ outcomes: inout [UploadOutcome?]) -> [[Int]] {
        var seen: Set<ItemKey> = []
        let first = reviews.indices.filter {
            seen.insert(ReviewGuard.key(reviews[$0].flashcardID, reviews[$0].reviewID)).inserted
        }
        var ofCard: [FlashcardID: [Int]] = [:]
        for index in first { ofCard[reviews[index].flashcardID, default: []].append(index) }
        let cards = ofCard.values.sorted { $0[0] < $1[0] }
        var parts: [[Int]] = [[]]
        var size = 0
        for card in cards {
            for (number, index) in card.enumerated() {
                let isFirst = number == 0 || size + 1 > reviewsPerUpload
                if size + (isFirst ? 2 : 1) > reviewsPerUpload {
                    parts.append([])
                    size = 0
                }
                parts[parts.count - 1].append(index)
                size += isFirst ? 2 : 1
            }
        }
        return parts.filter { !$0.isEmpty }
    }

    private func repeated(_ review: UploadedReview, of user: User) async throws(RepositoryError) -> UploadOutcome {
        guard let card = try await table.get(AccessPatterns.flashcard, review.flashcardID), card.userID == user.userID
        else { return .rejected(Self.noCard) }
        let known = try await known(review.flashcardID, review.reviewID)
        return known.map { Self.outcome(review, $0) } ?? .rejected(Self.conflict)
    }

    private static let noCard = "There is no such flashcard."
    private static let conflict = "The card has a review with this id and other content."

    private static func outcome(_ review: UploadedReview, _ known: Review) -> UploadOutcome {
        known.rating == review.rating && known.reviewedAt == review.reviewedAt ? .duplicate : .rejected(conflict)
    }

    /// Adds the reviews of a part in one transaction.
    private func apply(
        _ reviews: [UploadedReview], of user: User, _ context: WriteContext
    ) async throws(RepositoryError) -> [UploadOutcome] {
        let ids = Array(Set(reviews.map(\.flashcardID)))
        for card in try await cards(ids) where card.userID == user.userID && !card.isLogByTime {
            _ = try await moveLog(of: card, context)
        }
        return try await writer.commit(AccessPatterns.uploadReviews, for: user.userID, context) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> [UploadOutcome] in
            let learner = try await learner(user, &transaction)
            let cards = Dictionary(uniqueKeysWithValues: try await cards(ids).map { ($0.flashcardID, $0) })
            let found = try await known(reviews, of: cards)
            var upload = Upload(cards: cards, found: found, userID: user.userID, now: transaction.now)
            let outcomes = reviews.map { upload.add($0) }
            var parts: [CardReviews] = []
            for (card, reviews) in upload.new {
                parts.append(
                    CardReviews(card: card, reviews: reviews, fold: try await fold(reviews, into: card, learner)))
            }
            if !parts.isEmpty { _ = try await write(parts, learner, &transaction) }
            return outcomes
        }
    }

    /// The reviews that have ids of an upload already, by the keys of their guards.
    private func known(
        _ reviews: [UploadedReview], of cards: [FlashcardID: Flashcard]
    ) async throws(RepositoryError) -> [ItemKey: Review] {
        var found: [ItemKey: Review] = [:]
        for known in try await table.get(AccessPatterns.reviews, reviews.map { ($0.flashcardID, $0.reviewID) }) {
            found[known.key] = known.review
        }
        let places = reviews.filter { review in
            found[ReviewGuard.key(review.flashcardID, review.reviewID)] == nil
                && cards[review.flashcardID]?.schedule.isNewest(Review.place(of: review.reviewID)) == false
        }
        if places.isEmpty { return found }
        let keys = places.map { ($0.flashcardID, (Review.place(of: $0.reviewID).reviewedAt, $0.reviewID)) }
        for review in try await table.get(AccessPatterns.placedReviews, keys) {
            let known = ReviewGuard(review)
            found[known.key] = known.review
        }
        return found
    }

    /// The existing cards with these ids, of any user.
    func cards(_ ids: [FlashcardID]) async throws(RepositoryError) -> [Flashcard] {
        try await table.get(AccessPatterns.cardsByID, ids.map { ($0, ()) })
    }

    /// Sorts the reviews of an upload out.
    private struct Upload {
        let cards: [FlashcardID: Flashcard]
        let found: [ItemKey: Review]
        let userID: UserID
        let now: Timestamp
        private var accepted: [FlashcardID: [Review]] = [:]

        init(cards: [FlashcardID: Flashcard], found: [ItemKey: Review], userID: UserID, now: Timestamp) {
            self.cards = cards
            self.found = found
            self.userID = userID
            self.now = now
        }

        /// What is to be written, in an order that is always the same; the reviews of each card in theirs.
        var new: [(card: Flashcard, reviews: [Review])] {
            accepted.sorted { $0.key.ulid < $1.key.ulid }.compactMap { id, reviews in
                cards[id].map { ($0, reviews.sorted { $0.order < $1.order }) }
            }
        }

        mutating func add(_ review: UploadedReview) -> UploadOutcome {
            guard let card = cards[review.flashcardID], card.userID == userID else { return .rejected(noCard) }
            if let known = found[ReviewGuard.key(review.flashcardID, review.reviewID)] {
                return outcome(review, known)
            }
            let count = accepted[review.flashcardID]?.count ?? 0
            guard card.logCount + count < LexiLimits.reviewsPerCard else { return .rejected(fullLog + ".") }
            accepted[review.flashcardID, default: []].append(
                Review(
                    reviewID: review.reviewID, flashcardID: review.flashcardID, userID: userID, rating: review.rating,
                    reviewedAt: review.reviewedAt, createdAt: now))
            return .applied
        }
    }
}
