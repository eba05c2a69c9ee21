import DynamoModel

/// The erasure of accounts: every item of a user goes, and an interrupted erasure can be continued.
///
/// First the account is closed: user and statistics say that it is being erased, which nobody's write gets past, and an
/// index lists them. Then everything goes that the change feed leads to (cards with their logs, sessions with their
/// turns), each entity before its row, and the user's name in what they did as an admin; then the rest of the user's
/// partition; and last, in one transaction, user, statistics and the guards of address and identity, which can be taken
/// again from then on. For a day an item stays that says, under a hash of the identity, that its account was erased.
public struct AccountErasure: Sendable {
    /// Audit entries that one transaction rewrites at most.
    static let entriesPerTransaction = 50
    /// Items that are read at once, to be removed.
    private static let itemsAtOnce = 200
    /// Users that one call of ``resume(removing:)`` goes on with at most, of each shard.
    private static let usersPerShard = 100

    let table: LexiTable
    let writer: Writer
    let users: UserRepository

    /// Closes an account: from now on no write of the user's data succeeds, and ``proceed(_:removing:)`` erases it.
    ///
    /// The last active admin's account stays, unless the operator closes it: somebody else has to become one first.
    ///
    /// - Parameters:
    ///   - user: as the caller has read them. One that is closed already stays so.
    ///   - expectedVersion: the version that the caller knows; nil to erase any.
    /// - Throws: `notFound`, `versionMismatch`, `lastAdmin`. Nothing was written then, except after `outcomeUnknown`.
    public func begin(
        _ user: User, expectedVersion: Int? = nil, _ context: WriteContext
    ) async throws(RepositoryError) {
        guard user.erasureStartedAt == nil else { return }
        try await writer.commit(AccessPatterns.closeAccount, for: user.userID, context) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> Void in
            var closed = try await transaction.current(user) { () async throws(RepositoryError) -> User in
                guard let user = try await table.get(AccessPatterns.user, user.userID) else { throw .notFound }
                return user
            }
            if let expectedVersion, expectedVersion != closed.version {
                throw .versionMismatch(current: closed.version)
            }
            if context.actor != .operator, closed.isWorkingAdmin {
                try await users.requireAdmin(besides: closed.userID, &transaction)
            }
            // The version stays: clients that send the same request again name this one.
            closed.erasureStartedAt = transaction.now
            transaction.put(closed, if: .version(closed.version))
            transaction.statistics.erasureStartedAt = transaction.now
            // Writers that have read the statistics before fail on the sequence, and then find the account closed.
            transaction.statistics.feedPosition = transaction.statistics.feedPosition.advanced(at: transaction.now)
        }
    }

    /// Removes up to so many items of a closed account.
    ///
    /// - Returns: whether nothing is left. After a failure the next call goes on with the rest.
    public func proceed(_ user: UserID, removing limit: Int = .max) async throws(RepositoryError) -> Bool {
        guard let account = try await table.get(AccessPatterns.user, user), account.erasureStartedAt != nil else {
            return true
        }
        var left = limit
        guard try await removeEntities(of: user, &left), try await removeName(of: user, &left),
            try await removeRest(of: account, &left)
        else { return false }
        try await removeAccount(account)
        return true
    }

    /// Continues interrupted erasures of a bounded number of users; for the start of a server.
    ///
    /// - Returns: how many users were erased.
    /// - Throws: the first failure, after all users had their turn.
    @discardableResult
    public func resume(removing limit: Int = .max) async throws(RepositoryError) -> Int {
        var (count, failure): (Int, RepositoryError?) = (0, nil)
        for shard in 0..<Shard.deletedLogs {
            let users = try await table.page(
                AccessPatterns.erasures, of: ShardNumber(shard), PageRequest(limit: Self.usersPerShard))
            for statistics in users.items {
                do throws(RepositoryError) {
                    if try await proceed(statistics.userID, removing: limit) { count += 1 }
                } catch { failure = failure ?? error }
            }
        }
        if let failure { throw failure }
        return count
    }

    // MARK: Parts

    /// Removes cards and sessions, each before the row that leads to it; those of tombstones too, whose logs may be
    /// left.
    private func removeEntities(of user: UserID, _ left: inout Int) async throws(RepositoryError) -> Bool {
        var page = PageRequest(limit: 100)
        while true {
            let rows = try await table.page(AccessPatterns.changes, of: user, .all, page)
            for row in rows.items {
                guard try await removeEntity(of: row, &left) else { return false }
            }
            try await remove(rows.items.map { FeedRow.key(user, $0.position) }, &left)
            guard let next = rows.next else { return true }
            page = PageRequest(limit: page.limit, position: next)
        }
    }

    private func removeEntity(of row: FeedRow, _ left: inout Int) async throws(RepositoryError) -> Bool {
        switch row.kind {
        case .user: true
        case .flashcard:
            try await removeAll(AccessPatterns.deletedLog.call(FlashcardID(row.entityID)), &left)
        case .session: try await removeAll(AccessPatterns.wholeSession.call(SessionID(row.entityID)), &left)
        }
    }

    /// Lets the entries in other trails say that a user acted who is gone.
    private func removeName(of user: UserID, _ left: inout Int) async throws(RepositoryError) -> Bool {
        let call = AccessPatterns.actions.call(user)
        var mark = Position.Mark.start
        while mark != .end {
            guard left > 0 else { return false }
            let found = try await table.rows(call, limit: Self.entriesPerTransaction, after: mark)
            mark = found.mark
            let keys = found.rows.map(\.item)
            let entries = try await table.hydrate(
                call.pattern, keys.filter { AuditEntry.isTrail($0) }, isConsistent: true, as: AuditEntry.self)
            let others = try await table.hydrate(
                call.pattern, keys.filter { !AuditEntry.isTrail($0) }, isConsistent: true, as: ScenarioAuditEntry.self)
            // The index can be a moment late, and list entries that were rewritten already.
            try await rewrite(
                entries.filter { $0.note.actor == .user(user) }, others.filter { $0.note.actor == .user(user) },
                by: user)
            left -= keys.count
        }
        return true
    }

    private func rewrite(
        _ entries: [AuditEntry], _ others: [ScenarioAuditEntry], by user: UserID
    ) async throws(RepositoryError) {
        let condition = WriteCondition.equals("actor_id", .s(user.text))
        try await writer.commit(AccessPatterns.eraseActor, writer.context(.operator)) {
            (transaction: inout Transaction) throws(RepositoryError) -> Void in
            for var entry in entries {
                entry.note = entry.note.withoutActor
                transaction.put(entry, if: condition)
            }
            for var entry in others {
                entry.note = entry.note.withoutActor
                transaction.put(entry, if: condition)
            }
        }
    }

    /// Removes the user's partition but for user and statistics, and the records of calls from before they registered.
    private func removeRest(of account: User, _ left: inout Int) async throws(RepositoryError) -> Bool {
        let (user, identity) = (account.userID, account.identity)
        let kept = [User.key(user), UserStatistics.key(user)]
        guard try await removeAll(AccessPatterns.userPartition.call(user), keeping: kept, &left) else { return false }
        let caller = IdempotentCall.caller(issuer: identity.issuer, subject: identity.subject)
        return try await removeAll(AccessPatterns.callsOfIdentity.call(caller), &left)
    }

    private func removeAll(
        _ call: QueryCall, keeping kept: [ItemKey] = [], _ left: inout Int
    ) async throws(RepositoryError) -> Bool {
        var mark = Position.Mark.start
        while mark != .end {
            guard left > 0 else { return false }
            let found = try await table.items(call, limit: Self.itemsAtOnce, after: mark)
            try await remove(found.items.compactMap { ItemKey($0) }.filter { !kept.contains($0) }, &left)
            mark = found.mark
        }
        return true
    }

    private func remove(_ keys: [ItemKey], _ left: inout Int) async throws(RepositoryError) {
        guard !keys.isEmpty else { return }
        try await table.delete(AccessPatterns.eraseItems, keys)
        left -= keys.count
    }

    /// Removes user, statistics and guards.
    private func removeAccount(_ account: User) async throws(RepositoryError) {
        try await writer.commit(AccessPatterns.eraseAccount, writer.context(.operator)) {
            (transaction: inout Transaction) async throws(RepositoryError) -> Void in
            guard let user = try await table.get(AccessPatterns.user, account.userID),
                let statistics = try await table.get(AccessPatterns.statistics, account.userID)
            else { return }
            let owner = WriteCondition.equals("user_id", .s(user.userID.text))
            transaction.delete(user.key, if: .version(user.version))
            transaction.delete(
                statistics.key, if: .equals("feed_sequence", .int(statistics.feedPosition.sequence)))
            transaction.delete(EmailGuard(user).key, if: owner)
            transaction.delete(IdentityGuard(user).key, if: owner)
            transaction.put(ErasedIdentity(user.identity, at: transaction.now), if: nil)
        }
    }
}
