/// What holds tables may also have backups of them: on-demand backups, and recovery to a point in time.
///
/// The operations are DynamoDB's own, by its API reference of 2012-08-10.
public protocol DynamoDBBackups: DynamoDB {
    /// Carries out a request about backups.
    ///
    /// - Returns: the answer of the request's own kind.
    /// - Throws: `validation`; `tableNotFound`, `backupNotFound` for what is not there; `tableAlreadyExists` for the
    ///   target of a restore; `tableInUse`, `backupInUse` while another operation on it is under way;
    ///   `pointInTimeRecoveryUnavailable` where recovery is off, `invalidRestoreTime` for a time that cannot be
    ///   restored, `continuousBackupsUnavailable` where there is no place for backups. Nothing has changed then.
    func backups(_ request: BackupRequest) async throws(DynamoDBError) -> BackupResponse
}

/// A request about backups.
public enum BackupRequest: Sendable, Equatable {
    /// Makes a backup of a table as it is now.
    case create(tableName: String, backupName: String)
    /// Describes a backup.
    case describe(arn: String)
    /// Removes a backup.
    case delete(arn: String)
    /// Lists backups.
    case list(ListBackupsRequest)
    /// Makes a table of a backup.
    case restore(arn: String, RestoreTarget)
    /// Says whether a table can be restored to a point in time, and to which.
    case describeContinuous(tableName: String)
    /// Turns point-in-time recovery on or off; with the days that it reaches back, 35 when nil.
    case updateContinuous(tableName: String, isEnabled: Bool, days: Int?)
    /// Makes a table of another one as it was.
    case restoreToPointInTime(PointInTime, RestoreTarget)
}

/// Which backups are listed.
public struct ListBackupsRequest: Sendable, Equatable {
    /// Whose backups are meant.
    public enum Kind: String, Sendable, CaseIterable {
        /// Those that users asked for.
        case user = "USER"
        /// Those of the service.
        case system = "SYSTEM"
        /// Those of AWS Backup, of which there are none here.
        case awsBackup = "AWS_BACKUP"
        /// All.
        case all = "ALL"
    }

    /// The name or Amazon Resource Name of a table; nil for all tables.
    public var tableName: String?
    /// At most so many, 1 to 100.
    public var limit: Int
    /// From this moment on, in seconds since 1970.
    public var from: Double?
    /// Before this moment, in seconds since 1970.
    public var before: Double?
    /// Goes on after this backup.
    public var exclusiveStartBackupArn: String?
    /// Whose.
    public var kind: Kind

    /// The most backups of a page.
    public static let mostBackups = 100

    /// A page of backups.
    public init(
        tableName: String? = nil, limit: Int = mostBackups, from: Double? = nil, before: Double? = nil,
        exclusiveStartBackupArn: String? = nil, kind: Kind = .user
    ) {
        self.tableName = tableName
        self.limit = limit
        self.from = from
        self.before = before
        self.exclusiveStartBackupArn = exclusiveStartBackupArn
        self.kind = kind
    }
}

/// A table at a moment.
public struct PointInTime: Sendable, Equatable {
    /// The table's name, or its Amazon Resource Name: one of both.
    public var sourceTableName: String?
    /// The table's Amazon Resource Name.
    public var sourceTableArn: String?
    /// The moment, in seconds since 1970, unless the latest one is meant.
    public var restoreDateTime: Double?
    /// Whether the latest moment is meant.
    public var usesLatestRestorableTime: Bool

    /// A table at a moment.
    public init(
        sourceTableName: String? = nil, sourceTableArn: String? = nil, restoreDateTime: Double? = nil,
        usesLatestRestorableTime: Bool = false
    ) {
        self.sourceTableName = sourceTableName
        self.sourceTableArn = sourceTableArn
        self.restoreDateTime = restoreDateTime
        self.usesLatestRestorableTime = usesLatestRestorableTime
    }
}

/// The table that a restore makes: what it does not name is as it was.
public struct RestoreTarget: Sendable, Equatable {
    /// Its name, which no table has.
    public var tableName: String
    /// How it is paid for.
    public var billingMode: BillingMode?
    /// The global indexes that it keeps.
    public var globalSecondaryIndexes: [SecondaryIndex]?
    /// The local indexes that it keeps.
    public var localSecondaryIndexes: [SecondaryIndex]?
    /// Its throughput when it is provisioned.
    public var provisionedThroughput: ProvisionedThroughput?
    /// Its limits when it is paid by request.
    public var onDemandThroughput: OnDemandThroughput?
    /// Its encryption.
    public var sseSpecification: SSESpecification?

    /// A table like the one that is restored.
    public init(
        tableName: String, billingMode: BillingMode? = nil, globalSecondaryIndexes: [SecondaryIndex]? = nil,
        localSecondaryIndexes: [SecondaryIndex]? = nil, provisionedThroughput: ProvisionedThroughput? = nil,
        onDemandThroughput: OnDemandThroughput? = nil, sseSpecification: SSESpecification? = nil
    ) {
        self.tableName = tableName
        self.billingMode = billingMode
        self.globalSecondaryIndexes = globalSecondaryIndexes
        self.localSecondaryIndexes = localSecondaryIndexes
        self.provisionedThroughput = provisionedThroughput
        self.onDemandThroughput = onDemandThroughput
        self.sseSpecification = sseSpecification
    }
}
