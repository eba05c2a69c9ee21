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
