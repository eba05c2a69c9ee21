import DynamoModel

/// The one write path: decides on a transaction, carries it out, and tries again when others were quicker.
struct Writer: Sendable {
    /// How often a transaction is tried before it gives up.
    static let attempts = 12

    let table: LexiTable
    let clock: WallClock
    let ids: ULIDGenerator
    let gate: UserGate

    /// A context for what somebody does now.
    func context(_ actor: WriteContext.Actor) -> WriteContext { WriteContext(actor, at: clock.now) }

    /// Lets `decide` collect writes, and carries them out; when something that was read has changed meanwhile, or the
    /// table is too busy, all of it is done again after a pause.
    ///
    /// - Parameter decide: reads what it needs and adds writes. When it adds none, nothing is written.
    /// - Throws: what `decide` and its refusals say; after the last attempt `contention`, or `tableUnavailable` when
    ///   the table was too busy. Nothing was written then, except after `outcomeUnknown`.
    func commit<Result>(
        _ pattern: AccessPattern, _ context: WriteContext,
        _ decide: (inout Transaction) async throws(RepositoryError) -> Result
    ) async throws(RepositoryError) -> Result {
        var refused: [Item] = []
        var isThrottled = false
        for attempt in 0..<Self.attempts {
            if attempt > 0 { await table.backoff.wait(attempt) }
            var transaction = Transaction(
                context, isRetry: attempt > 0, tableName: table.name, refused: refused)
            let result = try await decide(&transaction)
            if transaction.writes.isEmpty { return result }
            (refused, isThrottled) = ([], false)
            if transaction.isOutdated { continue }
            let noteRecord = transaction.appendRecord(result, at: clock.now)
            guard let reasons = try await table.transact(pattern, transaction.writes) else {
                noteRecord()
                return result
            }
            let cancellation = try Cancellation(reasons, transaction.refusals)
            (refused, isThrottled) = (cancellation.refused, cancellation.isThrottled)
        }
        guard isThrottled else { throw .contention }
        throw .tableUnavailable(DynamoDBError(.throttling, "The table was too busy for a transaction"))
    }

    /// The same for a transaction of a user's data, which reads and moves the user's statistics: writers of one user in
    /// this process wait for each other, and each hands its statistics on to the next.
    ///
    /// - Throws: besides, `notFound` when there is no such user.
    func commit<Result>(
        _ pattern: AccessPattern, for user: UserID, _ context: WriteContext,
        _ decide: (inout UserTransaction) async throws(RepositoryError) -> Result
    ) async throws(RepositoryError) -> Result {
        try await gate.run(user) {
            (handed: inout UserStatistics?) async throws(RepositoryError) -> Result in
            var known = Self.newest(handed, context.statistics, of: user)
            handed = nil
            return try await commit(pattern, context) {
                (transaction: inout Transaction) async throws(RepositoryError) -> Result in
                var statistics = try await statistics(of: user, known, transaction.refused)
                known = nil
                // Of an account that is being erased nothing is left to write; see `AccountErasure`.
                guard statistics.erasureStartedAt == nil else { throw .notFound }
                let removals = statistics.removals
                if removals > 0 { await removeRest(&statistics) }
                var own = UserTransaction(transaction, statistics)
                own.hasRemovedRest = statistics.removals < removals
                let result = try await decide(&own)
                (transaction, handed) = own.finished()
                // Without a write the table does not have them so: their removals are in memory alone.
                if transaction.writes.isEmpty { handed = nil }
                return result
            }
        }
    }

    private static func newest(
        _ one: UserStatistics?, _ other: UserStatistics?, of user: UserID
    ) -> UserStatistics? {
        guard let other, other.userID == user else { return one }
        guard let one else { return other }
        return one.feedPosition < other.feedPosition ? other : one
    }

    /// The statistics to decide on: the known ones, those that the table returned when it refused others, or those that
    /// it has.
    private func statistics(
        of user: UserID, _ known: UserStatistics?, _ refused: [Item]
    ) async throws(RepositoryError) -> UserStatistics {
        if let known { return known }
        let key = UserStatistics.key(user)
        if let item = refused.first(where: { ItemKey($0) == key }) { return try table.decode(item) }
        guard let read = try await table.get(AccessPatterns.statistics, user) else { throw .notFound }
        return read
    }
}
