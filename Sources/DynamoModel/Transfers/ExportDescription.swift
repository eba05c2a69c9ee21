/// An export with what is known of it.
public struct ExportDescription: Sendable, Equatable {
    /// Its Amazon Resource Name.
    public var arn: String
    /// What was asked for, with the token and the times that the service chose where the request named none.
    public var request: ExportRequest
    /// Whether the export is under way, done or failed.
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

    /// An export of a table, as DescribeExport shows it.
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
