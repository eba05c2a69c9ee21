/// A backup with the table that it is of.
public struct BackupDescription: Sendable, Equatable {
    /// The backup's name, state, size and time.
    public var details: BackupDetails
    /// The table as it was.
    public var table: TableDescription
    /// By which attribute the items expired, when they did.
    public var timeToLive: TimeToLive

    /// A backup of a table.
    public init(details: BackupDetails, table: TableDescription, timeToLive: TimeToLive) {
        self.details = details
        self.table = table
        self.timeToLive = timeToLive
    }
}
