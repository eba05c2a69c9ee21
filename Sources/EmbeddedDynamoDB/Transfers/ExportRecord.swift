import DynamoModel
import TableStore

/// An export as the table's file keeps it; `RecordFormTests` pins the form.
struct ExportRecord: Sendable, ItemRepresentable {
    /// The part of its name after `export/`: the name of the record, which is not in it.
    private(set) var id = ""
    @StoredRequest private(set) var request: ExportRequest
    let tableName: String
    let tableId: String
    /// The number of the table.
    let table: Int
    private let first: Int
    private let last: Int?
    /// The moment that a full export shows, or the end of the stretch of an incremental one, in milliseconds since
    /// 1970.
    let time: Int
    /// When it began, in milliseconds since 1970.
    let started: Int
    /// The name of the data file, without its ending.
    let dataName: String
    var status = TransferStatus.inProgress
    var ended: Int?
    var items: Int?
    var bytes: Int?
    private var failureCode: String?
    private var failureMessage: String?

    private enum CodingKeys: String, CodingKey {
        case request, tableName, tableId, table, first, last, time, started, dataName, status, ended, items, bytes
        case failureCode, failureMessage
    }

    init(
        id: String, request: ExportRequest, tableName: String, tableId: String, table: Int, scope: ExportReader.Scope,
        time: Int, started: Int, dataName: String
    ) {
        self.id = id
        _request = StoredRequest(wrappedValue: request)
        (self.tableName, self.tableId, self.table) = (tableName, tableId, table)
        first = scope.first
        if case .changes(_, let through) = scope { last = through } else { last = nil }
        (self.time, self.started, self.dataName) = (time, started, dataName)
    }

    init?(id: String, stored item: Item) {
        self.init(stored: item)
        self.id = id
    }
}

extension TransferStatus: Codable {}

extension ExportRecord {
    /// What is exported.
    var scope: ExportReader.Scope { last.map { .changes(after: first, through: $0) } ?? .items(after: first) }

    /// Why it failed, when it did.
    var failure: TransferFailure? {
        get { TransferFailure(failureCode, failureMessage) }
        set { (failureCode, failureMessage) = (newValue?.code, newValue?.message) }
    }

    /// What callers see of it.
    func description(_ place: ResourcePlace) -> ExportDescription {
        var shown = request
        shown.format = request.format ?? .json
        if var increment = request.increment {
            increment.to = increment.to ?? Double(time) / 1000
            increment.view = increment.view ?? .newAndOldImages
            shown.increment = increment
        } else {
            shown.time = Double(time) / 1000
        }
        let isComplete = status == .completed
        return ExportDescription(
            arn: place.export(id, of: tableName), request: shown, status: status, tableId: tableId,
            started: Double(started) / 1000, ended: ended.map { Double($0) / 1000 },
            manifest: isComplete ? summaryKey : nil, itemCount: items, billedSizeBytes: bytes, failure: failure)
    }

    /// Whether its token still stands for it, or it is still listed.
    func isKept(now: Int, for milliseconds: Int) -> Bool { ended.map { now - $0 < milliseconds } ?? true }
}

extension TransferFailure {
    /// A failure of which both members are there.
    init?(_ code: String?, _ message: String?) {
        guard let code, let message else { return nil }
        self.init(code: code, message: message)
    }
}
