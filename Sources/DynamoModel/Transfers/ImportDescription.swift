/// An import with what is known of it.
public struct ImportDescription: Sendable, Equatable {
    /// What was read and written.
    public struct Counts: Sendable, Equatable {
        /// Bytes of the files, unpacked.
        public var bytes: Int
        /// Items of the files, bad ones included.
        public var processed: Int
        /// Items that were put into the table.
        public var imported: Int
        /// Items that could not be put, and files that could not be read further.
        public var errors: Int

        /// Counts of bytes of files and of items.
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
    /// Whether the import is under way, done or failed.
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

    /// An import into a new table, as DescribeImport shows it.
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
