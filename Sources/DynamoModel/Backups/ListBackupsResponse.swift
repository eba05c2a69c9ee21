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
