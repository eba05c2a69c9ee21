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
