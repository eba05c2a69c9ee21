import DynamoModel
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Files of older format versions are upgraded when they are opened for writing, and lose nothing; those of the present
/// one, made by an earlier program, are read.
@Suite struct UpgradeTests {
    /// A copy of the committed file of a version; `Files/make-version-….py` says what is in it.
    private func copy(of version: Int, in folder: TemporaryFolder) throws -> String {
        let files = URL(filePath: #filePath).deletingLastPathComponent().appendingPathComponent("Files")
        let path = folder.file("table.db")
        try FileManager.default.copyItem(
            atPath: files.appendingPathComponent("version-\(version).sqlite").path, toPath: path)
        return path
    }

    /// The items of the table `Indexed`, as `make-version-1.py` wrote them.
    private static let indexed: [Item] = (0..<40).compactMap { number in
        guard number % 5 != 0 else { return nil }
        let isUpdated = number % 10 == 1
        var item: Item = [
            "pk": .s("p\(number % 4)"), "sk": .s("s" + (number < 10 ? "00" : "0") + "\(number)"),
            "text": .s(String(repeating: "é", count: number % 7)),
            "number": .n((try? DynamoNumber("-1.25E-7")) ?? .zero),
            "bin": .b([0, 255, UInt8(number)]), "flag": .bool(number % 2 == 0), "nothing": .null,
            "list": [.int(number), "x", ["deep": []]], "map": .m(["id-\(number)": .int(number), "always": "y"]),
            "version": .int(isUpdated ? 2 : 1),
        ]
        item["ss"] = (try? AttributeSet(["a", "b"])).map { .ss($0) }
        item["ns"] = (try? AttributeSet([DynamoNumber("1"), DynamoNumber("2.5")])).map { .ns($0) }
        item["bs"] = (try? AttributeSet([[UInt8]("q".utf8), [UInt8]("w".utf8)])).map { .bs($0) }
        if number % 3 != 0 { item["ln"] = .int(number) }
        if number % 2 == 1 {
            item["gpk"] = .s("g\(number % 5)")
            item["gsk"] = .int(isUpdated ? -number : number * 10)
            item["a"] = .s("a\(number)")
        }
        return item
    }

    private func scan(_ engine: TableEngine, _ table: String, index: String? = nil) async throws -> [Item] {
        let items = try await engine.scan(ScanRequest(tableName: table, indexName: index)).items
        return items.sorted { ($0["sk"]?.string ?? "").compareBytes(with: $1["sk"]?.string ?? "") < 0 }
    }

    /// Everything that the old file held is in the new one, the filling that was under way is finished, and what was
    /// dropped is gone; also when the new file does not fit into the cache while it is made.
    @Test(arguments: [128 * 1024, 16]) func aFileOfVersion1(cache: Int) async throws {
        try await TemporaryFolder.with { folder in
            let path = try copy(of: 1, in: folder)
            var small = TableEngine.Options()
            small.upgradeCacheKibibytes = cache
            let options = small
            try await TableEngine.with(path, options: options) { engine in
                let tables = try await engine.listTables(exclusiveStartTableName: nil, limit: nil).tableNames
                #expect(tables == ["Filling", "Indexed", "Numbers"])
                try await waitUntilActive(engine, tableName: "Filling")
                #expect(try await engine.check().findings == [])
                #expect(try await scan(engine, "Indexed") == Self.indexed)
                let inIndex = Self.indexed.filter { $0["gpk"] != nil }
                #expect(try await scan(engine, "Indexed", index: "globalAll") == inIndex)
                #expect(
                    try await scan(engine, "Indexed", index: "localKeys").count
                        == Self.indexed.count { $0["ln"] != nil })
                #expect(try await scan(engine, "Filling", index: "byGroup").count == 300)
                let numbers = TestTable(
                    engine, CreateTableRequest(tableName: "Numbers", attributeDefinitions: [], keySchema: []))
                #expect(try await numbers.get(["id": 7])?["count"] == 1)
                #expect(try await numbers.get(["id": 8])?["blob"] == .b((0..<10_240).map { UInt8($0 % 256) }))
                let description = try await engine.describeTable(tableName: "Indexed")
                #expect(description.itemCount == 32 && description.deletionProtectionEnabled)
                #expect(description.warmThroughput?.readUnitsPerSecond == 13_000)
                #expect(try await engine.describeTimeToLive(tableName: "Indexed").attributeName == "expires")
                let row = try await engine.onWriter { (writer) throws(EngineFault) in
                    try storage { () throws(SQLiteFault) in
                        try writer.sqlite.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'r9'")
                    }
                }
                #expect(row == 0)
            }
        }
    }

    /// A transaction's token of before the upgrade is known after it.
    @Test func tokensAreKept() async throws {
        try await TemporaryFolder.with { folder in
            let path = try copy(of: 1, in: folder)
            var options = TableEngine.Options()
            // Some minutes after the file was made.
            options.clock = { 1_795_867_200 }
            try await TableEngine.with(path, options: options) { engine in
                var update = TransactWrite(
                    tableName: "Numbers", .update(key: ["id": 7], updateExpression: "ADD #c :one"))
                update.parameters = ExpressionParameters(names: ["#c": "count"], values: [":one": 1])
                _ = try await engine.transactWriteItems(
                    TransactWriteItemsRequest(transactItems: [update], clientRequestToken: "token-of-version-1"))
                let item = try await engine.getItem(GetItemRequest(tableName: "Numbers", key: ["id": 7])).item
                #expect(item?["count"] == 1)
            }
        }
    }

    /// The old file stays beside the new one, byte for byte, and the events say where.
    @Test func theOldFileIsKept() async throws {
        try await TemporaryFolder.with { folder in
            let path = try copy(of: 1, in: folder)
            let before = try Data(contentsOf: URL(filePath: path))
            let events = Mutex<[UpgradeEvent]>([])
            var options = TableEngine.Options()
            options.onUpgrade = { event in events.withLock { $0.append(event) } }
            try await TableEngine.with(path, options: options) { _ in }
            let kept = try Data(contentsOf: URL(filePath: path + ".v1-backup"))
            #expect(kept == before)
            #expect(
                events.withLock { $0 }
                    == [.began(from: 1, to: 3), .finished(from: 1, to: 3, backup: path + ".v1-backup")])
            // The second time there is nothing to upgrade.
            try await TableEngine.with(path, options: options) { _ in }
            #expect(events.withLock { $0.count } == 2)
        }
    }

    /// An upgrade says how far it is: in rows where they are written again, in bytes where the file is copied.
    @Test(arguments: [1, 2]) func anUpgradeSaysHowFarItIs(version: Int) async throws {
        try await TemporaryFolder.with { folder in
            let path = try copy(of: version, in: folder)
            let size = try FileSize.of(path)
            let events = Mutex<[UpgradeEvent]>([])
            var options = TableEngine.Options()
            options.onUpgrade = { event in events.withLock { $0.append(event) } }
            options.upgradeReportRows = 100
            options.upgradeReportBytes = 16 * 1024
            try await TableEngine.with(path, options: options) { _ in }
            var done: [Int] = []
            for event in events.withLock({ $0 }) {
                switch event {
                case .began(let from, _):
                    #expect(from == version && done.isEmpty)
                case .copied(let rows, let total):
                    #expect(version == 1 && rows <= total)
                    done.append(rows)
                case .copiedBytes(let bytes, let total):
                    #expect(version == 2 && bytes <= total && total == size)
                    done.append(bytes)
                case .finished(let from, _, _):
                    #expect(from == version && done.count > 2 && done == done.sorted())
                }
            }
            #expect(done.count > 2)
        }
    }

    /// A file of version 2 loses nothing, its stream begins, and the old file stays beside it.
    @Test func aFileOfVersion2() async throws {
        try await TemporaryFolder.with { folder in
            let path = try copy(of: 2, in: folder)
            let before = try Data(contentsOf: URL(filePath: path))
            try await TableEngine.with(path) { engine in
                let tables = try await engine.listTables(exclusiveStartTableName: nil, limit: nil).tableNames
                #expect(tables == ["Expiring", "Streamed"])
                #expect(try await engine.check().findings == [])
                #expect(try await scan(engine, "Streamed").count == 32)
                #expect(try await scan(engine, "Streamed", index: "global").count == 16)
                let arn = try #require(
                    try await engine.listStreams(ListStreamsRequest(tableName: "Streamed")).streams.first?.streamArn)
                let shards = try await engine.describeStream(DescribeStreamRequest(streamArn: arn)).shards
                #expect(shards.count == 1)
                _ = try await engine.deleteItem(
                    DeleteItemRequest(tableName: "Streamed", key: ["pk": "p1", "sk": "s001"]))
                let iterator = try await engine.getShardIterator(
                    GetShardIteratorRequest(streamArn: arn, shardId: shards[0].shardId, kind: .trimHorizon))
                let records = try await engine.getRecords(GetRecordsRequest(shardIterator: iterator)).records
                #expect(records.map(\.eventName) == [.remove])
                #expect(records.first?.oldImage?["ln"] == 1)
                // Items whose time was over, which older programs did not remove.
                try await waitFor("the items that have expired to go") { () -> Bool? in
                    let ids = try await engine.scan(ScanRequest(tableName: "Expiring")).items.compactMap {
                        $0["id"]?.int
                    }
                    return ids.sorted() == Array(10...21) ? true : nil
                }
            }
            #expect(try Data(contentsOf: URL(filePath: path + ".v2-backup")) == before)
            #expect(!FileManager.default.fileExists(atPath: path + ".upgrading"))
        }
    }

    /// A file of version 3, with what only that version has, some minutes after it was made.
    @Test func aFileOfVersion3() async throws {
        try await TemporaryFolder.with { folder in
            let path = try copy(of: 3, in: folder)
            var minutesLater = TableEngine.Options()
            minutesLater.clock = { 1_795_917_100 }
            minutesLater.exportFolder = folder.file("exports")
            try await TableEngine.with(path, options: minutesLater) { engine in
                let tables = try await engine.listTables(exclusiveStartTableName: nil, limit: nil).tableNames
                #expect(tables == ["Expiring", "Imported", "Recovered"])
                #expect(try await engine.check().findings == [])
                #expect(try await scan(engine, "Recovered").count == 32)
                #expect(try await scan(engine, "Recovered", index: "global").count == 16)
                #expect(try await scan(engine, "Imported").count == 2)
                let arn = try #require(
                    try await engine.listStreams(ListStreamsRequest(tableName: "Recovered")).streams.first?.streamArn)
                let shard = try #require(
                    try await engine.describeStream(DescribeStreamRequest(streamArn: arn)).shards.first?.shardId)
                let iterator = try await engine.getShardIterator(
                    GetShardIteratorRequest(streamArn: arn, shardId: shard, kind: .trimHorizon))
                let records = try await engine.getRecords(GetRecordsRequest(shardIterator: iterator)).records
                #expect(records.count == 48 && records.last?.eventName == .remove)
                try await expectSettingsOfVersion3(engine)
                var update = TransactWrite(
                    tableName: "Expiring", .update(key: ["id": 0], updateExpression: "ADD hits :one"))
                update.parameters = ExpressionParameters(values: [":one": 1])
                _ = try await engine.transactWriteItems(
                    TransactWriteItemsRequest(transactItems: [update], clientRequestToken: "token-of-version-3"))
                let counted = try await engine.getItem(GetItemRequest(tableName: "Expiring", key: ["id": 0])).item
                #expect(counted?["hits"] == 1)
            }
        }
    }

    private func expectSettingsOfVersion3(_ engine: TableEngine) async throws {
        let recovered = try #require(engine.store.table("Recovered"))
        #expect(recovered.definition.tags == ["\u{e9}": "v"] && recovered.definition.recovery?.days == 35)
        #expect(recovered.definition.insights[""]?.isEnabled == true)
        #expect(engine.store.table("Expiring")?.definition.expiry?.isActive == true)
        #expect(engine.store.catalog.dropped.values.map(\.definition.name) == ["Removed"])
        guard
            case .exports(let exports, _) = try await engine.transfers(
                .listExports(tableArn: nil, limit: nil, nextToken: nil)),
            case .imports(let imports, _) = try await engine.transfers(
                .listImports(tableArn: nil, limit: nil, nextToken: nil))
        else {
            Issue.record("another answer")
            return
        }
        #expect(exports.map(\.status) == [.completed] && exports.first?.itemCount == 32)
        #expect(imports.map(\.status) == [.completed] && imports.first?.counts.imported == 2)
        let minutes = try engine.store.read { (connection) throws(EngineFault) in
            try connection.documents(of: .metrics).flatMap { KeptMinute.samples($0.item, of: nil) }
        }
        #expect(minutes.contains { $0.metric.name == "ConsumedWriteCapacityUnits" && $0.sample.sum > 40 })
    }

    /// A file of version 2 whose upgrade was killed is upgraded at the next opening.
    @Test func anInterruptedAdditionBeginsAgain() async throws {
        try await TemporaryFolder.with { folder in
            let path = try copy(of: 2, in: folder)
            try Data("half".utf8).write(to: URL(filePath: path + ".upgrading"))
            try await TableEngine.with(path) { engine in
                let items = try await scan(engine, "Streamed")
                #expect(items.count == 32)
            }
        }
    }

    /// What an upgrade left that was killed is no obstacle, and a backup of before is never written over.
    @Test func anInterruptedUpgradeBeginsAgain() async throws {
        try await TemporaryFolder.with { folder in
            let path = try copy(of: 1, in: folder)
            try Data("half".utf8).write(to: URL(filePath: path + ".upgrading"))
            try Data("another".utf8).write(to: URL(filePath: path + ".v1-backup"))
            try await TableEngine.with(path) { engine in
                let items = try await scan(engine, "Indexed")
                #expect(items.count == 32)
            }
            let another = try Data(contentsOf: URL(filePath: path + ".v1-backup"))
            #expect(another == Data("another".utf8))
            #expect(FileManager.default.fileExists(atPath: path + ".v1-backup-2"))
            #expect(!FileManager.default.fileExists(atPath: path + ".upgrading"))
        }
    }

    /// A damaged item or entry of the old file does not keep the others, and stays refused.
    @Test func damagedRowsStayDamaged() async throws {
        try await TemporaryFolder.with { folder in
            let path = try copy(of: 1, in: folder)
            try tamper(
                path,
                """
                UPDATE r7 SET v = substr(v, 1, 6) || x'ee' || substr(v, 8) WHERE rowid = 1;
                UPDATE r4 SET v = x'01' || substr(v, 2, 9) || x'00' WHERE k = (SELECT k FROM r4 LIMIT 1)
                """)
            try await TableEngine.with(path) { engine in
                try await waitUntilActive(engine, tableName: "Filling")
                await expectError(.internalServerError) {
                    try await engine.getItem(GetItemRequest(tableName: "Numbers", key: ["id": 7])).item
                }
                await expectError(.internalServerError) { try await self.scan(engine, "Indexed", index: "globalAll") }
                #expect(try await scan(engine, "Indexed").count == 32)
                #expect(try await engine.check().findings.count == 2)
            }
        }
    }

    /// A definition that cannot be read stops the upgrade, which then has changed nothing.
    @Test func aDamagedDefinitionStopsTheUpgrade() async throws {
        try await TemporaryFolder.with { folder in
            let path = try copy(of: 1, in: folder)
            try tamper(path, "UPDATE tables SET v = substr(v, 1, 20) || x'00' || substr(v, 22) WHERE id = 1")
            let error = #expect(throws: StoreError.self) { try TableEngine.open(path: path) }
            if case .damaged = error {} else { Issue.record("\(String(describing: error))") }
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(!files.contains { $0.contains("upgrading") || $0.contains("backup") })
        }
    }

    /// A handle that only reads does not upgrade, and says what does.
    @Test func aReadingHandleRefusesAnOldFile() async throws {
        try await TemporaryFolder.with { folder in
            let path = try copy(of: 1, in: folder)
            var options = TableEngine.Options()
            options.isReadOnly = true
            let error = #expect(throws: StoreError.self) { try TableEngine.open(path: path, options: options) }
            #expect(
                error.map { "\($0)".contains("its format version 1 is older than 3; a program that writes") } == true)
        }
    }
}
