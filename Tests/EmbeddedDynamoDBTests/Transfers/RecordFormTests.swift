import DynamoModel
import DynamoWire
import TableStore
import Testing

@testable import EmbeddedDynamoDB

/// The form in which exports and imports lie in files, member by member: later programs go on with what this one began.
@Suite struct RecordFormTests {
    private static let exported = ExportRequest(
        tableArn: "arn:aws:dynamodb:us-east-1:000000000000:table/T", place: BucketPlace(bucket: "bucket"),
        clientToken: "t")
    private static let exportJSON = DynamoRequest.transfer(.export(exported)).json

    private static func export(_ scope: ExportReader.Scope) -> ExportRecord {
        ExportRecord(
            id: "e", request: exported, tableName: "T", tableId: "id", table: 1, scope: scope, time: 2, started: 3,
            dataName: "d")
    }

    @Test func anExport() throws {
        var record = Self.export(.items(after: 4))
        var item: Item = [
            "request": .b(Self.exportJSON), "tableName": "T", "tableId": "id", "table": 1, "first": 4, "time": 2,
            "started": 3, "dataName": "d", "status": "IN_PROGRESS",
        ]
        #expect(record.stored == item)
        #expect(ExportRecord(id: "e", stored: item)?.stored == item)
        (record.status, record.ended, record.items, record.bytes) = (.failed, 5, 6, 7)
        record.failure = TransferFailure(code: "c", message: "m")
        item["status"] = "FAILED"
        for (name, value) in ["ended": 5, "items": 6, "bytes": 7] { item[name] = .int(value) }
        (item["failureCode"], item["failureMessage"]) = ("c", "m")
        #expect(record.stored == item)
        let read = try #require(ExportRecord(id: "e", stored: item))
        #expect(read.id == "e" && read.request == Self.exported && read.scope == .items(after: 4))
        #expect(read.status == .failed && read.failure == TransferFailure(code: "c", message: "m"))
        #expect(read.stored == item)
    }

    @Test func anIncrementalExport() throws {
        let record = Self.export(.changes(after: 4, through: 9))
        #expect(record.stored["first"] == 4 && record.stored["last"] == 9)
        #expect(ExportRecord(id: "e", stored: record.stored)?.scope == .changes(after: 4, through: 9))
    }

    private static let imported = ImportRequest(
        place: BucketPlace(bucket: "bucket"), format: .csv,
        table: CreateTableRequest(
            tableName: "Imported", attributeDefinitions: [AttributeDefinition("pk", .s)],
            keySchema: [KeySchemaElement("pk", .hash)]), clientToken: "t")
    private static let importJSON = DynamoRequest.transfer(.importTable(imported)).json

    /// The request in a record is that of the protocol.
    @Test func requests() throws {
        let text =
            #"{"TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/T","S3Bucket":"bucket","ClientToken":"t"}"#
        var item = Self.export(.items(after: 4)).stored
        item["request"] = .b(Array(text.utf8))
        #expect(ExportRecord(id: "e", stored: item)?.request == Self.exported)
        item["request"] = .b([1])
        #expect(ExportRecord(id: "e", stored: item) == nil)
        item["request"] = .s(text)
        #expect(ExportRecord(id: "e", stored: item) == nil)
    }

    @Test func anImport() throws {
        var record = ImportRecord(id: "i", request: Self.imported, tableId: "id", table: 1, started: 3)
        var item: Item = [
            "request": .b(Self.importJSON), "tableName": "Imported", "tableId": "id", "table": 1, "started": 3,
            "status": "IN_PROGRESS",
            "position": 0, "isRead": false, "counts": [0, 0, 0, 0], "logSize": 0,
        ]
        #expect(record.whole == item)
        #expect(ImportRecord(id: "i", whole: item)?.whole == item)
        (record.status, record.ended, record.failure) = (.failed, 5, TransferFailure(code: "c", message: "m"))
        for (name, value) in ["status": "FAILED", "failureCode": "c", "failureMessage": "m"] { item[name] = .s(value) }
        item["ended"] = 5
        #expect(record.whole == item)
        let read = try #require(ImportRecord(id: "i", whole: item))
        #expect(read.id == "i" && read.request == Self.imported && read.status == .failed)
        #expect(read.whole == item)
        // Earlier programs did not store the name by itself.
        item["tableName"] = nil
        #expect(ImportRecord(id: "i", whole: item)?.tableName == "Imported")
        #expect(ImportRecord.tableName(item) == "Imported")
    }

    /// How far an import is lies by itself, too.
    @Test func theProgressOfAnImport() throws {
        var progress = ImportRecord.Progress()
        progress.object = "o"
        (progress.position, progress.isRead, progress.logSize) = (4, true, 5)
        progress.counts = ImportDescription.Counts(bytes: 1, processed: 2, imported: 3, errors: 4)
        let item: Item = ["object": "o", "position": 4, "isRead": true, "counts": [1, 2, 3, 4], "logSize": 5]
        #expect(progress.stored == item)
        #expect(ImportRecord.Progress(stored: item) == progress)
        for name in ["position", "isRead", "counts", "logSize"] {
            var other = item
            other[name] = nil
            #expect(ImportRecord.Progress(stored: other) == nil, "without \(name)")
        }
        var short = item
        short["counts"] = [1, 2, 3]
        #expect(ImportRecord.Progress(stored: short) == nil)
    }
}
