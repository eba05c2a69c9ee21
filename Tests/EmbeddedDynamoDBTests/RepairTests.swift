import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// What can be made again from a table is mended: its indexes, and its numbers of items and sizes.
@Suite struct RepairTests {
    private static let items = 700

    private static func made(_ path: String) async throws {
        try await TableEngine.with(path) { engine in
            let table = try await TestTable.make(engine, TestTables.indexed())
            try await table.putAll((0..<items).map { indexedItem($0) })
        }
    }

    /// Entries that are missing, and entries without their item.
    @Test func indexes() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.made(path)
            try tamper(path, "DELETE FROM r5 WHERE k IN (SELECT k FROM r5 ORDER BY k LIMIT 9)")
            try tamper(
                path, "UPDATE r6 SET v = substr(v, 1, 4) || x'00ff' || substr(v, 7) WHERE k = (SELECT max(k) FROM r6)")
            try await TableEngine.with(path) { engine in
                let report = try await engine.repair()
                #expect(!report.before.isSound)
                #expect(report.filledIndexes.sorted() == ["Indexed, index globalAll", "Indexed, index globalKeys"])
                #expect(report.after.findings == [])
                let table = TestTable(engine, TestTables.indexed())
                for index in ["globalAll", "globalKeys"] {
                    #expect(try await table.scan(index: index).items.count == Self.items)
                }
                #expect(try await engine.repair().filledIndexes == [])
            }
            try await TableEngine.with(path) { engine in
                let found = try await engine.check().findings
                #expect(found == [])
            }
        }
    }

    /// Numbers of items and sizes.
    @Test func counters() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.made(path)
            try await TableEngine.with(path) { engine in
                let id = try engine.table("Indexed").id
                try await engine.onWriter { (writer) throws(EngineFault) in writer.count(id, items: 3, bytes: -7) }
                let report = try await engine.repair()
                #expect(report.counters == 1)
                #expect(report.after.findings == [])
                #expect(try await engine.describeTable(tableName: "Indexed").itemCount == Self.items)
            }
        }
    }

    private static let firstRow = "WHERE k = (SELECT min(k) FROM r1)"

    /// An item of which one byte is damaged, or of whose key one byte is, is made again.
    @Test(arguments: [
        "UPDATE r1 SET v = substr(v, 1, 10) || x'ee' || substr(v, 12)",
        "UPDATE r1 SET v = substr(v, 1, length(v) - 1) || x'17'",
        "UPDATE r1 SET k = CAST(substr(k, 1, length(k) - 1) || x'7f' AS BLOB)",
    ])
    func itemsAreMadeAgain(damage: String) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.made(path)
            try tamper(path, "\(damage) \(Self.firstRow)")
            try await TableEngine.with(path) { engine in
                let report = try await engine.repair()
                #expect(!report.before.isSound)
                #expect(report.mendedItems == 1)
                #expect(report.after.findings == [])
                let items = try await TestTable(engine, TestTables.indexed()).scan().items
                let isWhole = Set(items) == Set((0..<Self.items).map { indexedItem($0) })
                #expect(isWhole)
            }
        }
    }

    /// A damaged item that cannot be made again is listed and left alone, and so are its table's indexes, which would
    /// lose its entries; it is removed with them when that is asked for.
    @Test func damagedItemsStayOrGo() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.made(path)
            try tamper(path, "UPDATE r1 SET v = substr(v, 1, 10) || x'eeeeee' || substr(v, 14) \(Self.firstRow)")
            try tamper(path, "DELETE FROM r5 WHERE k = (SELECT max(k) FROM r5)")
            try await TableEngine.with(path) { engine in
                let report = try await engine.repair()
                #expect(report.filledIndexes == [])
                #expect(report.removedItems == [])
                #expect(report.after.findings.contains { $0.row?.kind == .item && $0.index == nil })
                let removal = try await engine.repair(removingDamagedItems: true)
                #expect(removal.removedItems.count == 1)
                #expect(removal.removedItems.first?.hasPrefix("Indexed, item 1 (key ") == true)
                #expect(removal.after.findings == [])
                let table = TestTable(engine, TestTables.indexed())
                #expect(try await table.scan().items.count == Self.items - 1)
                #expect(try await table.scan(index: "globalAll").items.count == Self.items - 1)
            }
        }
    }
}
