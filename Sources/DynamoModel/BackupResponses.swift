/// The answer to a request about backups.
public enum BackupResponse: Sendable, Equatable {
    /// The backup that is being made.
    case created(BackupDetails)
    /// A backup, also one that was just removed.
    case described(BackupDescription)
    /// A page of backups.
    case list(ListBackupsResponse)
    /// The table that is being restored.
    case restored(TableDescription)
    /// Point-in-time recovery of a table.
    case continuousBackups(ContinuousBackups)
}

/// What there is to know of a backup itself.
public struct BackupDetails: Sendable, Equatable {
    /// The states of a backup.
    public enum Status: String, Sendable {
        /// It is being made.
        case creating = "CREATING"
        /// It can be restored.
        case available = "AVAILABLE"
        /// It was removed.
        case deleted = "DELETED"
    }

    /// Its Amazon Resource Name.
    public var arn: String
    /// The name that it was given; others can have it, too.
    public var name: String
    /// Its size in bytes: that of its file, or of the table as long as it is being made.
    public var sizeBytes: Int
    /// Its state.
    public var status: Status
    /// Who asked for it: `USER` or `SYSTEM`.
    public var kind: ListBackupsRequest.Kind
    /// The moment that it shows, in seconds since 1970.
    public var creationDateTime: Double
    /// When it goes by itself, in seconds since 1970; nil for never.
    public var expiryDateTime: Double?

    /// A backup.
    public init(
        arn: String, name: String, sizeBytes: Int, status: Status, kind: ListBackupsRequest.Kind,
        creationDateTime: Double, expiryDateTime: Double? = nil
    ) {
        self.arn = arn
        self.name = name
        self.sizeBytes = sizeBytes
        self.status = status
        self.kind = kind
        self.creationDateTime = creationDateTime
        self.expiryDateTime = expiryDateTime
    }
}

/// A backup with the table that it is of.
public struct BackupDescription: Sendable, Equatable {
    /// The backup.
    public var details: BackupDetails
    /// The table as it was.
    public var table: TableDescription
    /// How its items expired.
    public var timeToLive: TimeToLive

    /// A backup of a table.
    public init(details: BackupDetails, table: TableDescription, timeToLive: TimeToLive) {
        self.details = details
        self.table = table
        self.timeToLive = timeToLive
    }
}

/// A page of backups.
public struct ListBackupsResponse: Sendable, Equatable {
    /// The backups, the oldest first.
    public var backups: [BackupDescription]
    /// Where the next page starts; nil after the last.
    public var lastEvaluatedBackupArn: String?

    /// A page of backups.
    public init(backups: [BackupDescription], lastEvaluatedBackupArn: String? = nil) {
        self.backups = backups
        self.lastEvaluatedBackupArn = lastEvaluatedBackupArn
    }
}

/// Point-in-time recovery of a table.
public struct ContinuousBackups: Sendable, Equatable {
    /// What can be restored.
    public struct Window: Sendable, Equatable {
        /// How many days it reaches back.
        public var days: Int
        /// The earliest and the latest time, in seconds since 1970.
        public var earliest: Double
        /// The latest time.
        public var latest: Double

        /// What can be restored.
        public init(days: Int, earliest: Double, latest: Double) {
            self.days = days
            self.earliest = earliest
            self.latest = latest
        }
    }

    /// What can be restored; nil when recovery is off.
    public var window: Window?

    /// A state.
    public init(window: Window?) { self.window = window }
}

/// Where a table was restored from.
public struct RestoreSummary: Sendable, Equatable {
    /// The backup; nil for a point in time.
    public var sourceBackupArn: String?
    /// The table.
    public var sourceTableArn: String
    /// The moment that was restored, in seconds since 1970.
    public var restoreDateTime: Double
    /// Whether it is still being restored.
    public var isInProgress: Bool

    /// Where a table was restored from.
    public init(sourceBackupArn: String?, sourceTableArn: String, restoreDateTime: Double, isInProgress: Bool) {
        self.sourceBackupArn = sourceBackupArn
        self.sourceTableArn = sourceTableArn
        self.restoreDateTime = restoreDateTime
        self.isInProgress = isInProgress
    }
}
