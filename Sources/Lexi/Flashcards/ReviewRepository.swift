import DynamoModel

/// Reviews. The log of a card is the truth, and its schedule is a fold over it. Unless it throws `outcomeUnknown`, a
/// failed call wrote nothing.
public struct ReviewRepository: Sendable {
    let table: LexiTable
    let ids: ULIDGenerator
    let writer: Writer

    /// Adds a review to a card's log, where its time puts it, and folds the card again: card, review, statistics, days
    /// and feed row, in one transaction.
    ///
    /// A review that is newer than all others is applied to the schedule as it is; only for a late one the log is read.
    /// The same id with the same content is a duplicate, and changes nothing.
    /// - Parameters:
    ///   - card: as the caller has read it.
    ///   - user: the card's user, as the caller has read them: their days and their scheduler count.
    ///   - context: nil for the card's user, now.
    /// - Throws: `notFound` when the card is gone; `reviewConflict` when the id is there with another content;
    ///   `limitReached` when the log is full.
    public func append(
        _ new: NewReview, to card: Flashcard, of user: User, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> ReviewOutcome {
        let id: ReviewID = new.reviewID ?? ids.next()
        let context = context ?? writer.context(.user(card.userID))
        let card = card.isLogByTime ? card : try await moveLog(of: card, context)
        return try await writer.commit(AccessPatterns.appendReview, for: card.userID, context) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> ReviewOutcome in
            let learner = try await learner(user, &transaction)
            let current = try await transaction.current(card) { () async throws(RepositoryError) in
                try await read(card.flashcardID)
            }
            let review = Review(
                reviewID: id, flashcardID: card.flashcardID, userID: card.userID, rating: new.rating,
                reviewedAt: new.reviewedAt ?? transaction.now, createdAt: transaction.now)
            if let known = try await known(review, new, of: current, transaction.refused) {
                return try Self.repeated(new, known, current)
            }
            guard current.logCount < LexiLimits.reviewsPerCard else {
                guard let known = try await known(review.flashcardID, id) else { throw .limitReached(Self.fullLog) }
                return try Self.repeated(new, known, current)
            }
            let fold = try await fold([review], into: current, learner)
            let part = CardReviews(
                card: current, reviews: [review], fold: fold, idsAreNew: new.reviewID == nil)
            let cards = try await write([part], learner, &transaction)
            return ReviewOutcome(review: review, flashcard: cards[0], isDuplicate: false)
        }
    }

    static let fullLog = "A card's log holds up to \(LexiLimits.reviewsPerCard) reviews"

    /// The review that has this id already. One that seems to be the newest is looked for only after its put was
    /// refused, which says what stood in the way.
    private func known(
        _ review: Review, _ new: NewReview, of card: Flashcard, _ refused: [Item]
    ) async throws(RepositoryError) -> Review? {
        let (key, place) = (ReviewGuard(review).key, review.key)
        if let item = refused.first(where: { ItemKey($0) == key }) {
            return try table.decode(item, as: ReviewGuard.self).review
        }
        if let item = refused.first(where: { ItemKey($0) == place }) {
            return ReviewGuard(try table.decode(item, as: Review.self)).review
        }
        guard let id = new.reviewID else { return nil }
        guard card.schedule.isNewest(review.order) else { return try await known(card.flashcardID, id) }
        // No guard stands for what lies where its id says.
        return card.schedule.isNewest(Review.place(of: id)) ? nil : try await placed(card.flashcardID, id)
    }

    /// The review of a card that has an id, without its state.
    func known(_ card: FlashcardID, _ id: ReviewID) async throws(RepositoryError) -> Review? {
        if let review = try await table.get(AccessPatterns.review, card, id)?.review { return review }
        return try await placed(card, id)
    }

    /// The review that lies where its id says, without its state.
    private func placed(_ card: FlashcardID, _ id: ReviewID) async throws(RepositoryError) -> Review? {
        let place = Review.place(of: id)
        let review = try await table.get(AccessPatterns.placedReview, card, (place.reviewedAt, id))
        return review.map { ReviewGuard($0).review }
    }

    /// A review that came again: sent without a time, it is the same when its rating is.
    private static func repeated(
        _ new: NewReview, _ known: Review, _ card: Flashcard
    ) throws(RepositoryError) -> ReviewOutcome {
        guard known.rating == new.rating, new.reviewedAt == nil || new.reviewedAt == known.reviewedAt else {
            throw .reviewConflict
        }
        return ReviewOutcome(review: known, flashcard: card, isDuplicate: true)
    }

    func read(_ id: FlashcardID) async throws(RepositoryError) -> Flashcard {
        guard let card = try await table.get(AccessPatterns.flashcard, id) else { throw .notFound }
        return card
    }

    // MARK: Reads

    /// A review of a card with the card as it is now: what was answered to who made it.
    ///
    /// - Throws: `notFound` when the review is not there, or was taken back.
    public func outcome(
        _ id: ReviewID, of card: Flashcard, isDuplicate: Bool
    ) async throws(RepositoryError) -> ReviewOutcome {
        guard let known = try await known(card.flashcardID, id) else { throw .notFound }
        return ReviewOutcome(review: known, flashcard: card, isDuplicate: isDuplicate)
    }

    /// A page of a card's log, in its order: by the reviews' own time, then by id. It reads no more than the page,
    /// except where the log is still kept by ids: then all of it.
    public func list(of card: Flashcard, _ page: PageRequest) async throws(RepositoryError) -> Page<Review> {
        let page = Self.current(page)
        if card.isLogByTime { return try await table.page(AccessPatterns.reviewLog, of: card.flashcardID, page) }
        var reviews = try await wholeLog(of: card.flashcardID)
        if case .after(let place, _) = try page.mark() {
            reviews.removeAll { Self.place($0).compareBytes(with: place) <= 0 }
        }
        let items = Array(reviews.prefix(page.limit))
        guard reviews.count > page.limit, let last = items.last else { return Page(items: items, next: nil) }
        return Page(items: items, next: Position([.after(sort: Self.place(last), item: nil)]))
    }

    private static func place(_ review: Review) -> String {
        Review.tableKey.sort.text((review.reviewedAt, review.reviewID))
    }

    /// Earlier programs gave out positions by another key.
    private static func current(_ page: PageRequest) -> PageRequest {
        guard case .after(let sort, _) = page.position?.marks.first,
            let order = Review.earlierPlace.read(sort)
        else { return page }
        let mark = Position.Mark.after(sort: Review.tableKey.sort.text(order), item: nil)
        return PageRequest(limit: page.limit, position: Position([mark]))
    }
}
