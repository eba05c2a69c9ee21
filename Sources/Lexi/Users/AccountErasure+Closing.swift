import DynamoModel

// How an account is closed, so that nobody writes its data any more.
extension AccountErasure {
    /// Closes an account: from now on no write of the user's data succeeds, and ``proceed(_:address:removing:)`` erases
    /// it.
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
        do {
            try await close(user, expectedVersion, context)
        } catch {
            // Statistics that are damaged or lost keep nobody from being erased.
            switch error {
            case .notFound: break
            case .corrupt(let item) where item.key == UserStatistics.key(user.userID) && !item.isNewer: break
            default: throw error
            }
            if let expectedVersion, expectedVersion != user.version { throw .versionMismatch(current: user.version) }
            try await begin(user.userID, context)
        }
    }

    private func close(
        _ user: User, _ expectedVersion: Int?, _ context: WriteContext
    ) async throws(RepositoryError) {
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
            let erasure = writer.ids.next()
            transaction.statistics.erasureID = erasure
            transaction.statistics.isErasedByOperator = context.actor == .operator
            transaction.audit(.accountClosed, writer.ids.next(), ofErasure: erasure)
            // Writers that have read the statistics before fail on the sequence, and then find the account closed.
            transaction.statistics.feedPosition = transaction.statistics.feedPosition.advanced(at: transaction.now)
        }
    }

    /// The same for an account whose items may be damaged or gone, as an operator names it.
    ///
    /// - Parameter address: the address by which the user was found, if it was that.
    /// - Throws: `notFound` when there is nothing of such an account; `corrupt` when a newer program wrote its profile
    ///   or statistics; `lastAdmin` as for any account.
    public func begin(
        _ id: UserID, address: EmailAddress? = nil, _ context: WriteContext
    ) async throws(RepositoryError) {
        try await writer.commit(AccessPatterns.closeDamagedAccount, context) {
            (transaction: inout Transaction) async throws(RepositoryError) -> Void in
            let account = try await account(id, address)
            if account.isListed { return }
            if account.user == nil, account.statistics == nil, address == nil {
                guard try await table.holdsItems(of: id) else { throw .notFound }
            }
            let erasure = writer.ids.next()
            transaction.put(
                try account.closedStatistics(at: transaction.now, erasure, by: context.actor),
                if: account.statistics.map { .unchanged("feed_sequence", of: $0) } ?? .absent)
            transaction.audit(.accountClosed, writer.ids.next(), ofErasure: erasure)
            guard var user = try account.openUser() else { return }
            if context.actor != .operator, user.isWorkingAdmin {
                try await users.requireAdmin(besides: id, &transaction)
            }
            user.erasureStartedAt = transaction.now
            transaction.put(user, if: .version(user.version))
        }
    }
}

extension LexiTable {
    /// Whether a user's partition holds anything.
    func holdsItems(of user: UserID) async throws(RepositoryError) -> Bool {
        try await !items(AccessPatterns.userPartition.call(user), limit: 1, after: .start).items.isEmpty
    }
}
