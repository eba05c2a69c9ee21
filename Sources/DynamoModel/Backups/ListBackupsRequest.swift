/// Which backups of which tables a page shows.
public struct ListBackupsRequest: Sendable, Equatable {
    /// Whose backups are meant.
    public enum Kind: String, Sendable, CaseIterable {
        /// Those that users asked for.
        case user = "USER"
        /// Those that the service made when a table with recovery was removed.
        case system = "SYSTEM"
        /// Backups made by AWS Backup; this engine has no such backups.
        case awsBackup = "AWS_BACKUP"
        /// Those of users and of the service.
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
    /// Whose backups are listed; those of users by default.
    public var kind: Kind

    /// The most backups of a page.
    public static let mostBackups = 100

    /// Times are in seconds since 1970.
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
