/// Where a table was restored from.
public struct RestoreSummary: Sendable, Equatable {
    /// The backup; nil for a point in time.
    public var sourceBackupArn: String?
    /// The ARN of the table that was backed up or copied.
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
