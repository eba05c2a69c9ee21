import DynamoModel
import DynamoWire
import TableStore

/// An import as the table's file keeps it.
struct ImportRecord: Sendable {
    /// The part of its name after `import/`.
    let id: String
    let request: ImportRequest
    let tableId: String
    /// The number of the table.
    let table: Int
    /// When it began, in milliseconds since 1970.
    let started: Int
    /// The object that is being read, and how many of its items were read; nil before the first.
    var object: String?
    var position = 0
    /// Whether all objects were read.
    var isRead = false
    var counts = ImportDescription.Counts()
    /// The size of the file with the faults.
    var logSize = 0
    var status = TransferStatus.inProgress
    var ended: Int?
    var failure: TransferFailure?

    var tableName: String { request.table.tableName }
}

extension ImportRecord {
    /// The record, for when it begins and ends. In between only ``progress`` is written: the request may be long.
    var stored: Item {
        var item = progress.merging([
            "request": .b(DynamoRequest.transfer(.importTable(request)).json), "tableName": .s(tableName),
            "tableId": .s(tableId),
            "table": .int(table), "started": .int(started), "status": .s(status.rawValue),
        ])
        item["ended"] = ended.map { .int($0) }
        item["failureCode"] = failure.map { .s($0.code) }
        item["failureMessage"] = failure.map { .s($0.message) }
        return item
    }

    /// How far the import is.
    var progress: Item {
        var item: Item = [
            "position": .int(position), "isRead": .bool(isRead),
            "counts": [.int(counts.bytes), .int(counts.processed), .int(counts.imported), .int(counts.errors)],
            "logSize": .int(logSize),
        ]
        item["object"] = object.map { .s($0) }
        return item
    }

    init?(id: String, stored item: Item) {
        guard let json = item["request"]?.bytes,
            case .transfer(.importTable(let request))? = try? DynamoRequest(.importTable, json: json),
            let tableId = item["tableId"]?.string, let table = item["table"]?.int,
            let started = item["started"]?.int,
            let status = item["status"]?.string.flatMap(TransferStatus.init(rawValue:))
        else { return nil }
        self.init(
            id: id, request: request, tableId: tableId, table: table, started: started, status: status,
            ended: item["ended"]?.int, failure: TransferFailure(stored: item))
        guard take(item) else { return nil }
    }

    /// The table that a stored form names. Programs before it was stored by itself stored the request alone.
    static func tableName(_ item: Item) -> String? {
        item["tableName"]?.string ?? ImportRecord(id: "", stored: item)?.tableName
    }

    /// Takes over how far the import is.
    ///
    /// - Returns: false when the item does not say it; nothing is changed then.
    mutating func take(_ item: Item) -> Bool {
        guard let position = item["position"]?.int, let isRead = item["isRead"]?.bool,
            let counts = item["counts"]?.list?.compactMap(\.int), counts.count == 4, let logSize = item["logSize"]?.int
        else { return false }
        (object, self.position, self.isRead, self.logSize) = (item["object"]?.string, position, isRead, logSize)
        self.counts = ImportDescription.Counts(
            bytes: counts[0], processed: counts[1], imported: counts[2], errors: counts[3])
        return true
    }

    /// What callers see of it: counts only when it has ended, as on the service.
    func description(_ place: ResourcePlace) -> ImportDescription {
        ImportDescription(
            arn: place.tableImport(id, of: tableName), request: request, status: status,
            tableArn: place.table(tableName), tableId: tableId, logGroupArn: place.logGroup("/aws-dynamodb/imports"),
            started: Double(started) / 1000, ended: ended.map { Double($0) / 1000 },
            counts: ended == nil ? ImportDescription.Counts() : counts, failure: failure)
    }

    /// Whether its token still stands for it, or it is still listed.
    func isKept(now: Int, for milliseconds: Int) -> Bool { ended.map { now - $0 < milliseconds } ?? true }
}
