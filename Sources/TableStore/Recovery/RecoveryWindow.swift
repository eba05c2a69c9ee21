import DynamoModel

/// Point-in-time recovery of a table that is on.
package struct RecoveryWindow: Sendable, Equatable {
    /// How many days back the table can be restored: 1 to 35.
    package var days: Int
    /// Since when changes are recorded, in milliseconds since 1970.
    package var since: Int

    package static let defaultDays = 35
    package static let milliseconds = 86_400_000

    /// The earliest time that the table can be restored to.
    ///
    /// - Parameter latest: the present, or when the table was removed.
    package func earliest(_ latest: Int) -> Int { max(since, latest - days * Self.milliseconds) }
}

/// Where a table was restored from.
package struct RestoreOrigin: Sendable, Equatable {
    package var tableName: String
    /// The backup; nil for one to a point in time.
    package var backupId: String?
    /// The moment that was restored, in milliseconds since 1970.
    package var time: Int
    package var isInProgress: Bool
    /// Whether the table is not restored, but imported: it has an origin only until it is ready.
    package var isImport = false
    /// What the table gets besides its items when they are there; nil for nothing, as the service restores.
    package var settings: RestoredSettings?

    package init(tableName: String, backupId: String? = nil, time: Int, isInProgress: Bool, isImport: Bool = false) {
        self.isImport = isImport
        self.tableName = tableName
        self.backupId = backupId
        self.time = time
        self.isInProgress = isInProgress
    }
}

/// Settings that a restored table gets in the commit that makes it ready, so that it never stands without them.
package struct RestoredSettings: Sendable, Equatable {
    package var timeToLive: TimeToLive
    package var streamViewType: StreamViewType?
    /// Set with ``streamViewType``.
    package var streamLabel: String?
    package var deletionProtection: Bool

    package init(
        timeToLive: TimeToLive, streamViewType: StreamViewType? = nil, streamLabel: String? = nil,
        deletionProtection: Bool
    ) {
        self.timeToLive = timeToLive
        self.streamViewType = streamViewType
        self.streamLabel = streamLabel
        self.deletionProtection = deletionProtection
    }
}
