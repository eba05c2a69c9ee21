import Compression
import DynamoModel
import FoundationEssentials
import JSONText
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Imports: what becomes of files, of bad items among them, and of imports that are interrupted.
@Suite struct ImportTests {
    private static func options(_ folder: TemporaryFolder) -> TableEngine.Options {
        var options = TableEngine.Options()
        options.exportFolder = TestBuckets(folder).path
        options.onMaintenanceFailure = { Issue.record("\($0)") }
        return options
    }

    private static func with(
        _ body: @Sendable @escaping (TableEngine, TestBuckets) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let buckets = TestBuckets(folder)
            try buckets.make("bucket")
            try await TableEngine.with(folder.file("table.db"), options: options(folder)) { engine in
                try await body(engine, buckets)
            }
        }
    }

    /// A table with a key of two and one index.
    private static let table = CreateTableRequest(
        tableName: "Imported",
        attributeDefinitions: [
            AttributeDefinition("pk", .s), AttributeDefinition("n", .n), AttributeDefinition("level", .s),
        ], keySchema: [KeySchemaElement("pk", .hash), KeySchemaElement("n", .range)],
        globalSecondaryIndexes: [
            SecondaryIndex(indexName: "byLevel", keySchema: [KeySchemaElement("level", .hash)])
        ])

    private static func request(
        _ format: TransferFormat = .json, prefix: String? = nil, _ compression: ImportRequest.Compression? = nil,
        csv: ImportRequest.CSVOptions? = nil
    ) -> ImportRequest {
        ImportRequest(
            place: BucketPlace(bucket: "bucket", prefix: prefix), format: format, csv: csv, compression: compression,
            table: table)
    }

    private static func line(_ number: Int, level: String = "A1") -> String {
        #"{"Item":{"pk":{"S":"p\#(number % 5)"},"n":{"N":"\#(number)"},"level":{"S":"\#(level)"},"text":{"S":"} \" {"}}}"#
    }

    private static func item(_ number: Int, level: String = "A1") -> Item {
        ["pk": .s("p\(number % 5)"), "n": .int(number), "level": .s(level), "text": .s("} \" {")]
    }

    private static func items(_ engine: TableEngine, index: String? = nil) async throws -> [Int: Item] {
        var (items, start): ([Int: Item], Item?) = ([:], nil)
        repeat {
            let page = try await engine.scan(
                ScanRequest(tableName: "Imported", indexName: index, exclusiveStartKey: start))
            for item in page.items { items[item["n"]?.int ?? -1] = item }
            start = page.lastEvaluatedKey
        } while start != nil
        return items
    }

    private static func run(_ engine: TableEngine, _ request: ImportRequest) async throws -> ImportDescription {
        let begun = try await engine.beginImport(request)
        #expect(begun.status == .inProgress && begun.request.clientToken != nil)
        #expect(begun.counts == ImportDescription.Counts() && begun.ended == nil)
        return try await engine.ended(import: begun.arn)
    }

    /// Objects with the prefix are imported, in lines or without, packed or not; of one key the last item stays.
    @Test(arguments: [ImportRequest.Compression.none, .gzip]) func json(compression: ImportRequest.Compression)
        async throws
    {
        try await Self.with { engine, buckets in
            let first = (0..<700).map { Self.line($0) }.joined(separator: "\n") + "\n\n"
            let second = (600..<900).map { Self.line($0, level: "B2") }.joined()
            for (name, text) in [("in/a", first), ("in/deep/b.json", second), ("other", Self.line(5_000))] {
                let bytes = Array(text.utf8)
                try buckets.write(compression == .gzip ? Gzip.compress(bytes) : bytes, to: "bucket/\(name)")
            }
            try buckets.write("not whole", to: "bucket/in/c.partial")
            let ended = try await Self.run(engine, Self.request(prefix: "in/", compression))
            #expect(ended.status == .completed && ended.failure == nil)
            #expect(
                ended.counts
                    == ImportDescription.Counts(
                        bytes: first.utf8.count + second.utf8.count, processed: 1_000, imported: 1_000, errors: 0))
            var expected: [Int: Item] = [:]
            for number in 0..<700 { expected[number] = Self.item(number) }
            for number in 600..<900 { expected[number] = Self.item(number, level: "B2") }
            #expect(try await Self.items(engine) == expected)
            #expect(try await Self.items(engine, index: "byLevel") == expected)
            let table = try await engine.describeTable(tableName: "Imported")
            #expect(table.tableStatus == .active && table.itemCount == 900 && table.restoreSummary == nil)
            #expect(table.tableId == ended.tableId && table.tableArn == ended.tableArn)
            #expect(try await engine.check().findings == [])
            try await TestTable(engine, Self.table).put(Self.item(9_999))
        }
    }

    /// Ion comes in lines or not, with comments and markers or without; what is no item ends its object.
    @Test(arguments: [ImportRequest.Compression.none, .gzip]) func ion(
        compression: ImportRequest.Compression
    ) async throws {
        try await Self.with { engine, buckets in
            let rest = #"level:"A1",text:"} \" {"}}"#
            let first = (0..<300).map { "$ion_1_0 {Item:{pk:\"p\($0 % 5)\",n:\($0).,\(rest)\n" }
            let second = (300..<500).map { "{Item:{pk:'''p\($0 % 5)''', n:\($0)d0, \(rest) // {\n" }
            let bad = "{Item:{pk:\"q\",n:2026-01-01}} {Item:{pk:\"q\",n:1.}}"
            for (name, text) in [("a", first.joined()), ("b", second.joined()), ("c", bad)] {
                let bytes = Array(text.utf8)
                try buckets.write(compression == .gzip ? Gzip.compress(bytes) : bytes, to: "bucket/\(name)")
            }
            let ended = try await Self.run(engine, Self.request(.ion, compression))
            #expect(ended.status == .failed && ended.failure?.code == "ItemValidationError")
            #expect(ended.counts.imported == 500 && ended.counts.errors == 1 && ended.counts.processed == 501)
            let log = try #require(buckets.files().first { $0.hasSuffix(".errors.jsonl") })
            let fault = try JSONValue.parse(try buckets.read(log))
            #expect(fault["object"]?.stringValue == "c" && fault["item"]?.intValue == 1)
            #expect(fault["error"]?.stringValue?.contains("timestamp is not a value of DynamoDB at byte 16") ?? false)
            var expected: [Int: Item] = [:]
            for number in 0..<500 { expected[number] = Self.item(number) }
            #expect(try await Self.items(engine) == expected)
            #expect(try await Self.items(engine, index: "byLevel") == expected)
        }
    }

    /// Columns become texts, keys have their types; options name the columns and the separator.
    @Test func delimited() async throws {
        try await Self.with { engine, buckets in
            try buckets.write("pk,n,level,text\r\np1,1,A1,\"a, \"\"b\"\"\nc\"\np2,2.50,,\n", to: "bucket/a.csv")
            let ended = try await Self.run(engine, Self.request(.csv))
            #expect(ended.status == .completed && ended.counts.imported == 2)
            let items = try await engine.scan(ScanRequest(tableName: "Imported")).items
            #expect(
                Set(items) == [
                    ["pk": "p1", "n": 1, "level": "A1", "text": "a, \"b\"\nc"],
                    ["pk": "p2", "n": .n(try DynamoNumber("2.5")), "text": ""],
                ])
        }
        try await Self.with { engine, buckets in
            try buckets.write("1;p1;x\n2;p2\n3;;x\nfour;p4;x\n5;p5;y", to: "bucket/a")
            let options = ImportRequest.CSVOptions(delimiter: ";", headers: ["n", "pk", "more"])
            let ended = try await Self.run(engine, Self.request(.csv, csv: options))
            #expect(ended.status == .failed && ended.failure?.code == "ItemValidationError")
            #expect(ended.counts.processed == 5 && ended.counts.imported == 2 && ended.counts.errors == 3)
            #expect(try await Self.items(engine).keys.sorted() == [1, 5])
        }
    }

    /// Bad items are counted and listed, good ones are there; what is no item ends its object.
    @Test func faults() async throws {
        try await Self.with { engine, buckets in
            let bad = [
                #"{"Item":{"pk":{"S":"p"}}}"#, #"{"Item":{"pk":{"S":"p"},"n":{"S":"1"}}}"#,
                #"{"Item":{"pk":{"S":""},"n":{"N":"1"}}}"#,
                #"{"Item":{"pk":{"S":"p"},"n":{"N":"7"},"level":{"N":"1"}}}"#,
            ]
            try buckets.write(([Self.line(1)] + bad + [Self.line(2)]).joined(separator: "\n"), to: "bucket/a")
            try buckets.write("\(Self.line(3))\n{\"pk\":{\"S\":\"p\"}}\n\(Self.line(4))", to: "bucket/b")
            try buckets.write("\(Self.line(5))\n{\"Item\":{\"pk\":", to: "bucket/c")
            try buckets.write("[1]", to: "bucket/d")
            try buckets.write("\(Self.line(6))\n{\"Item\":{\"pk\":{\"Z\":1}}}\(Self.line(8))", to: "bucket/e")
            let ended = try await Self.run(engine, Self.request())
            #expect(ended.status == .failed && ended.failure?.code == "ItemValidationError")
            #expect(ended.counts.imported == 5 && ended.counts.errors == 8 && ended.counts.processed == 13)
            #expect(try await Self.items(engine).keys.sorted() == [1, 2, 3, 5, 6])
            let listed = try #require(buckets.files().first { $0.hasSuffix(".errors.jsonl") })
            let lines = try buckets.read(listed).split(separator: UInt8(ascii: "\n")).map {
                try JSONValue.parse(Array($0))
            }
            #expect(lines.count == 8)
            #expect(lines[0]["object"]?.stringValue == "a" && lines[0]["item"]?.intValue == 2)
            #expect(lines[0]["error"]?.stringValue?.contains("Missing the key n in the item") == true)
            #expect(ended.failure?.message.contains(listed) == true)
        }
    }

    /// A packed object that is damaged counts as one fault; what came before is there.
    @Test(arguments: [ImportRequest.Compression.gzip, .zstandard]) func damage(
        compression: ImportRequest.Compression
    ) async throws {
        try await Self.with { engine, buckets in
            var bytes = Gzip.compress(Array((0..<50).map { Self.line($0) }.joined(separator: "\n").utf8))
            bytes.removeLast(9)
            try buckets.write(bytes, to: "bucket/a")
            let ended = try await Self.run(engine, Self.request(.json, compression))
            #expect(ended.status == .failed && ended.counts.errors == 1)
            #expect(try await Self.items(engine).count == ended.counts.imported)
        }
    }

    /// Without a bucket the import fails and leaves no table; an empty one makes an empty table.
    @Test func buckets() async throws {
        try await Self.with { engine, _ in
            var request = Self.request()
            request.place.bucket = "nobody"
            let missing = try await Self.run(engine, request)
            #expect(missing.status == .failed && missing.failure?.code == "S3NoSuchBucket")
            await expectError(.resourceNotFound) { try await engine.describeTable(tableName: "Imported") }
            let empty = try await Self.run(engine, Self.request())
            #expect(empty.status == .completed && empty.counts == ImportDescription.Counts())
            #expect(try await Self.items(engine).isEmpty)
        }
    }

    /// What cannot be imported is refused, and no table is made.
    @Test func refusals() async throws {
        try await Self.with { engine, buckets in
            try await TestTable.make(engine, TestTables.hashOnly(name: "There")).put(["pk": "a"])
            var request = Self.request()
            request.table.tableName = "There"
            await expectError(.resourceInUse, "Table already exists: There") { try await engine.beginImport(request) }
            await expectError(.validation) {
                try await engine.beginImport(Self.request(csv: ImportRequest.CSVOptions(delimiter: ";")))
            }
            await expectError(.validation) {
                try await engine.beginImport(
                    Self.request(.csv, csv: ImportRequest.CSVOptions(headers: ["pk", "n", "pk"])))
            }
            var wrong = Self.request()
            wrong.table.keySchema = []
            await expectError(.validation) { try await engine.beginImport(wrong) }
            #expect(try await engine.imports().page.isEmpty)
            #expect(try await engine.listTables(exclusiveStartTableName: nil, limit: nil).tableNames == ["There"])
            #expect(buckets.files().isEmpty)
        }
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("other.db")) { engine -> Void in
                await expectError(.validation) { try await engine.beginImport(Self.request()) }
            }
        }
    }

    /// A token stands for one import; imports are listed by table.
    @Test func tokensAndLists() async throws {
        try await Self.with { engine, _ in
            var request = Self.request()
            request.clientToken = "one"
            let first = try await engine.beginImport(request)
            #expect(try await engine.beginImport(request).arn == first.arn)
            request.place.prefix = "other"
            await expectError(.importConflict) { try await engine.beginImport(request) }
            _ = try await engine.ended(import: first.arn)
            (request.clientToken, request.table.tableName) = (nil, "Second")
            let second = try await engine.ended(import: try await engine.beginImport(request).arn)
            let page = try await engine.imports(limit: 1)
            #expect(page.page.map(\.arn) == [first.arn])
            #expect(try await engine.imports(limit: 1, token: page.token).page.map(\.arn) == [second.arn])
            #expect(try await engine.imports(second.tableArn).page.map(\.arn) == [second.arn])
            // Earlier programs kept the name of the table in the request alone.
            try await engine.onWriter { (writer) throws(EngineFault) in
                for (id, item) in try writer.connection.documents(of: .tableImport) {
                    var older = item
                    older["tableName"] = nil
                    try writer.save(older, as: .tableImport, id)
                }
            }
            #expect(try await engine.imports(second.tableArn).page.map(\.arn) == [second.arn])
            await expectError(.validation) { try await engine.ended(import: second.tableArn) }
            await expectError(.importNotFound) { try await engine.ended(import: second.tableArn + "/import/0-a") }
        }
    }

    private static func progress(_ engine: TableEngine) throws -> [Item] {
        try engine.store.read { (connection) throws(EngineFault) in
            try connection.documents(of: .importProgress).map(\.item)
        }
    }

    /// An import goes on where it was when the file is opened again: each item once, and the counts are right. Earlier
    /// programs kept the progress in the record; a step writes nothing of the request, and nothing of it is left.
    @Test(arguments: [1, 4, 9], [false, true]) func interruptions(steps: Int, isOfEarlierProgram: Bool) async throws {
        try await TemporaryFolder.with { folder in
            let (buckets, path) = (TestBuckets(folder), folder.file("table.db"))
            try buckets.write(
                (0..<600).map { $0 % 50 == 49 ? #"{"Item":{"pk":{"S":"p"}}}"# : Self.line($0) }.joined(separator: "\n"),
                to: "bucket/a")
            try buckets.write((600..<1_000).map { Self.line($0) }.joined(separator: "\n"), to: "bucket/b")
            let options = Self.options(folder)
            var quiet = options
            // Its runner finds no bucket to read before it is stopped.
            quiet.exportFolder = nil
            let record = try await TableEngine.with(path, options: quiet) { engine in
                let record = try await Self.begin(engine)
                var work = try ImportWork(engine.store, BucketFolder(path: buckets.path), record)
                for _ in 0..<steps { _ = try await work.step() }
                #expect(work.record.progress.counts.processed >= steps * 90)
                #expect(
                    try Self.progress(engine).map(\.names) == [["counts", "isRead", "logSize", "object", "position"]])
                if isOfEarlierProgram {
                    let stored = work.record.whole
                    try await engine.onWriter { (writer) throws(EngineFault) in
                        try writer.save(stored, as: .tableImport, record.id)
                        try writer.remove(.importProgress, record.id)
                    }
                }
                await expectError(.resourceNotFound) {
                    try await engine.scan(ScanRequest(tableName: "Imported"))
                }
                #expect(try await engine.describeTable(tableName: "Imported").tableStatus == .creating)
                return record
            }
            try await TableEngine.with(path, options: options) { engine in
                let arn = ResourcePlace(region: "us-east-1", account: "000000000000")
                    .tableImport(record.id, of: "Imported")
                let ended = try await engine.ended(import: arn)
                #expect(ended.counts.processed == 1_000 && ended.counts.errors == 12)
                #expect(ended.counts.imported == 988)
                #expect(try Self.progress(engine).isEmpty)
                let items = try await Self.items(engine)
                #expect(items.count == 988)
                #expect(try await Self.items(engine, index: "byLevel") == items)
                let listed = try #require(buckets.files().first { $0.hasSuffix(".errors.jsonl") })
                #expect(try buckets.read(listed).split(separator: UInt8(ascii: "\n")).count == 12)
                #expect(try await engine.check().findings == [])
            }
        }
    }

    /// Notes an import as an engine does.
    private static func begin(_ engine: TableEngine) async throws -> ImportRecord {
        let (id, request) = (engine.newBackupId(), request())
        let place = ResourcePlace(region: "us-east-1", account: "000000000000")
        return try await engine.onWriter { (writer) throws(EngineFault) -> ImportRecord in
            var definition = try writer.definition(of: request.table, place)
            for index in definition.indexes.indices { definition.indexes[index].isActive = false }
            definition.restore = RestoreOrigin(tableName: "Imported", time: 0, isInProgress: true, isImport: true)
            let record = ImportRecord(
                id: id, request: request, tableId: definition.tableId, table: definition.id, started: writer.now)
            try writer.startImport(into: definition, id)
            try writer.save(record.whole, as: .tableImport, id)
            return record
        }
    }

    /// A table that is being imported can be given up.
    @Test func removal() async throws {
        try await Self.with { engine, buckets in
            try buckets.write((0..<5_000).map { Self.line($0) }.joined(separator: "\n"), to: "bucket/a")
            let begun = try await engine.beginImport(Self.request())
            _ = try await engine.deleteTable(tableName: "Imported")
            let ended = try await engine.ended(import: begun.arn)
            if ended.status == .failed { #expect(ended.failure?.code == "ResourceNotFound") }
            await expectError(.resourceNotFound) { try await engine.describeTable(tableName: "Imported") }
            #expect(try await engine.check().findings == [])
        }
    }
}
