import DynamoModel
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Reads that looked a table up before it was dropped.
@Suite struct DroppedTableTests {
    private static let key: Item = ["pk": "p1", "sk": "s1"]

    /// Runs `body` with a table's first state after it was dropped, emptied, and made again under its name.
    private static func withDropped(
        _ body: @Sendable (TableEngine, TableInfo, PageReader) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db")) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<50).map { indexedItem($0) })
                let info = try engine.table(table.name)
                let reader = try engine.pageReader(
                    QueryRequest(
                        tableName: table.name, keyConditionExpression: "pk = :p",
                        parameters: ExpressionParameters(values: [":p": "p1"])))
                _ = try await engine.deleteTable(tableName: table.name)
                try await waitUntilEmptied(engine)
                _ = try await TestTable.make(engine, TestTables.indexed())
                try await table.put(indexedItem(1))
                try await body(engine, info, reader)
            }
        }
    }

    /// Waits until nothing that was dropped is left.
    private static func waitUntilEmptied(_ engine: TableEngine) async throws {
        while try await engine.onWriter({ (writer) throws(EngineFault) in writer.hasMaintenance }) {
            await Task.yield()
        }
    }

    // A get does not miss the item of a table that was there: the table is not found.
    @Test func gets() async throws {
        try await Self.withDropped { engine, info, _ in
            let key = try KeyRules.rowKey(Self.key, info.layout)
            await expectError(.resourceNotFound) {
                try engine.answering { () throws(EngineFault) in
                    _ = try engine.read(info) { (connection) throws(EngineFault) in try connection.item(info, key) }
                }
            }
            #expect(try await engine.getItem(GetItemRequest(tableName: info.name, key: Self.key)).item != nil)
        }
    }

    // A page is not short or empty: the table is not found.
    @Test func pages() async throws {
        try await Self.withDropped { engine, info, reader in
            await expectError(.resourceNotFound) { try await engine.page(reader, .none) }
            let present = try await TestTable(engine, TestTables.indexed()).scanPages().flatMap(\.items)
            #expect(present.count == 1)
        }
    }

    // So it is with an index that was deleted and made again.
    @Test func pagesOfAnIndex() async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db")) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<50).map { indexedItem($0) })
                let reader = try engine.pageReader(
                    QueryRequest(
                        tableName: table.name, indexName: "globalHash", keyConditionExpression: "gpk = :g",
                        parameters: ExpressionParameters(values: [":g": "g"])))
                _ = try await engine.updateTable(
                    UpdateTableRequest(
                        tableName: table.name, globalSecondaryIndexUpdates: [.delete(indexName: "globalHash")]))
                try await Self.waitUntilEmptied(engine)
                await expectError(.validation, "The table does not have the specified index: globalHash") {
                    try await engine.page(reader, .none)
                }
            }
        }
    }

    // Who finds a new table can read it at once.
    @Test func newTablesAreThere() async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db")) { engine in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for number in 0..<60 {
                            _ = try await engine.createTable(TestTables.keyed(name: "T\(number)00"))
                        }
                    }
                    for number in 0..<60 {
                        while engine.store.table("T\(number)00") == nil { await Task.yield() }
                        let page = try await engine.scan(ScanRequest(tableName: "T\(number)00"))
                        #expect(page == PageResponse(count: 0, scannedCount: 0))
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    // A check that meets a table being dropped finds nothing wrong. It met one when it read rows of it, and was not
    // done yet when the table was gone.
    @Test func checks() async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db")) { engine in
                var meetings = 0
                for attempt in 0..<40 where meetings < 2 {
                    let table = try await TestTable.make(engine, TestTables.keyed(name: "T\(attempt)00"))
                    try await table.putAll((0..<1200).map { ["pk": .s("p\($0)"), "sk": "s"] })
                    let whole = try await ContinuousClock().measure { _ = try await engine.check() }
                    let isDone = Mutex(false)
                    async let report = {
                        let report = try await engine.check()
                        isDone.withLock { $0 = true }
                        return report
                    }()
                    // At another part of the check each time, from its beginning to its end.
                    try await Task.sleep(for: whole * (Double(attempt * 3 % 10) + 0.5) / 10)
                    _ = try await engine.deleteTable(tableName: table.name)
                    let wasUnderWay = isDone.withLock { !$0 }
                    let found = try await report
                    #expect(found.findings == [])
                    if wasUnderWay && found.items > 0 { meetings += 1 }
                    try await Self.waitUntilEmptied(engine)
                }
                #expect(meetings == 2, "too few checks met the drop")
            }
        }
    }
}
