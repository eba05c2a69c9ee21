import DynamoModel
import DynamoWire
import TableStore

/// An export as the table's file keeps it.
struct ExportRecord: Sendable {
    /// The part of its name after `export/`.
    let id: String
    let request: ExportRequest
    let tableName: String
    let tableId: String
    /// The number of the table.
    let table: Int
    let scope: ExportReader.Scope
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
    var failure: TransferFailure?
}

extension ExportRecord {
    var stored: Item {
        var item: Item = [
            "request": .b(DynamoRequest.transfer(.export(request)).json), "tableName": .s(tableName),
            "tableId": .s(tableId), "table": .int(table), "first": .int(scope.first), "time": .int(time),
            "started": .int(started), "dataName": .s(dataName), "status": .s(status.rawValue),
        ]
        if case .changes(_, let last) = scope { item["last"] = .int(last) }
        item["ended"] = ended.map { .int($0) }
        item["items"] = items.map { .int($0) }
        item["bytes"] = bytes.map { .int($0) }
        item["failureCode"] = failure.map { .s($0.code) }
        item["failureMessage"] = failure.map { .s($0.message) }
        return item
    }

    init?(id: String, stored item: Item) {
        guard let json = item["request"]?.bytes,
            case .transfer(.export(let request))? = try? DynamoRequest(.exportTableToPointInTime, json: json),
            let tableName = item["tableName"]?.string, let tableId = item["tableId"]?.string,
            let table = item["table"]?.int, let first = item["first"]?.int, let time = item["time"]?.int,
            let started = item["started"]?.int, let dataName = item["dataName"]?.string,
            let status = item["status"]?.string.flatMap(TransferStatus.init(rawValue:))
        else { return nil }
        self.init(
            id: id, request: request, tableName: tableName, tableId: tableId, table: table,
            scope: item["last"]?.int.map { .changes(after: first, through: $0) } ?? .items(after: first), time: time,
            started: started, dataName: dataName, status: status, ended: item["ended"]?.int,
            items: item["items"]?.int, bytes: item["bytes"]?.int, failure: TransferFailure(stored: item))
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
    init?(stored item: Item) {
        guard let code = item["failureCode"]?.string, let message = item["failureMessage"]?.string else { return nil }
        self.init(code: code, message: message)
    }
}
