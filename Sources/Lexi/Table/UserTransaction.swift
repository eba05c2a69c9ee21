import DynamoModel

/// Writes of one user's data that are done together or not at all.
///
/// Each moves the user's change feed on. The transaction is conditional on the feed sequence that was read, so that the
/// order of sequence numbers is the order of the commits, without a gap, and the statistics can be computed from what
/// was read.
struct UserTransaction: WriteCollector, Sendable {
    private var transaction: Transaction
    /// The user's statistics: as they were read, and as they will be written.
    var statistics: UserStatistics
    private let sequenceRead: Int
    /// Whether the statistics are written though nothing else is.
    var writesStatistics = false
    /// Whether what was left of deleted cards or sessions was removed since the statistics were read.
    var hasRemovedRest = false

    init(_ transaction: Transaction, _ statistics: UserStatistics) {
        self.transaction = transaction
        self.statistics = statistics
        sequenceRead = statistics.feedPosition.sequence
    }

    var context: WriteContext { transaction.context }
    var isRetry: Bool { transaction.isRetry }
    var tableName: String { transaction.tableName }
    /// Writes so far, without that of the statistics.
    var writeCount: Int { transaction.writes.count }
    /// Whether it is known already that it would fail; see ``Transaction/isOutdated``.
    var isOutdated: Bool {
        get { transaction.isOutdated }
        set { if newValue { transaction.isOutdated = true } }
    }
    /// The items that stood in the way of the attempt before.
    var refused: [Item] { transaction.refused }

    mutating func append(_ write: TransactWrite, _ refusal: Refusal) { transaction.append(write, refusal) }

    /// Notes in the change feed that an entity was made, changed or (with `isDeleted`) removed, and removes its row so
    /// far.
    ///
    /// An entity that is newer than the statistics was written by another process between the two reads: the
    /// transaction cannot succeed, and is not sent.
    /// - Returns: the entity's place in the feed, which the entity remembers.
    mutating func recordChange(
        _ kind: FeedRow.Kind, _ id: ULID, replacing old: FeedPosition?, isDeleted: Bool = false
    ) -> FeedPosition {
        let position = statistics.feedPosition.advanced(at: now)
        if let old, old.sequence > sequenceRead { transaction.isOutdated = true }
        statistics.feedPosition = position
        let expiry = isDeleted ? now.adding(seconds: LexiLimits.tombstoneLifetime) : nil
        let row = FeedRow(
            userID: statistics.userID, position: position, kind: kind, entityID: id, expiresAt: expiry)
        put(row, if: .absent)
        if let old { delete(FeedRow.key(statistics.userID, old), if: nil) }
        return position
    }

    /// The transaction with the write of the statistics, which comes last, and the statistics as it leaves them.
    consuming func finished() -> (Transaction, UserStatistics) {
        if !transaction.writes.isEmpty || writesStatistics {
            transaction.put(statistics, if: .equals("feed_sequence", .int(sequenceRead)))
        }
        return (transaction, statistics)
    }
}
