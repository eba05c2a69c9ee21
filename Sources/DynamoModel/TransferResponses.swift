/// The answer to a request about exports or imports.
public enum TransferResponse: Sendable, Equatable {
    /// An export, begun or described.
    case export(ExportDescription)
    /// A page of exports.
    case exports([ExportDescription], nextToken: String?)
    /// An import, begun or described.
    case tableImport(ImportDescription)
    /// A page of imports.
    case imports([ImportDescription], nextToken: String?)
}

/// The states of exports and imports.
public enum TransferStatus: String, Sendable {
    /// It is under way.
    case inProgress = "IN_PROGRESS"
    /// All is done.
    case completed = "COMPLETED"
    /// It ended with a failure.
    case failed = "FAILED"
}

/// Why an export or an import failed.
public struct TransferFailure: Sendable, Equatable {
    /// The kind of failure, such as `S3NoSuchBucket`.
    public var code: String
    /// What is wrong, for the operator.
    public var message: String

    /// A failure.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

/// An export with what is known of it.
public struct ExportDescription: Sendable, Equatable {
    /// Its Amazon Resource Name.
    public var arn: String
    /// What was asked for, with the token and the times that the service chose where the request named none.
    public var request: ExportRequest
    /// Its state.
    public var status: TransferStatus
    /// The id of the table.
    public var tableId: String
    /// When it began, in seconds since 1970.
    public var started: Double
    /// When it ended, in seconds since 1970; nil while it is under way.
    public var ended: Double?
    /// The key of the summary in the bucket; nil until it is complete.
    public var manifest: String?
    /// How many items were exported; nil until it is complete.
    public var itemCount: Int?
    /// The size of the items in bytes; nil until it is complete.
    public var billedSizeBytes: Int?
    /// Why it failed; nil when it did not.
    public var failure: TransferFailure?

    /// An export.
    public init(
        arn: String, request: ExportRequest, status: TransferStatus, tableId: String, started: Double,
        ended: Double? = nil, manifest: String? = nil, itemCount: Int? = nil, billedSizeBytes: Int? = nil,
        failure: TransferFailure? = nil
    ) {
        self.arn = arn
        self.request = request
        self.status = status
        self.tableId = tableId
        self.started = started
        self.ended = ended
        self.manifest = manifest
        self.itemCount = itemCount
        self.billedSizeBytes = billedSizeBytes
        self.failure = failure
    }
}

/// An import with what is known of it.
public struct ImportDescription: Sendable, Equatable {
    /// What was read and written.
    public struct Counts: Sendable, Equatable {
        /// Bytes of the files, unpacked.
        public var bytes: Int
        /// Items of the files, bad ones included.
        public var processed: Int
        /// Items that were put.
        public var imported: Int
        /// Items that could not be put, and files that could not be read further.
        public var errors: Int

        /// Counts.
        public init(bytes: Int = 0, processed: Int = 0, imported: Int = 0, errors: Int = 0) {
            self.bytes = bytes
            self.processed = processed
            self.imported = imported
            self.errors = errors
        }
    }

    /// Its Amazon Resource Name.
    public var arn: String
    /// What was asked for, with the token that the service chose where the request named none.
    public var request: ImportRequest
    /// Its state.
    public var status: TransferStatus
    /// The Amazon Resource Name of the table.
    public var tableArn: String
    /// The id of the table.
    public var tableId: String
    /// The group of logs that faults of items are named after.
    public var logGroupArn: String
    /// When it began, in seconds since 1970.
    public var started: Double
    /// When it ended, in seconds since 1970; nil while it is under way.
    public var ended: Double?
    /// What was read and written: all zero while it is under way.
    public var counts: Counts
    /// Why it failed; nil when it did not.
    public var failure: TransferFailure?

    /// An import.
    public init(
        arn: String, request: ImportRequest, status: TransferStatus, tableArn: String, tableId: String,
        logGroupArn: String, started: Double, ended: Double? = nil, counts: Counts = Counts(),
        failure: TransferFailure? = nil
    ) {
        self.arn = arn
        self.request = request
        self.status = status
        self.tableArn = tableArn
        self.tableId = tableId
        self.logGroupArn = logGroupArn
        self.started = started
        self.ended = ended
        self.counts = counts
        self.failure = failure
    }
}
