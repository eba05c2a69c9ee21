import DynamoModel

extension FlashcardRepository {
    /// The cards that a user has to review, the longest due first: those that are due, or, where the user's days of
    /// learning begin at an hour, those that become due before the end of the day. All pages together have no more than
    /// the user's limits of a day allow after what was learnt on it.
    ///
    /// A page may hold fewer cards than it could when many cannot come by the limits.
    /// - Parameter moment: what counts as now; nil means the clock's time.
    public func due(
        of user: User, at moment: Timestamp? = nil, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Flashcard> {
        let now = moment ?? clock.now
        let end = user.dayStartHour == nil ? now : user.studyDayEnd(at: now)
        let marks = page.position?.marks ?? [.start]
        guard user.newCardsPerDay != nil || user.reviewsPerDay != nil else {
            let position = page.position == nil ? nil : Position([marks[0]])
            return try await due(of: user.userID, at: end, PageRequest(limit: page.limit, position: position))
        }
        var allowance = try await allowance(of: user, marks, at: now)
        let call = AccessPatterns.due.call(user.userID, .through(end))
        var mark = marks[0]
        var cards: [Flashcard] = []
        var count = 0
        while mark != .end, cards.count < page.limit, count < LexiLimits.rowsPerPage, !allowance.isUsedUp {
            let (items, next) = try await table.items(call, limit: page.limit - cards.count, after: mark)
            for card: Flashcard in try table.decode(items) where allowance.take(card) { cards.append(card) }
            count += items.count
            mark = next
        }
        guard mark != .end, !allowance.isUsedUp else { return Page(items: cards, next: nil) }
        return Page(items: cards, next: Position([mark, .after(sort: allowance.text, item: nil)]))
    }

    /// What the pages before left of the day, or at the beginning of the list what was learnt left of it.
    private func allowance(
        of user: User, _ marks: [Position.Mark], at now: Timestamp
    ) async throws(RepositoryError) -> DayAllowance {
        if marks.count == 2, case .after(let text, _) = marks[1], let left = DayAllowance(text) { return left }
        guard let statistics = try await table.get(AccessPatterns.statistics, user.userID) else { throw .notFound }
        return DayAllowance(of: user, statistics, at: now)
    }
}
