import DynamoModel

// A deleted card's reviews are removed after it, in batches. The user's statistics name the card until that is done,
// so that whatever interrupts it, the next write of the user's data goes on with it, and a server that starts does.
extension Writer {
    /// Items that one write removes at most.
    private static let removalsPerWrite = 1_000
    /// Writes that one call makes for it at most.
    private static let rounds = 20

    /// Removes what is left of the user's deleted logs; when it fails, a later write goes on.
    func removeLogs(of user: UserID, _ context: WriteContext) async {
        for _ in 0..<Self.rounds {
            do throws(RepositoryError) {
                let isDone = try await commit(AccessPatterns.removeLogs, for: user, context) {
                    (transaction: inout UserTransaction) throws(RepositoryError) -> Bool in
                    transaction.writesStatistics = transaction.hasRemovedLogs
                    return transaction.statistics.logsToRemove.isEmpty
                }
                if isDone { return }
            } catch { return }
        }
    }

    /// Removes a part of the logs that the statistics name, and takes from them those that are gone. A failure leaves
    /// the rest as it is.
    func removeLogs(_ statistics: inout UserStatistics) async {
        var left = Self.removalsPerWrite
        for card in statistics.logsToRemove where left > 0 {
            do throws(RepositoryError) {
                let (items, mark) = try await table.items(
                    AccessPatterns.deletedLog.call(card), limit: left, after: .start)
                try await table.delete(AccessPatterns.deleteReviews, items.compactMap { ItemKey($0) })
                left -= items.count
                guard mark == .end else { return }
                statistics.logsToRemove.removeAll { $0 == card }
            } catch { return }
        }
    }
}

extension LexiStore {
    /// Users whose work one call does at most, of each shard.
    private static let usersPerShard = 100

    /// Removes the logs of deleted cards that interrupted calls left, of a bounded number of users; for the start of
    /// a server.
    ///
    /// - Returns: how many users had such logs.
    @discardableResult
    public func removeDeletedLogs() async throws(RepositoryError) -> Int {
        var count = 0
        for user in try await usersWithWork() where !user.logsToRemove.isEmpty {
            await writer.removeLogs(of: user.userID, writer.context(.operator))
            count += 1
        }
        return count
    }

    /// The statistics of users whose data has unfinished work, of a bounded number of users.
    func usersWithWork() async throws(RepositoryError) -> [UserStatistics] {
        var users: [UserStatistics] = []
        for shard in 0..<Shard.deletedLogs {
            users += try await table.page(
                AccessPatterns.usersWithWork, of: ShardNumber(shard), PageRequest(limit: Self.usersPerShard)
            ).items
        }
        return users
    }
}
