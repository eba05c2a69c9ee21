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

        /// How the files of comma-separated values are read; nil for a comma, and for names in each file's first line.
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

    /// An import of the files of a place into a new table.
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
