/// What there is to know of a backup itself.
public struct BackupDetails: Sendable, Equatable {
    /// The states of a backup.
    public enum Status: String, Sendable {
        /// It is being made.
        case creating = "CREATING"
        /// It is whole and verified, and can be restored.
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
    /// Whether it is being made, can be restored, or was removed.
    public var status: Status
    /// Who asked for it: `USER` or `SYSTEM`.
    public var kind: ListBackupsRequest.Kind
    /// The moment that it shows, in seconds since 1970.
    public var creationDateTime: Double
    /// When it goes by itself, in seconds since 1970; nil for never.
    public var expiryDateTime: Double?

    /// A backup as lists and answers show it; times in seconds since 1970, the size in bytes.
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
