import DynamoModel

// The cards and sessions of an account, each with the items next to it. The rows that lead to them are read leniently:
// one that is damaged or gone keeps nothing from being erased.
extension AccountErasure {
    /// Removes cards and sessions, each before the row that leads to it; those of tombstones too, whose logs may be
    /// left.
    func removeEntities(of account: ClosedAccount, _ left: inout Int) async throws(RepositoryError) -> Bool {
        guard try await removeEntitiesOfRows(of: account.userID, &left) else { return false }
        for card in account.logs { guard try await remove(card, &left) else { return false } }
        for session in account.sessions { guard try await remove(session, &left) else { return false } }
        guard try await removeListed(of: account.userID, &left) else { return false }
        return try await removeCardsOfWords(of: account.userID, &left)
    }

    /// Removes what the change feed leads to, each entity before its row. Rows that do not say where they lead go with
    /// the rest of the partition.
    private func removeEntitiesOfRows(of user: UserID, _ left: inout Int) async throws(RepositoryError) -> Bool {
        let call = AccessPatterns.changes.call(user, .all)
        var mark = Position.Mark.start
        while mark != .end {
            let found = try await table.items(call, limit: Self.rowsAtOnce, after: mark)
            var done: [ItemKey] = []
            for row in found.items {
                guard let id = row["entity_id"]?.string.flatMap({ ULID($0) }), let key = ItemKey(row) else { continue }
                guard try await removeEntity(id, row["entity_kind"]?.string, &left) else { return false }
                done.append(key)
            }
            try await remove(done, &left)
            mark = found.mark
        }
        return true
    }

    /// Removes an entity by what a row calls it: by a word that is unknown, whatever has this id.
    private func removeEntity(_ id: ULID, _ word: String?, _ left: inout Int) async throws(RepositoryError) -> Bool {
        let kind = word.flatMap { FeedRow.Kind(rawValue: $0) }
        if kind == .flashcard || kind == nil {
            guard try await remove(FlashcardID(id), &left) else { return false }
        }
        if kind == .session || kind == nil {
            guard try await remove(SessionID(id), &left) else { return false }
        }
        return true
    }

    private func remove(_ card: FlashcardID, _ left: inout Int) async throws(RepositoryError) -> Bool {
        try await removeAll(AccessPatterns.deletedLog.call(card), &left)
    }

    private func remove(_ session: SessionID, _ left: inout Int) async throws(RepositoryError) -> Bool {
        try await removeAll(AccessPatterns.wholeSession.call(session), &left)
    }

    /// Removes what the indexes still list as the user's, to which no row led.
    private func removeListed(of user: UserID, _ left: inout Int) async throws(RepositoryError) -> Bool {
        let areCardsGone = try await forEachListed(
            AccessPatterns.flashcards.call(user), Flashcard.tableKey.partition, &left
        ) { (card, left: inout Int) async throws(RepositoryError) in try await remove(card, &left) }
        guard areCardsGone else { return false }
        for call in [AccessPatterns.sessions.call(user), AccessPatterns.progress.call(user, .all)] {
            let isDone = try await forEachListed(call, Session.tableKey.partition, &left) {
                (session, left: inout Int) async throws(RepositoryError) in try await remove(session, &left)
            }
            guard isDone else { return false }
        }
        return true
    }

    /// Hands on the entities in whose partitions the items of an index stand, each once a page.
    private func forEachListed<Entity, ID: Hashable>(
        _ call: QueryCall, _ partition: Key<Entity, ID>, _ left: inout Int,
        _ body: (ID, inout Int) async throws(RepositoryError) -> Bool
    ) async throws(RepositoryError) -> Bool {
        var mark = Position.Mark.start
        while mark != .end {
            let found = try await table.rows(call, limit: Self.rowsAtOnce, after: mark)
            for id in Set(found.rows.compactMap { partition.read($0.item.partition) }) {
                guard try await body(id, &left) else { return false }
            }
            mark = found.mark
        }
        return true
    }

    /// Removes the cards that the guards of the user's words name, each before its guard: the last that lead to the
    /// reviews of a card whose row is damaged or gone and which no index lists.
    private func removeCardsOfWords(of user: UserID, _ left: inout Int) async throws(RepositoryError) -> Bool {
        var mark = Position.Mark.start
        while mark != .end {
            let found = try await table.items(AccessPatterns.found.call(user), limit: Self.rowsAtOnce, after: mark)
            var done: [ItemKey] = []
            for word in found.items {
                guard let card = word["flashcard_id"]?.string.flatMap({ FlashcardID($0) }), let key = ItemKey(word)
                else { continue }
                guard try await remove(card, &left) else { return false }
                done.append(key)
            }
            try await remove(done, &left)
            mark = found.mark
        }
        return true
    }
}
