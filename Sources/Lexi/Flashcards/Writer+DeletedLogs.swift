import DynamoModel

// A deleted card's reviews are removed after it, in batches, as are the turns of a deleted session. The user's
// statistics name the card or session until that is done, so that whatever interrupts it, the next write of the user's
// data goes on with it, and a server that starts does.
extension Writer {
    /// Items that one write removes at most.
    private static let removalsPerWrite = 1_000
    /// Writes that one call makes for it at most.
    private static let rounds = 20

    /// Removes what is left of the user's deleted cards and sessions; when it fails, a later write goes on.
    func removeRest(of user: UserID, _ context: WriteContext) async {
        for _ in 0..<Self.rounds {
            do throws(RepositoryError) {
                let isDone = try await commit(AccessPatterns.removeLogs, for: user, context) {
                    (transaction: inout UserTransaction) throws(RepositoryError) -> Bool in
                    transaction.writesStatistics = transaction.hasRemovedRest
                    return transaction.statistics.removals == 0
                }
                if isDone { return }
            } catch { return }
        }
    }

    /// Removes a part of what the statistics name, and takes from them what is gone. A failure leaves the rest as it
    /// is.
    func removeRest(_ statistics: inout UserStatistics) async {
        var left = Self.removalsPerWrite
        for card in statistics.logsToRemove where left > 0 {
            let call = AccessPatterns.deletedLog.call(card)
            guard await remove(call, AccessPatterns.deleteReviews, &left) else { return }
            statistics.logsToRemove.removeAll { $0 == card }
        }
        for session in statistics.sessionsToRemove where left > 0 {
            let call = AccessPatterns.wholeSession.call(session)
            guard await remove(call, AccessPatterns.deleteSessionItems, &left) else { return }
            statistics.sessionsToRemove.removeAll { $0 == session }
        }
    }

    /// Removes up to `left` items of a partition.
    ///
    /// - Returns: whether nothing of it is left.
    private func remove(_ call: QueryCall, _ pattern: AccessPattern, _ left: inout Int) async -> Bool {
        do throws(RepositoryError) {
            let (items, mark) = try await table.items(call, limit: left, after: .start)
            try await table.delete(pattern, items.compactMap { ItemKey($0) })
            left -= items.count
            return mark == .end
        } catch { return false }
    }
}

extension LexiStore {
    /// Users whose work one call does at most, of each shard.
    private static let usersPerShard = 100

    /// Removes what interrupted calls left of deleted cards and sessions, of a bounded number of users; for the start
    /// of a server.
    ///
    /// - Returns: how many users had such.
    /// - Throws: the first failure, after all users had their turn.
    @discardableResult
    public func removeDeletedLogs() async throws(RepositoryError) -> Int {
        let (users, failure) = try await usersWithWork()
        var count = 0
        for user in users where user.removals > 0 {
            await writer.removeRest(of: user.userID, writer.context(.operator))
            count += 1
        }
        if let failure { throw failure }
        return count
    }

    /// The statistics of users whose data has unfinished work, of a bounded number of users; and the first that are
    /// damaged, which keep no others.
    func usersWithWork() async throws(RepositoryError) -> (users: [UserStatistics], failure: RepositoryError?) {
        var (users, failure): ([UserStatistics], RepositoryError?) = ([], nil)
        for shard in 0..<Shard.deletedLogs {
            let call = AccessPatterns.usersWithWork.call(ShardNumber(shard))
            let before = users.count
            var mark = Position.Mark.start
            // Pages of damaged items keep no others.
            while mark != .end, users.count == before {
                let found = try await table.items(call, limit: Self.usersPerShard, after: mark)
                for item in found.items {
                    do { users.append(try table.decode(item)) } catch { failure = failure ?? error }
                }
                mark = found.mark
            }
        }
        return (users, failure)
    }
}
