import DynamoModel

/// The change feeds of users.
///
/// Each change of a user's data has the next sequence number, in the order of the commits: a reader of a feed, strongly
/// consistent from a place on, misses nothing that was committed, however many write. An entity has one row,
/// that of its newest change: a reader gets each change once, or only the last of several.
public struct FeedRepository: Sendable {
    let table: LexiTable
    let clock: WallClock

    /// The changes of a user's data after a cursor, in their order, strongly consistent.
    ///
    /// - Parameters:
    ///   - cursor: how far the device has read; nil reads everything that there is.
    ///   - limit: how many changes at most, brought into 1 to ``LexiLimits/changesPerPage``.
    ///   - moment: what counts as now; nil means the clock's time.
    /// - Throws: `cursorTooOld` when deletions since may not be known any more: the device has to read everything
    ///   again.
    public func changes(
        of user: UserID, after cursor: FeedCursor?, limit: Int, at moment: Timestamp? = nil
    ) async throws(RepositoryError) -> FeedPage {
        let now = moment ?? clock.now
        if let cursor, cursor.isTooOld(at: now) { throw .cursorTooOld }
        let start = cursor ?? .beginning(at: now)
        let limit = min(max(1, limit), LexiLimits.changesPerPage)
        let mark = start.position.map { position in
            Position.Mark.after(sort: FeedRow.key(user, position).sort, item: nil)
        }
        let page = PageRequest(limit: limit, position: mark.map { Position([$0]) })
        let rows = try await table.page(AccessPatterns.changes, of: user, .all, page)
        let last = rows.items.last?.position ?? start.position
        let hasMore = rows.next != nil
        return FeedPage(
            changes: try await changes(rows.items.filter { !$0.isExpired(at: now) }),
            next: FeedCursor(since: hasMore ? start.since : now, position: last), hasMore: hasMore)
    }

    /// The changes that rows stand for. An entity that has changed since its row was read has another row further on,
    /// which comes later; so has one that is gone.
    private func changes(_ rows: [FeedRow]) async throws(RepositoryError) -> [FeedChange] {
        let pattern = AccessPatterns.changes.access
        func keys(_ kind: FeedRow.Kind) -> [ItemKey] {
            rows.filter { $0.kind == kind && !$0.isTombstone }.map(\.entityKey)
        }
        var entities: [ItemKey: (position: FeedPosition, entity: FeedChange.Entity)] = [:]
        for user in try await table.hydrate(pattern, keys(.user), isConsistent: true, as: User.self) {
            entities[user.key] = (user.feedPosition, .user(user))
        }
        for card in try await table.hydrate(pattern, keys(.flashcard), isConsistent: true, as: Flashcard.self) {
            entities[card.key] = (card.feedPosition, .flashcard(card))
        }
        for session in try await table.hydrate(pattern, keys(.session), isConsistent: true, as: Session.self) {
            entities[session.key] = (session.feedPosition, .session(session))
        }
        return rows.compactMap { row in
            guard !row.isTombstone else { return FeedChange(kind: row.kind, entityID: row.entityID, entity: nil) }
            guard let found = entities[row.entityKey], found.position == row.position else { return nil }
            return FeedChange(kind: row.kind, entityID: row.entityID, entity: found.entity)
        }
    }
}

extension FeedRow {
    /// The key of the entity that changed.
    fileprivate var entityKey: ItemKey {
        switch kind {
        case .user: User.key(UserID(entityID))
        case .flashcard: Flashcard.key(FlashcardID(entityID))
        case .session: Session.key(SessionID(entityID))
        }
    }

    /// Whether it is a tombstone that has had its time, though it is still there.
    fileprivate func isExpired(at now: Timestamp) -> Bool { expiresAt.map { $0 <= now } ?? false }
}
