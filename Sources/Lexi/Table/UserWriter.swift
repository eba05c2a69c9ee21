import DynamoModel

/// Carries out transactions of users' data, and tries again when others were quicker.
struct UserWriter: Sendable {
    /// How often a transaction is tried before it gives up.
    static let attempts = 12

    let table: LexiTable
    let clock: WallClock
    let gate: UserGate

    /// Reads the user's statistics, lets `body` decide on the writes, and carries them out; when something that was read
    /// has changed meanwhile, all of it is done again.
    ///
    /// - Parameter body: reads what it needs and adds writes. When it adds none, nothing is written.
    /// - Throws: `notFound` when there is no such user; what `body` and its refusals say; `contention` after the last
    ///   attempt.
    func commit<Result>(
        _ user: UserID, _ pattern: AccessPattern,
        _ body: (inout UserTransaction) async throws(RepositoryError) -> Result
    ) async throws(RepositoryError) -> Result {
        try await gate.run(user) { () async throws(RepositoryError) -> Result in
            var statistics: UserStatistics?
            var refused: Item?
            for attempt in 0..<Self.attempts {
                if attempt > 0 { await table.backoff.wait(attempt) }
                let current = try await read(statistics, of: user)
                var transaction = UserTransaction(
                    tableName: table.name, statistics: current, refused: refused, now: clock.now)
                let result = try await body(&transaction)
                if transaction.writes.isEmpty { return result }
                if transaction.isOutdated {
                    (statistics, refused) = (nil, nil)
                    continue
                }
                guard let reasons = try await table.transact(pattern, transaction.finished()) else { return result }
                (statistics, refused) = try judge(reasons, transaction.refusals)
            }
            throw .contention
        }
    }

    private func read(_ known: UserStatistics?, of user: UserID) async throws(RepositoryError) -> UserStatistics {
        if let known { return known }
        guard let read: UserStatistics = try await table.get(AccessPatterns.statistics, Keys.statistics(user)) else {
            throw .notFound
        }
        return read
    }

    /// What the reasons of a cancelled transaction mean, by their position: throws when trying again is of no use;
    /// otherwise tells the statistics as they are now, if they were what had changed, and what stood in the way.
    private func judge(
        _ reasons: [CancellationReason], _ refusals: [Refusal]
    ) throws(RepositoryError) -> (UserStatistics?, Item?) {
        for reason in reasons where reason.code == .validationError || reason.code == .itemCollectionSizeLimitExceeded {
            throw .refused(DynamoDBError(.validation, reason.message ?? reason.code.rawValue))
        }
        var refused: Item?
        var failure: RepositoryError?
        for (reason, refusal) in zip(reasons, refusals) where reason.code == .conditionalCheckFailed {
            refused = refused ?? reason.item
            if case .failure(let make) = refusal { failure = failure ?? make(reason.item) }
        }
        let isStale = reasons.last?.code == .conditionalCheckFailed
        let isBusy = reasons.contains { $0.code != .none && $0.code != .conditionalCheckFailed }
        // What was decided on old statistics is decided again: then a failure is certain.
        if let failure, !isStale, !isBusy { throw failure }
        guard isStale, let item = reasons.last?.item else { return (nil, refused) }
        return (try table.decode(item), refused)
    }

    // MARK: Activity

    /// Counts reviews and completed sessions on a calendar day, and brings the streak up to date.
    func recordActivity(
        _ transaction: inout UserTransaction, on day: LocalDay, reviews: Int = 0, sessions: Int = 0
    ) async throws(RepositoryError) {
        let user = transaction.statistics.userID
        if let streak = Streak(transaction.statistics).recording(day) {
            transaction.statistics.apply(streak)
        } else if try await table.get(AccessPatterns.activityOfDay, Keys.day(user, day)) == nil {
            // A late day that was not active: it can close a gap, so that the streak is computed from all days.
            let range = SortRange.between(Keys.day(LocalDay.minimum), Keys.day(LocalDay.maximum))
            var days = [day]
            for item in try await table.all(AccessPatterns.activity, Keys.user(user), range) {
                days.append(try table.decode(item, as: ActivityDay.self).day)
            }
            transaction.statistics.apply(Streak(days: days))
        }
        transaction.add(
            ["reviews": reviews, "sessions": sessions], to: Keys.day(user, day),
            setting: [
                TableAttribute.kind: .s(ItemKind.day.rawValue), "user_id": .s(user.text), "day": .s(day.text),
            ])
    }
}
