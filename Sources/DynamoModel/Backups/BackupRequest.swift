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
