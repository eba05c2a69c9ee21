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
