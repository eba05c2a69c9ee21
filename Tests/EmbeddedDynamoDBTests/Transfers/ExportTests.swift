import DynamoExpressions
import DynamoModel
import DynamoWire
import FoundationEssentials
import JSONText
import Synchronization
import TableTransfer
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Exports: what is in them, held against a model that is recorded next to the writes, and how they end.
@Suite struct ExportTests {
    private static func options(_ folder: TemporaryFolder, _ clock: SteppedClock) -> TableEngine.Options {
        var options = TableEngine.Options()
        options.clock = { clock.now }
        options.exportFolder = TestBuckets(folder).path
        options.onMaintenanceFailure = { Issue.record("\($0)") }
        return options
    }

    private static let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/Indexed"

    /// A table with recovery and some items, and a bucket.
    private static func with(
        items: Int = 1_500,
        _ body: @Sendable @escaping (TableEngine, TestTable, TestBuckets, SteppedClock) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let (clock, buckets) = (SteppedClock(), TestBuckets(folder))
            try buckets.make("bucket")
            try await TableEngine.with(folder.file("table.db"), options: options(folder, clock)) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<items).map { indexedItem($0) })
                try await engine.setRecovery("Indexed")
                clock.advance(by: 1)
                try await body(engine, table, buckets, clock)
            }
        }
    }

    private static func request(
        at time: Double? = nil, prefix: String? = nil, token: String? = nil
    ) -> ExportRequest {
        ExportRequest(
            tableArn: arn, place: BucketPlace(bucket: "bucket", prefix: prefix), time: time, clientToken: token)
    }

    private static func items(_ lines: [JSONValue]) throws -> [String: Item] {
        let items = try lines.map { try Item(itemJSON: try #require($0["Item"])) }
        let found = TableEngine.byKey(items)
        #expect(found.count == items.count)
        return found
    }

    /// An export has the items of its moment, whatever is written before and meanwhile; its manifests go with it, and
    /// the program's own import takes it.
    @Test(arguments: [nil, "a/b", "a/b/"]) func anExportShowsOneMoment(prefix: String?) async throws {
        try await Self.with { engine, table, buckets, clock in
            let before = try await engine.items("Indexed")
            let moment = clock.now
            clock.advance(by: 1)
            for number in 0..<300 { try await Self.change(table, number) }
            let begun = try await engine.beginExport(Self.request(at: moment, prefix: prefix))
            #expect(begun.status == .inProgress && begun.request.clientToken != nil && begun.request.kind == nil)
            for number in 300..<600 { try await Self.change(table, number) }
            let ended = try await engine.ended(export: begun.arn)
            #expect(ended.status == .completed && ended.failure == nil)
            #expect(ended.itemCount == before.count)
            #expect(ended.billedSizeBytes == before.values.reduce(0) { $0 + $1.itemSize })
            #expect(ended.request.time == moment && ended.ended != nil)
            #expect(try Self.items(buckets.lines(ended)) == before)
            let id = try #require(ResourceName(begun.arn)?.export?.id)
            let root = "bucket/" + (prefix == nil ? "" : "a/b/") + "AWSDynamoDB/\(id)"
            let files = buckets.files()
            #expect(
                Set(files.filter { !$0.contains("/data/") })
                    == Set(
                        ["_started", "manifest-files.json", "manifest-files.md5", "manifest-summary.json"].map {
                            "\(root)/\($0)"
                        } + ["\(root)/manifest-summary.md5"]))
            #expect(files.filter { $0.contains("/data/") }.count == 1)
            let summary = try JSONValue.parse(try buckets.read("\(root)/manifest-summary.json"))
            #expect(summary["exportArn"]?.stringValue == begun.arn)
            #expect(summary["exportType"]?.stringValue == "FULL_EXPORT")
            #expect(summary["itemCount"]?.intValue == before.count)
            let copy = try await TestTable.make(engine, TestTables.indexed(name: "Copy"))
            let imported = try await TableImport(into: TransferTable(engine, name: "Copy"))
                .run(ImportFiles("\(buckets.path)/\(root)"), meter: TransferMeter())
            #expect(imported.items.count == before.count)
            #expect(TableEngine.byKey(try await copy.scanPages().flatMap(\.items)) == before)
            #expect(
                try await engine.onWriter { (writer) throws(EngineFault) in
                    writer.state.recordings.values.allSatisfy { Set($0.keys) == [Writer.recoveryConsumer] }
                })
        }
    }

    /// Of many exports some wait for others; all end, also those that wait when the file is closed.
    @Test func manyExports() async throws {
        try await TemporaryFolder.with { folder in
            let (clock, buckets) = (SteppedClock(), TestBuckets(folder))
            try buckets.make("bucket")
            let options = Self.options(folder, clock)
            let begun = try await TableEngine.with(folder.file("table.db"), options: options) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<1_500).map { indexedItem($0) })
                try await engine.setRecovery("Indexed")
                clock.advance(by: 1)
                var begun: [String] = []
                for _ in 0..<8 { begun.append(try await engine.beginExport(Self.request()).arn) }
                return begun
            }
            try await TableEngine.with(folder.file("table.db"), options: options) { engine in
                for arn in begun {
                    let ended = try await engine.ended(export: arn)
                    #expect(ended.itemCount == 1_500)
                }
            }
        }
    }

    private static func change(_ table: TestTable, _ number: Int) async throws {
        switch number % 3 {
        case 0: try await table.put(indexedItem(number * 2, group: "changed", text: "later"))
        case 1: try await table.delete(table.key(of: indexedItem(number * 2)))
        default: try await table.put(indexedItem(10_000 + number))
        }
    }

    /// Random moments between random changes.
    @Test(arguments: [1, 2, 3]) func moments(seed: UInt64) async throws {
        try await Self.with(items: 60) { engine, table, buckets, clock in
            var random = SeededGenerator(seed: seed)
            var model = try await engine.items("Indexed")
            // The engine's times are whole milliseconds.
            func now() -> Int { Int(clock.now * 1000) }
            var states = [(time: now(), items: model)]
            for step in 0..<150 {
                clock.advance(by: Double(random.int(1...4)) / 1000)
                let item = indexedItem(random.int(0...90), text: "\(step)")
                let key = item["sk"]?.string ?? ""
                if random.int(0...2) == 0 {
                    try await table.delete(table.key(of: item))
                    model[key] = nil
                } else {
                    try await table.put(item)
                    model[key] = item
                }
                states.append((now(), model))
            }
            for _ in 0..<12 {
                let time = random.int(states[0].time...states[states.count - 1].time)
                let begun = try await engine.beginExport(Self.request(at: Double(time) / 1000))
                let ended = try await engine.ended(export: begun.arn)
                #expect(try Self.items(buckets.lines(ended)) == states.last { $0.time <= time }?.items)
            }
            // A table of which nothing is left was full once.
            for key in model.values.map({ table.key(of: $0) }) { try await table.delete(key) }
            let then = try await engine.ended(
                export: try await engine.beginExport(Self.request(at: Double(states[0].time) / 1000)).arn)
            #expect(try Self.items(buckets.lines(then)) == states[0].items)
            clock.advance(by: 1)
            let now = try await engine.ended(export: try await engine.beginExport(Self.request()).arn)
            #expect(now.itemCount == 0)
            #expect(try buckets.lines(now).isEmpty)
        }
    }

    /// An incremental export has each changed item once: what it was, what it became, when it was changed last.
    @Test(arguments: [ExportRequest.View.newAndOldImages, .newImage, nil]) func increments(
        view: ExportRequest.View?
    ) async throws {
        try await Self.with(items: 30) { engine, table, buckets, clock in
            try await table.put(indexedItem(1, text: "before"))
            clock.advance(by: 60)
            let from = clock.now
            try await table.put(indexedItem(1, text: "first"))
            try await table.put(indexedItem(100, text: "new"))
            try await table.put(indexedItem(101, text: "for a moment"))
            try await table.delete(table.key(of: indexedItem(2)))
            try await table.delete(table.key(of: indexedItem(3)))
            clock.advance(by: 600)
            try await table.put(indexedItem(1, text: "last"))
            try await table.put(indexedItem(3, text: "again"))
            try await table.delete(table.key(of: indexedItem(101)))
            let last = clock.now
            clock.advance(by: 600)
            let to = clock.now
            clock.advance(by: 1)
            try await table.put(indexedItem(1, text: "too late"))
            try await table.put(indexedItem(4, text: "too late"))
            try await table.delete(table.key(of: indexedItem(100)))
            var request = Self.request()
            request.kind = .incremental
            request.increment = ExportRequest.Increment(from: from, to: to, view: view)
            let ended = try await engine.ended(export: try await engine.beginExport(request).arn)
            #expect(ended.status == .completed && ended.itemCount == 4)
            #expect(ended.request.increment?.view == view ?? .newAndOldImages)
            func image(_ line: JSONValue, _ name: String) throws -> Item? {
                try line[name].map { try Item(itemJSON: $0) }
            }
            var lines: [String: JSONValue] = [:]
            for line in try buckets.lines(ended) {
                let keys = try #require(try image(line, "Keys"))
                #expect(keys.count == 2)
                lines[keys["sk"]?.string ?? ""] = line
            }
            let expected: [String: (old: Item?, new: Item?, time: Double)] = [
                "s1": (indexedItem(1, text: "before"), indexedItem(1, text: "last"), last),
                "s2": (indexedItem(2), nil, from), "s3": (indexedItem(3), indexedItem(3, text: "again"), last),
                "s100": (nil, indexedItem(100, text: "new"), from),
            ]
            #expect(Set(lines.keys) == Set(expected.keys))
            for (key, what) in expected {
                let line = try #require(lines[key])
                #expect(try image(line, "NewImage") == what.new)
                #expect(try image(line, "OldImage") == (view == .newImage ? nil : what.old))
                let micros = line["Metadata"]?["WriteTimestampMicros"]?["N"]?.stringValue
                #expect(micros == "\(Int(what.time * 1000) * 1000)")
            }
            let id = try #require(ResourceName(ended.arn)?.export?.id)
            let summary = try JSONValue.parse(try buckets.read("bucket/AWSDynamoDB/\(id)/manifest-summary.json"))
            #expect(summary["exportType"]?.stringValue == "INCREMENTAL_EXPORT")
            #expect(buckets.files().contains { $0.hasPrefix("bucket/AWSDynamoDB/data/") })
        }
    }

    /// Puts an item or, one time in three, removes what has its key, in the table and in the model.
    private static func change(
        _ item: Item, _ table: TestTable, _ model: inout [String: Item], _ random: inout SeededGenerator
    ) async throws {
        let key = item["sk"]?.string ?? ""
        if random.int(0...2) == 0 {
            try await table.delete(table.key(of: item))
            model[key] = nil
        } else {
            try await table.put(item)
            model[key] = item
        }
    }

    /// Random stretches between random changes, against a model of the states at both ends.
    @Test(arguments: [4, 5]) func stretches(seed: UInt64) async throws {
        try await Self.with(items: 40) { engine, table, buckets, clock in
            var random = SeededGenerator(seed: seed)
            var model = try await engine.items("Indexed")
            var states = [(time: clock.now, items: model)]
            for step in 0..<120 {
                clock.advance(by: Double(random.int(20...60)))
                try await Self.change(indexedItem(random.int(0...50), text: "\(step)"), table, &model, &random)
                states.append((clock.now, model))
            }
            for _ in 0..<8 {
                let first = random.int(0...states.count - 60)
                let last = first + random.int(50...59)
                var request = Self.request()
                request.kind = .incremental
                // What was made at the first moment belongs to the stretch, what was at the last does not.
                request.increment = ExportRequest.Increment(
                    from: states[first].time + 0.001, to: states[last].time + 0.001, view: .newAndOldImages)
                let ended = try await engine.ended(export: try await engine.beginExport(request).arn)
                var items = states[first].items
                for line in try buckets.lines(ended) {
                    let key = try Item(itemJSON: try #require(line["Keys"]))["sk"]?.string ?? ""
                    let old = try line["OldImage"].map { try Item(itemJSON: $0) }
                    #expect(old == items[key])
                    items[key] = try line["NewImage"].map { try Item(itemJSON: $0) }
                }
                #expect(items == states[last].items)
            }
        }
    }

    /// A full export and the increments after it, each imported over what the ones before made, give the table as it
    /// was at the end of each, in both forms and views; `lexi table import` is this import.
    @Test(
        arguments: [TransferFormat.json, .ion], [ExportRequest.View.newAndOldImages, .newImage]
    ) func importedIncrements(format: TransferFormat, view: ExportRequest.View) async throws {
        try await Self.with(items: 60) { engine, table, buckets, clock in
            var random = SeededGenerator(seed: 11)
            var model = try await engine.items("Indexed")
            let copy = try await TestTable.make(engine, TestTables.indexed(name: "Copy"))
            func take(_ export: ExportDescription) async throws -> TableImport.Summary {
                #expect(export.status == .completed)
                let id = try #require(ResourceName(export.arn)?.export?.id)
                let files = try ImportFiles("\(buckets.path)/bucket/AWSDynamoDB/\(id)")
                #expect(files.isIncrement == (export.request.kind == .incremental))
                return try await TableImport(into: TransferTable(engine, name: "Copy"))
                    .run(files, meter: TransferMeter())
            }
            var request = Self.request()
            request.format = format
            _ = try await take(try await engine.ended(export: try await engine.beginExport(request).arn))
            var from = clock.now
            for round in 0..<5 {
                let before = model
                for step in 0..<40 {
                    clock.advance(by: Double(random.int(10...60)))
                    let item = indexedItem(random.int(0...80), text: "\(round) \(step)")
                    try await Self.change(item, table, &model, &random)
                }
                clock.advance(by: 900)
                let to = clock.now
                request.kind = .incremental
                request.increment = ExportRequest.Increment(from: from, to: to, view: view)
                let ended = try await engine.ended(export: try await engine.beginExport(request).arn)
                let summary = try await take(ended)
                #expect(summary.items.count + summary.removed == ended.itemCount)
                #expect(summary.removed == before.keys.count { model[$0] == nil } && summary.replaced == 0)
                #expect(TableEngine.byKey(try await copy.scanPages().flatMap(\.items)) == model)
                from = to
            }
        }
    }

    /// A filter selects items and parts of them, of a full export and of changes; what an expression cannot be is
    /// refused in Query's words before anything is begun.
    @Test func filters() async throws {
        try await Self.with(items: 70) { engine, table, buckets, clock in
            func lines(_ request: ExportRequest) async throws -> [JSONValue] {
                let ended = try await engine.ended(export: try await engine.beginExport(request).arn)
                #expect(ended.request.filter == request.filter)
                let lines = try buckets.lines(ended)
                #expect(ended.itemCount == lines.count)
                return lines
            }
            let all = try await engine.items("Indexed")
            var request = Self.request()
            request.filter = ExportFilter(
                keyCondition: "pk = :p AND begins_with(sk, :s)", filter: "ln > :n", projection: "pk, sk, ln",
                parameters: ExpressionParameters(values: [":p": "p3", ":s": "s", ":n": 20]))
            let chosen = all.filter { $0.value["pk"] == "p3" && ($0.value["ln"]?.int ?? 0) > 20 }
            #expect(chosen.count == 7)
            #expect(
                try Self.items(try await lines(request)) == chosen.mapValues { $0.projected(to: ["pk", "sk", "ln"]) })
            request.filter = ExportFilter(
                filter: "#k = :p", parameters: ExpressionParameters(names: ["#k": "pk"], values: [":p": "p1"]))
            #expect(try Self.items(try await lines(request)) == all.filter { $0.value["pk"] == "p1" })

            clock.advance(by: 1)
            request.kind = .incremental
            request.increment = ExportRequest.Increment(from: clock.now)
            for (number, text) in [(1, "wanted"), (2, "other"), (3, "wanted")] {
                try await table.put(indexedItem(number, text: text))
            }
            clock.advance(by: 1)
            try await table.put(indexedItem(3, text: "no more"))
            try await table.delete(table.key(of: indexedItem(4)))
            clock.advance(by: 1_000)
            request.filter = ExportFilter(
                filter: "a = :w OR sk = :s", projection: "a",
                parameters: ExpressionParameters(values: [":w": "wanted", ":s": "s4"]))
            // An item that is gone has no image.
            var changes: [Item: Item] = [:]
            for line in try await lines(request) {
                changes[try Item(itemJSON: try #require(line["Keys"]))] =
                    try line["NewImage"].map { try Item(itemJSON: $0) } ?? [:]
            }
            #expect(changes == [table.key(of: indexedItem(1)): ["a": "wanted"], table.key(of: indexedItem(4)): [:]])

            for (filter, words) in [
                (ExportFilter(keyCondition: "sk = :p"), "Query condition missed key schema element: pk"),
                (ExportFilter(keyCondition: "pk = :p", filter: "sk = :p"), "non-primary key attributes"),
                (ExportFilter(filter: "a = :q"), "not defined"), (ExportFilter(filter: "a ="), "Syntax error"),
                (ExportFilter(projection: "a, a"), "overlap"),
            ] {
                request.filter = filter
                if filter.projection == nil { request.filter?.parameters.values = [":p": "p"] }
                let error = await #expect(throws: DynamoDBError.self) { try await engine.beginExport(request) }
                #expect(
                    error?.code == .validation && (error?.message.contains(words) ?? false), "\(error?.message ?? "")")
            }
        }
    }

    /// The data file of an Ion export has Ion's name and form, and ImportTable takes it.
    @Test func ion() async throws {
        try await Self.with(items: 200) { engine, _, buckets, _ in
            let items = try await engine.items("Indexed")
            var request = Self.request()
            request.format = .ion
            let ended = try await engine.ended(export: try await engine.beginExport(request).arn)
            #expect(ended.request.format == .ion && ended.itemCount == items.count)
            let id = try #require(ResourceName(ended.arn)?.export?.id)
            let summary = try JSONValue.parse(try buckets.read("bucket/AWSDynamoDB/\(id)/manifest-summary.json"))
            #expect(summary["outputFormat"]?.stringValue == "ION")
            #expect(buckets.files().filter { $0.contains("/data/") }.allSatisfy { $0.hasSuffix(".ion.gz") })
            let begun = try await engine.beginImport(
                ImportRequest(
                    place: BucketPlace(bucket: "bucket", prefix: "AWSDynamoDB/\(id)/data/"), format: .ion,
                    compression: .gzip, table: TestTables.indexed(name: "Copy")))
            let imported = try await engine.ended(import: begun.arn)
            #expect(imported.status == .completed && imported.counts.imported == items.count)
            #expect(try await engine.items("Copy") == items)
        }
    }

    /// An export that was interrupted, wherever, goes on when the file is opened again, and is the same.
    @Test(arguments: [0, 1, 3, 100]) func interruptions(steps: Int) async throws {
        try await TemporaryFolder.with { folder in
            let (clock, buckets, path) = (SteppedClock(), TestBuckets(folder), folder.file("table.db"))
            try buckets.make("bucket")
            let options = Self.options(folder, clock)
            var quiet = options
            quiet.exportFolder = nil
            let (record, items) = try await TableEngine.with(path, options: quiet) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<4_000).map { indexedItem($0) })
                try await engine.setRecovery("Indexed")
                let items = try await engine.items("Indexed")
                let record = try await Self.begin(engine)
                for number in 0..<100 { try await Self.change(table, number) }
                let store = engine.store
                let info = try #require(store.table(id: record.table))
                var work = try ExportWork(store, BucketFolder(path: buckets.path), record, of: info)
                for _ in 0..<steps where try work.step() { break }
                for number in 100..<200 { try await Self.change(table, number) }
                return (record, items)
            }
            // What a process that was killed wrote last may be torn.
            let partial = "\(buckets.path)/bucket/\(record.dataKey).partial"
            var data = try Data(contentsOf: URL(filePath: partial))
            data.append(contentsOf: [1, 2, 3])
            try data.write(to: URL(filePath: partial))
            try await TableEngine.with(path, options: options) { engine in
                let arn = ResourcePlace(region: "us-east-1", account: "000000000000").export(record.id, of: "Indexed")
                let ended = try await engine.ended(export: arn)
                #expect(ended.status == .completed)
                #expect(try Self.items(buckets.lines(ended)) == items)
                #expect(!buckets.files().contains { $0.hasSuffix(".partial") || $0.contains(".work") })
                #expect(try await engine.check().findings == [])
            }
        }
    }

    /// Pages of the log that leave no trace end a step each, also when lines wait to be written.
    @Test func changesWithoutATrace() async throws {
        try await Self.with(items: 0) { engine, table, buckets, _ in
            let record = try await Self.begin(engine, ofChanges: true)
            try await table.putAll((0..<2_000).map { indexedItem($0) })
            // The first item stays, so that a line waits while the pages of the others come.
            let others = try await table.scanPages().flatMap(\.items).dropFirst().map { table.key(of: $0) }
            for part in stride(from: 0, to: others.count, by: 25) {
                let removed = others[part..<min(part + 25, others.count)].map { BatchWrite.delete(key: $0) }
                _ = try await engine.batchWriteItem(BatchWriteItemRequest(requestItems: [table.name: removed]))
            }
            let (store, folder) = (engine.store, BucketFolder(path: buckets.path))
            try folder.makeFolders("bucket", of: "other/scratch")
            let scratch = try ExportScratch(path: "\(buckets.path)/bucket/other/scratch")
            var reader = ExportReader(store, table: record.table, record.scope, scratch, from: .init())
            var empty = 0
            while let entries = try reader.next() { if entries.isEmpty { empty += 1 } }
            let info = try #require(store.table(id: record.table))
            var work = try ExportWork(store, folder, record, of: info)
            var steps = 1
            while try !work.step() { steps += 1 }
            #expect(steps > empty && empty > 3)
        }
    }

    /// A byte that is turned in the data file before it is verified is found, said, and the file written again.
    @Test(arguments: [0.1, 0.5, 0.95]) func aTurnedByte(place: Double) async throws {
        try await TemporaryFolder.with { folder in
            let (clock, buckets, path) = (SteppedClock(), TestBuckets(folder), folder.file("table.db"))
            try buckets.make("bucket")
            var options = Self.options(folder, clock)
            options.exportFolder = nil
            let (record, items) = try await TableEngine.with(path, options: options) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<2_000).map { indexedItem($0) })
                try await engine.setRecovery("Indexed")
                let record = try await Self.begin(engine)
                let info = try #require(engine.store.table(id: record.table))
                var work = try ExportWork(engine.store, BucketFolder(path: buckets.path), record, of: info)
                while try !work.step() {}
                return (record, try await engine.items("Indexed"))
            }
            let partial = URL(filePath: "\(buckets.path)/bucket/\(record.dataKey).partial")
            var data = try Data(contentsOf: partial)
            data[Int(Double(data.count) * place)] ^= 0x10
            try data.write(to: partial)
            let failures = Mutex<[String]>([])
            options = Self.options(folder, clock)
            options.onMaintenanceFailure = { failure in failures.withLock { $0.append("\(failure)") } }
            try await TableEngine.with(path, options: options) { engine in
                let arn = ResourcePlace(region: "us-east-1", account: "000000000000").export(record.id, of: "Indexed")
                let ended = try await engine.ended(export: arn)
                #expect(ended.status == .completed)
                #expect(try Self.items(buckets.lines(ended)) == items)
            }
            #expect(failures.withLock { $0.count == 1 && $0[0].contains(record.id) })
        }
    }

    /// A costly filter is evaluated in many short steps, each at most an item over the bound, and the export is whole.
    @Test func costlyFilters() async throws {
        try await TemporaryFolder.with { folder in
            let (clock, buckets, path) = (SteppedClock(), TestBuckets(folder), folder.file("table.db"))
            try buckets.make("bucket")
            let options = Self.options(folder, clock)
            var quiet = options
            quiet.exportFolder = nil
            let texts = (0..<16).map { (":s\($0)", AttributeValue.s(String(repeating: "a", count: 20) + "\($0)")) }
            var request = Self.request()
            request.filter = ExportFilter(
                filter: texts.map { "contains(x, \($0.0))" }.joined(separator: " OR ") + " OR sk < :s",
                parameters: ExpressionParameters(
                    values: Dictionary(uniqueKeysWithValues: texts + [(":s", "s2")])))
            let (asked, text) = (request, AttributeValue.s(String(repeating: "a", count: 100_000)))
            let record = try await TableEngine.with(path, options: quiet) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                let items = (0..<24).map { indexedItem($0).merging(["x": text]) }
                for item in items { try await table.put(item) }
                try await engine.setRecovery("Indexed")
                let record = try await Self.begin(engine, asked)
                let info = try #require(engine.store.table(id: record.table))
                var one = EvaluationBudget()
                let selection = try ExportSelection(try #require(asked.filter), info)
                #expect(items.filter { selection.takes($0, &one) }.count == Self.selected(items).count)
                let most = ExportWork.evaluationAtATime + one.spent / items.count * 2
                #expect(one.spent > 4 * most)
                var work = try ExportWork(engine.store, BucketFolder(path: buckets.path), record, of: info)
                var (steps, isAtEnd) = (0, false)
                while !isAtEnd {
                    isAtEnd = try work.step()
                    steps += 1
                    #expect(work.spent <= most)
                }
                #expect(steps >= one.spent / most)
                return record
            }
            try await TableEngine.with(path, options: options) { engine in
                let arn = ResourcePlace(region: "us-east-1", account: "000000000000").export(record.id, of: "Indexed")
                let ended = try await engine.ended(export: arn)
                #expect(ended.status == .completed)
                let expected = Self.selected(try await engine.items("Indexed").map(\.value))
                let found = try Self.items(buckets.lines(ended))
                #expect(Set(found.values) == Set(expected))
            }
        }
    }

    private static func selected(_ items: [Item]) -> [Item] { items.filter { ($0["sk"]?.string ?? "") < "s2" } }

    /// Notes an export as an engine does.
    private static func begin(
        _ engine: TableEngine, _ request: ExportRequest = request(), ofChanges: Bool = false
    ) async throws -> ExportRecord {
        let info = try #require(engine.store.table("Indexed"))
        let id = engine.newBackupId()
        return try await engine.onWriter { (writer) throws(EngineFault) -> ExportRecord in
            let record = ExportRecord(
                id: id, request: request, tableName: "Indexed", tableId: info.definition.tableId, table: info.id,
                scope: ofChanges
                    ? .changes(after: writer.state.lastSequence, through: .max)
                    : .items(after: writer.state.lastSequence), time: writer.now, started: writer.now,
                dataName: "data")
            try writer.holdForExport(id, of: info.id, after: record.scope.first)
            try writer.save(record.stored, as: .export, id)
            return record
        }
    }

    /// What cannot be exported is refused, and nothing is begun.
    @Test func refusals() async throws {
        try await Self.with(items: 5) { engine, _, buckets, clock in
            let now = clock.now
            await expectError(.tableNotFound) {
                try await engine.beginExport(
                    ExportRequest(tableArn: Self.arn + "2", place: BucketPlace(bucket: "bucket")))
            }
            await expectError(.invalidExportTime, "Export Time is invalid") {
                try await engine.beginExport(Self.request(at: now - 86_400))
            }
            await expectError(.invalidExportTime) { try await engine.beginExport(Self.request(at: now + 60)) }
            await expectError(.validation) { try await engine.beginExport(Self.request(prefix: "a/../../b")) }
            await expectError(.validation) { try await engine.beginExport(Self.request(prefix: "./a")) }
            // The system cuts paths at the slash, whatever mark follows it.
            await expectError(.validation) { try await engine.beginExport(Self.request(prefix: "../\u{301}a")) }
            var delimited = Self.request()
            delimited.format = .csv
            await expectError(.validation) { try await engine.beginExport(delimited) }
            var increment = Self.request()
            increment.increment = ExportRequest.Increment(from: now - 1_000)
            await expectError(.validation) { try await engine.beginExport(increment) }
            increment.kind = .incremental
            await expectError(.invalidExportTime) { try await engine.beginExport(increment) }
            increment.increment = ExportRequest.Increment(from: now - 1)
            await expectError(.invalidExportTime) { try await engine.beginExport(increment) }
            increment.increment = ExportRequest.Increment()
            await expectError(.validation) { try await engine.beginExport(increment) }
            try await engine.setRecovery("Indexed", false)
            await expectError(.pointInTimeRecoveryUnavailable) { try await engine.beginExport(Self.request()) }
            #expect(try await engine.exports().page.isEmpty)
            #expect(buckets.files().isEmpty)
            await expectError(.validation) { try await engine.describedExport(Self.arn) }
            await expectError(.exportNotFound) { try await engine.describedExport(Self.arn + "/export/0-a") }
        }
    }

    /// A bucket that is not there, and one that cannot be written to: the export fails, and says why.
    @Test func bucketsThatCannotBe() async throws {
        try await Self.with(items: 5) { engine, _, buckets, _ in
            var request = Self.request()
            request.place.bucket = "nobody"
            let missing = try await engine.ended(export: try await engine.beginExport(request).arn)
            #expect(missing.status == .failed && missing.failure?.code == "S3NoSuchBucket")
            #expect(missing.failure?.message.hasPrefix("The specified bucket does not exist") == true)
            try buckets.write("a file", to: "bucket/AWSDynamoDB")
            let blocked = try await engine.ended(export: try await engine.beginExport(Self.request()).arn)
            #expect(blocked.status == .failed && blocked.failure?.code == "S3AccessDenied")
            #expect(blocked.failure?.message.contains("bucket/AWSDynamoDB") == true)
            #expect(try await engine.exports().page.map(\.status) == [.failed, .failed])
            #expect(buckets.files() == ["bucket/AWSDynamoDB"])
        }
    }

    /// A token stands for one export for eight hours after its end.
    @Test func tokens() async throws {
        try await Self.with(items: 5) { engine, _, _, clock in
            let first = try await engine.beginExport(Self.request(token: "one"))
            #expect(try await engine.beginExport(Self.request(token: "one")).arn == first.arn)
            let ended = try await engine.ended(export: first.arn)
            #expect(ended.request.clientToken == "one")
            await expectError(.exportConflict) {
                try await engine.beginExport(Self.request(prefix: "other", token: "one"))
            }
            #expect(try await engine.beginExport(Self.request()).arn != first.arn)
            clock.advance(by: 8 * 3_600 + 1)
            #expect(try await engine.beginExport(Self.request(token: "one")).arn != first.arn)
        }
    }

    /// Lists come in pages in the order of names, by table or not, for ninety days.
    @Test func lists() async throws {
        try await Self.with(items: 5) { engine, _, _, clock in
            var arns: [String] = []
            for _ in 0..<5 {
                let arn = try await engine.beginExport(Self.request()).arn
                arns.append(try await engine.ended(export: arn).arn)
                clock.advance(by: 1)
            }
            var (paged, token): ([String], String?) = ([], nil)
            repeat {
                let page = try await engine.exports(limit: 2, token: token)
                #expect(page.page.count <= 2)
                if let token = page.token { #expect(token.utf8.count >= 112 && token.utf8.count % 16 == 0) }
                paged += page.page.map(\.arn)
                token = page.token
            } while token != nil
            #expect(paged == arns)
            #expect(try await engine.exports(Self.arn).page.count == 5)
            #expect(try await engine.exports(Self.arn + "2").page.isEmpty)
            await expectError(.validation) { try await engine.exports(token: "no token") }
            clock.advance(by: 91 * 86_400)
            #expect(try await engine.exports().page.isEmpty)
            await expectError(.exportNotFound) { try await engine.describedExport(arns[0]) }
        }
    }
}
