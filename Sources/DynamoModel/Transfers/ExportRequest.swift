/// What is exported, and where to.
public struct ExportRequest: Sendable, Equatable {
    /// How much of a table is exported.
    public enum Kind: String, Sendable, CaseIterable {
        /// All items as they were at a moment.
        case full = "FULL_EXPORT"
        /// The items that changed in a stretch of time.
        case incremental = "INCREMENTAL_EXPORT"
    }

    /// What an incremental export shows of each changed item.
    public enum View: String, Sendable, CaseIterable {
        /// The item after the last change.
        case newImage = "NEW_IMAGE"
        /// The item before the first change, too.
        case newAndOldImages = "NEW_AND_OLD_IMAGES"
    }

    /// The stretch of time of an incremental export.
    public struct Increment: Sendable, Equatable {
        /// From this moment on, in seconds since 1970.
        public var from: Double?
        /// Before this moment, in seconds since 1970; nil for the latest.
        public var to: Double?
        /// Which images of a changed item are shown; nil for both.
        public var view: View?

        /// The changes from one moment on and before another, in seconds since 1970.
        public init(from: Double? = nil, to: Double? = nil, view: View? = nil) {
            self.from = from
            self.to = to
            self.view = view
        }
    }

    /// How the files are encrypted where they lie: kept and described, without an effect here.
    public struct Encryption: Sendable, Equatable {
        /// `AES256` or `KMS`.
        public var algorithm: String?
        /// The key's id or ARN, for `KMS`.
        public var keyId: String?

        /// Recorded and shown only: files are not encrypted here.
        public init(algorithm: String? = nil, keyId: String? = nil) {
            self.algorithm = algorithm
            self.keyId = keyId
        }
    }

    /// The table's Amazon Resource Name.
    public var tableArn: String
    /// The bucket and the prefix of the files' names.
    public var place: BucketPlace
    /// The moment, in seconds since 1970; nil for the present.
    public var time: Double?
    /// What makes the request one that is carried out once; nil for one of the service's own.
    public var clientToken: String?
    /// The form; nil for JSON.
    public var format: TransferFormat?
    /// How much; nil for all.
    public var kind: Kind?
    /// The stretch of time of an incremental export.
    public var increment: Increment?
    /// Which items, and what of them; nil for all.
    public var filter: ExportFilter?
    /// The encryption that the files are said to have.
    public var encryption: Encryption

    /// An export of a table with point-in-time recovery.
    public init(
        tableArn: String, place: BucketPlace, time: Double? = nil, clientToken: String? = nil,
        format: TransferFormat? = nil, kind: Kind? = nil, increment: Increment? = nil, filter: ExportFilter? = nil,
        encryption: Encryption = Encryption()
    ) {
        self.tableArn = tableArn
        self.place = place
        self.time = time
        self.clientToken = clientToken
        self.format = format
        self.kind = kind
        self.increment = increment
        self.filter = filter
        self.encryption = encryption
    }
}
