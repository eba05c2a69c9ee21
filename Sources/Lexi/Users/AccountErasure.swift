import DynamoModel

/// The erasure of accounts: every item of a user goes, and an interrupted erasure can be continued.
///
/// First the account is closed: user and statistics say that it is being erased, which nobody's write gets past, and an
/// index lists them. Then everything goes that the change feed leads to (cards with their logs, sessions with their
/// turns), each entity before its row, and what the indexes still list; the user's name in what they did as an admin;
/// then the rest of the user's partition; and last, in one transaction, user, statistics and the guards of address and
/// identity, which can be taken again from then on. For a day an item stays that says, under a hash of the identity,
/// that its account was erased. That it was closed, and that nothing is left, stays in the trail of the day, under an
/// id that stands for nobody (``ErasureAuditEntry``).
///
/// Items are removed by their keys and never read as their entities, so that a damaged one, or one of a newer program,
/// goes as others do. The entities that such an item led to are found by the indexes and guards that name them as well;
/// guards that cannot be found so are reported, see ``ErasedAccount/unknown``. An entity of a kind that only a newer
/// program knows is looked for as a card and as a session; its items under other keys stay: such an account is for the
/// newer program to erase.
public struct AccountErasure: Sendable {
    /// Audit entries that one transaction rewrites at most.
    static let entriesPerTransaction = 50
    /// Items that are read at once, to be removed.
    private static let itemsAtOnce = 200
    /// Rows that are read at once and lead to what is removed.
    static let rowsAtOnce = 100
    /// Users of a shard that one call of ``resume(removing:)`` reads at once, and more only while all of them fail.
    private static let usersPerShard = 100

    let table: LexiTable
    let writer: Writer
    let users: UserRepository

    /// Removes up to so many items of a closed account.
    ///
    /// - Parameter address: the address by which the user was found, for an account whose item does not name it.
    /// - Returns: nil while something is left. After a failure the next call goes on with the rest.
    public func proceed(
        _ id: UserID, address: EmailAddress? = nil, removing limit: Int = .max
    ) async throws(RepositoryError) -> ErasedAccount? {
        let account = try await account(id, address)
        guard account.isClosed else { return ErasedAccount(unknown: []) }
        var left = limit
        guard try await removeEntities(of: account, &left), try await removeName(of: id, &left),
            try await removeRest(of: account, &left)
        else { return nil }
        return try await removeAccount(account, address)
    }

    /// Continues interrupted erasures of a bounded number of users, besides those that fail; for the start of a server.
    ///
    /// - Returns: how many users were erased.
    /// - Throws: the first failure, after all users had their turn.
    @discardableResult
    public func resume(removing limit: Int = .max) async throws(RepositoryError) -> Int {
        var (count, failure): (Int, RepositoryError?) = (0, nil)
        for shard in 0..<Shard.deletedLogs {
            let call = AccessPatterns.erasures.call(ShardNumber(shard))
            var mark = Position.Mark.start
            while mark != .end {
                let found = try await table.items(call, limit: Self.usersPerShard, after: mark)
                var failures = 0
                for item in found.items {
                    do throws(RepositoryError) {
                        if try await proceed(try listedUser(item), removing: limit) != nil { count += 1 }
                    } catch {
                        failure = failure ?? error
                        failures += 1
                    }
                }
                // Those that fail each time keep no others.
                mark = failures == found.items.count ? found.mark : .end
            }
        }
        if let failure { throw failure }
        return count
    }

    // MARK: Parts

    private func listedUser(_ item: Item) throws(RepositoryError) -> UserID {
        do throws(CorruptItem) { return try UserStatistics.erasures.components(of: item).sort } catch {
            throw .corrupt(error)
        }
    }

    /// What can be read of an account.
    func account(_ id: UserID, _ address: EmailAddress?) async throws(RepositoryError) -> ClosedAccount {
        ClosedAccount(id, try await table.all(AccessPatterns.profile, of: id), address: address)
    }

    /// Removes the user's partition except user and statistics, and the records of calls from before they registered.
    private func removeRest(of account: ClosedAccount, _ left: inout Int) async throws(RepositoryError) -> Bool {
        let user = account.userID
        let kept = [User.key(user), UserStatistics.key(user)]
        guard try await removeAll(AccessPatterns.userPartition.call(user), keeping: kept, &left) else { return false }
        guard let identity = account.identity else { return true }
        let caller = IdempotentCall.caller(issuer: identity.issuer, subject: identity.subject)
        return try await removeAll(AccessPatterns.callsOfIdentity.call(caller), &left)
    }

    func removeAll(
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

    func remove(_ keys: [ItemKey], _ left: inout Int) async throws(RepositoryError) {
        guard !keys.isEmpty else { return }
        try await table.delete(AccessPatterns.eraseItems, keys)
        left -= keys.count
    }

    /// Removes user, statistics and guards.
    private func removeAccount(
        _ account: ClosedAccount, _ address: EmailAddress?
    ) async throws(RepositoryError) -> ErasedAccount {
        try await writer.commit(AccessPatterns.eraseAccount, writer.context(account.eraser)) {
            (transaction: inout Transaction) async throws(RepositoryError) -> ErasedAccount in
            let account = try await self.account(account.userID, address)
            // Another process was quicker.
            guard account.isClosed else { return ErasedAccount(unknown: []) }
            let erasure = account.erasureID ?? writer.ids.next()
            transaction.audit(.accountErased, writer.ids.next(), ofErasure: erasure)
            // Nobody writes them any more, and nobody has these keys after the user.
            transaction.delete(User.key(account.userID), if: nil)
            transaction.delete(UserStatistics.key(account.userID), if: nil)
            for address in account.addresses {
                let found = try await table.item(AccessPatterns.email, address.text, ())
                transaction.delete(guard: found, of: account.userID)
            }
            if let identity = account.identity {
                let found = try await table.item(AccessPatterns.identity, (identity.issuer, identity.subject), ())
                transaction.delete(guard: found, of: account.userID)
                transaction.put(ErasedIdentity(identity, at: transaction.now, erasure), if: nil)
            }
            return ErasedAccount(unknown: account.unknownGuards)
        }
    }
}

extension Transaction {
    /// Removes a guard as it was read, unless it keeps its key for another user. One whose owner cannot be read goes:
    /// the user's item says that it is theirs.
    fileprivate mutating func delete(guard item: Item?, of user: UserID) {
        guard let item, let key = ItemKey(item) else { return }
        if let owner = item["user_id"]?.string.flatMap({ UserID($0) }), owner != user { return }
        delete(key, if: .unchanged("user_id", of: item))
    }
}
