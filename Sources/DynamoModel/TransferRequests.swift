/// What holds tables may also export them to files and import files into new tables, as DynamoDB does with S3.
///
/// The operations are DynamoDB's own, by its API reference of 2012-08-10.
public protocol DynamoDBTransfers: DynamoDB {
    /// Carries out a request about exports or imports.
    ///
    /// - Returns: the answer of the request's own kind.
    /// - Throws: `validation`; `tableNotFound`, `exportNotFound`, `importNotFound` for what is not there;
    ///   `pointInTimeRecoveryUnavailable` where recovery is off, `invalidExportTime` for a time that cannot be
    ///   exported; `exportConflict`, `importConflict` for a token that came with another request; `resourceInUse` for
    ///   a table that is there; `limitExceeded` when too many are under way. Nothing has changed then.
    func transfers(_ request: TransferRequest) async throws(DynamoDBError) -> TransferResponse
}

/// A request about exports or imports.
public enum TransferRequest: Sendable, Equatable {
    /// Exports a table as it was at a moment, or what changed between two.
    case export(ExportRequest)
    /// Describes an export.
    case describeExport(arn: String)
    /// Lists exports, of a table or of all.
    case listExports(tableArn: String?, limit: Int?, nextToken: String?)
    /// Makes a table of files.
    case importTable(ImportRequest)
    /// Describes an import.
    case describeImport(arn: String)
    /// Lists imports, of a table or of all.
    case listImports(tableArn: String?, limit: Int?, nextToken: String?)

    /// The most of a page of a list.
    public static let mostListed = 25
}

/// A place in a bucket.
public struct BucketPlace: Sendable, Equatable {
    /// The bucket.
    public var bucket: String
    /// The account that owns it.
    public var owner: String?
    /// What the keys of its objects begin with.
    public var prefix: String?

    /// A place.
    public init(bucket: String, owner: String? = nil, prefix: String? = nil) {
        self.bucket = bucket
        self.owner = owner
        self.prefix = prefix
    }
}

/// The forms in which items stand in files.
public enum TransferFormat: String, Sendable, CaseIterable {
    /// Lines of DynamoDB JSON.
    case json = "DYNAMODB_JSON"
    /// Amazon Ion, as text.
    case ion = "ION"
    /// Comma-separated values; imports only.
    case csv = "CSV"
}

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
        /// What is shown.
        public var view: View?

        /// A stretch of time.
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
        /// The key.
        public var keyId: String?

        /// An encryption.
        public init(algorithm: String? = nil, keyId: String? = nil) {
            self.algorithm = algorithm
            self.keyId = keyId
        }
    }

    /// The table's Amazon Resource Name.
    public var tableArn: String
    /// Where to.
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
    /// The encryption.
    public var encryption: Encryption

    /// An export.
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

/// What is imported, and the table that is made.
public struct ImportRequest: Sendable, Equatable {
    /// How files are compressed.
    public enum Compression: String, Sendable, CaseIterable {
        case gzip = "GZIP"
        case zstandard = "ZSTD"
        case none = "NONE"
    }

    /// How comma-separated values are written.
    public struct CSVOptions: Sendable, Equatable {
        /// The separator; nil for a comma.
        public var delimiter: String?
        /// The names of the columns; nil when the first line of each file has them.
        public var headers: [String]?

        /// Options.
        public init(delimiter: String? = nil, headers: [String]? = nil) {
            self.delimiter = delimiter
            self.headers = headers
        }
    }

    /// Where from: all objects whose keys begin with the prefix.
    public var place: BucketPlace
    /// The form of the files.
    public var format: TransferFormat
    /// How comma-separated values are written; nil where nothing was said.
    public var csv: CSVOptions?
    /// How the files are compressed; nil for not at all.
    public var compression: Compression?
    /// The table that is made.
    public var table: CreateTableRequest
    /// What makes the request one that is carried out once; nil for one of the service's own.
    public var clientToken: String?

    /// An import.
    public init(
        place: BucketPlace, format: TransferFormat, csv: CSVOptions? = nil, compression: Compression? = nil,
        table: CreateTableRequest, clientToken: String? = nil
    ) {
        self.place = place
        self.format = format
        self.csv = csv
        self.compression = compression
        self.table = table
        self.clientToken = clientToken
    }
}
