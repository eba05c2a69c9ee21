import DynamoModel
import TableStore

/// An import as the table's file keeps it; `RecordFormTests` pins the form.
///
/// The whole record is written when it begins and ends. In between only ``progress`` is: the request may be long.
struct ImportRecord: Sendable, ItemRepresentable {
    /// How far an import is.
    struct Progress: Sendable, Equatable, ItemRepresentable {
        /// The object that is being read, and how many of its items were read; nil before the first.
        var object: String?
        var position = 0
        /// Whether all objects were read.
        var isRead = false
        var counts = ImportDescription.Counts()
        /// The size of the file with the faults.
        var logSize = 0
    }

    /// The part of its name after `import/`: the name of the record, which is not in it.
    private(set) var id = ""
    @StoredRequest private(set) var request: ImportRequest
    let tableId: String
    /// The number of the table.
    let table: Int
    /// When it began, in milliseconds since 1970.
    let started: Int
    var status = TransferStatus.inProgress
    var ended: Int?
    private var failureCode: String?
    private var failureMessage: String?
    /// By itself, so that lists need not read the request; not in records of earlier programs.
    private var storedTableName: String?
    /// Beside the other members in the whole record.
    var progress = Progress()

    private enum CodingKeys: String, CodingKey {
        case request, tableId, table, started, status, ended, failureCode, failureMessage
        case storedTableName = "tableName"
    }

    init(id: String, request: ImportRequest, tableId: String, table: Int, started: Int) {
        self.id = id
        _request = StoredRequest(wrappedValue: request)
        (self.tableId, self.table, self.started) = (tableId, table, started)
        storedTableName = request.table.tableName
    }

    init?(id: String, whole item: Item) {
        guard let progress = Progress(stored: item) else { return nil }
        self.init(stored: item)
        (self.id, self.progress, storedTableName) = (id, progress, request.table.tableName)
    }
}

extension ImportDescription.Counts: Codable {
    /// Reads the four numbers in the order of the members.
    public init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        self.init(
            bytes: try list.decode(Int.self), processed: try list.decode(Int.self),
            imported: try list.decode(Int.self), errors: try list.decode(Int.self))
    }

    /// Writes the four numbers in the order of the members.
    public func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        for number in [bytes, processed, imported, errors] { try list.encode(number) }
    }
}

extension ImportRecord {
    var tableName: String { request.table.tableName }

    /// The table that a stored form names. Programs before it was stored by itself stored the request alone.
    static func tableName(_ item: Item) -> String? {
        item["tableName"]?.string ?? ImportRecord(id: "", whole: item)?.tableName
    }

    /// The record with how far the import is.
    var whole: Item { stored.merging(progress.stored) }

    /// Why it failed, when it did.
    var failure: TransferFailure? {
        get { TransferFailure(failureCode, failureMessage) }
        set { (failureCode, failureMessage) = (newValue?.code, newValue?.message) }
    }

    /// What callers see of it: counts only when it has ended, as on the service.
    func description(_ place: ResourcePlace) -> ImportDescription {
        ImportDescription(
            arn: place.tableImport(id, of: tableName), request: request, status: status,
            tableArn: place.table(tableName), tableId: tableId, logGroupArn: place.logGroup("/aws-dynamodb/imports"),
            started: Double(started) / 1000, ended: ended.map { Double($0) / 1000 },
            counts: ended == nil ? ImportDescription.Counts() : progress.counts, failure: failure)
    }

    /// Whether its token still stands for it, or it is still listed.
    func isKept(now: Int, for milliseconds: Int) -> Bool { ended.map { now - $0 < milliseconds } ?? true }
}
