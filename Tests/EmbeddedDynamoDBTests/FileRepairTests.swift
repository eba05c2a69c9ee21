import CSQLite
import Digests
import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// What is damaged in any table of the file is mended, or what is lost is said. The tables and columns come from the
/// file's own schema, so that one that is added later is not forgotten.
@Suite struct FileRepairTests {
    private struct Place: CustomStringConvertible {
        let table: String
        let column: String
        let row: Int
        var isOwn: Bool { FileTable.all.contains { $0.name == table } }
        var description: String { "\(table).\(column), row \(row)" }
        /// Which row: by its checksum, or by its value, which ends with one.
        var condition: String {
            let known = isOwn ? "checksum" : "v"
            return "WHERE \(known) IS (SELECT \(known) FROM \(table) LIMIT 1 OFFSET \(row))"
        }
    }

    /// Each column of the last row of each table.
    private func places(_ path: String) throws -> [Place] {
        let sqlite = try SQLiteConnection(path: path, mode: .readOnly)
        defer { sqlite.close() }
        var places: [Place] = []
        for table in try sqlite.texts("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
            let count = try #require(try sqlite.integer("SELECT count(*) FROM \(table)"))
            for column in try sqlite.texts("SELECT name FROM pragma_table_info('\(table)')") {
                if count > 0 { places.append(Place(table: table, column: column, row: count - 1)) }
            }
        }
        return places
    }

    /// Flips a bit of one of the first bytes of a value; false when there is no value.
    private func flip(_ place: Place, _ path: String) throws -> Bool {
        let sqlite = try SQLiteConnection(path: path, mode: .readWrite, files: TableFiles.name(.carelessWriter))
        defer { sqlite.close() }
        let column = place.column
        let found = try sqlite.texts(
            "SELECT typeof(\(column)) || hex(\(column)) FROM \(place.table) \(place.condition)")
        let value = try #require(found.first)
        let flipped: String
        if value.hasPrefix("integer") {
            flipped = "(\(column) | 64) - (\(column) & 64)"
        } else {
            var bytes = try #require(Hex.decode(String(value.dropFirst(4))))
            guard !bytes.isEmpty else { return false }
            bytes[min(2, bytes.count - 1)] ^= 0x10
            flipped = "CAST(x'\(Hex.encode(bytes))' AS \(value.hasPrefix("text") ? "TEXT" : "BLOB"))"
        }
        try sqlite.execute("UPDATE \(place.table) SET \(column) = \(flipped) \(place.condition)")
        #expect(sqlite3_changes64(sqlite.handle) == 1, "\(place)")
        return true
    }

    /// Makes a value another one of which nothing is left.
    private func overwrite(_ place: Place) -> String {
        """
        UPDATE \(place.table) SET \(place.column) = CASE typeof(\(place.column))
            WHEN 'integer' THEN \(place.column) + 1000 WHEN 'text' THEN 'overwritten' ELSE x'0102030405060708090a' END
        \(place.condition)
        """
    }

    private func items(_ path: String) async throws -> Set<Item> {
        try await TableEngine.with(path) { engine in
            Set(try await TestTable(engine, TestTables.indexed()).scan().items)
        }
    }

    /// Repairs a file, and returns what is still wrong.
    private func repaired(_ path: String) async throws -> (repair: FileRepair, findings: [String]) {
        let repair = try FileRepair.run(path: path)
        return try await TableEngine.with(path) { engine in
            let findings = try await engine.repair().after.findings.map(\.description)
            // The file goes on to be used.
            let table = TestTable(engine, TestTables.indexed())
            try await table.put(indexedItem(100))
            #expect(try await table.get(table.key(of: indexedItem(100))) == indexedItem(100))
            try await table.delete(table.key(of: indexedItem(100)))
            return (repair, findings)
        }
    }

    // A flipped bit in any value of any row of any table is taken back, and nothing is lost.
    @Test func aFlippedBitOfAnyRow() async throws {
        try await TemporaryFolder.with { folder in
            let original = folder.file("original.db")
            try await FileDamageTests.make(original)
            let before = try await items(original)
            for (number, place) in try places(original).enumerated() {
                let path = folder.file("\(number).db")
                try copyFile(original, to: path)
                guard try flip(place, path) else { continue }
                let (repair, findings) = try await repaired(path)
                #expect(repair.lost == [], "\(place)")
                #expect(findings == [], "\(place)")
                let isWhole = try await items(path) == before
                #expect(isWhole, "\(place)")
            }
        }
    }

    // A value of one of the file's own tables of which nothing is left: the file is sound afterwards, or says what is
    // lost. Before, it is opened as if nothing were wrong with it, or the refusal names the table and the remedy.
    @Test func anOverwrittenValueOfAnyRow() async throws {
        try await TemporaryFolder.with { folder in
            let original = folder.file("original.db")
            try await FileDamageTests.make(original)
            let before = try await items(original)
            for (number, place) in try places(original).enumerated() where place.isOwn {
                let path = folder.file("\(number).db")
                try copyFile(original, to: path)
                try tamper(path, overwrite(place))
                try await expectClearRefusal(path, place)
                let (repair, findings) = try await repaired(path)
                #expect(repair.mended != [] || repair.lost != [], "\(place)")
                if place.table == FileTable.names.name, repair.lost != [] {
                    #expect(findings.allSatisfy { $0.contains("names") }, "\(place): \(findings)")
                } else {
                    #expect(findings == [], "\(place)")
                    let isWhole = try await items(path) == before
                    #expect(isWhole, "\(place)")
                }
            }
        }
    }

    private func expectClearRefusal(_ path: String, _ place: Place) async throws {
        do {
            try await TableEngine.with(path) { _ in }
        } catch let error as StoreError {
            #expect(error.description.contains("table \(place.table)"), "\(place): \(error)")
            #expect(error.description.contains("lexi table repair"), "\(place): \(error)")
        }
    }

    // A definition that is lost cannot be made again: the file stays as it was, and the way back is named.
    @Test func aLostDefinition() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await FileDamageTests.make(path)
            try tamper(path, "UPDATE tables SET v = x'0102030405060708090a0b0c0d0e0f'")
            let error = #expect(throws: StoreError.self) { try FileRepair.run(path: path) }
            guard case .beyondRepair? = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(error?.description.contains("restore backups") == true)
        }
    }

    // Work that was under way begins again when its position is lost: an index that is being filled, a storage that is
    // being emptied.
    @Test func lostTasksBeginAgain() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await FileDamageTests.make(path)
            try await TableEngine.with(path) { engine in
                try await engine.onWriter { (writer) throws(EngineFault) in
                    guard var definition = writer.state.catalog.byName["Indexed"]?.definition else { return }
                    definition.indexes[3].isActive = false
                    try writer.save(definition)
                    try writer.startFilling(definition.indexes[3].id)
                    _ = try writer.makeStorage(of: .entries)
                }
            }
            try tamper(path, "UPDATE tasks SET position = x'0102030405060708090a', id = id + 1000 WHERE id = 900")
            try tamper(path, "DELETE FROM tasks WHERE kind = 1")
            let (repair, findings) = try await repaired(path)
            #expect(repair.lost == [])
            #expect(findings == [])
            try await TableEngine.with(path) { engine in
                try await waitFor("the background") {
                    try await engine.onWriter { (writer) throws(EngineFault) in writer.state.tasks.isEmpty }
                        ? true : nil
                }
                #expect(try await TestTable(engine, TestTables.indexed()).scan(index: "globalAll").items.count == 11)
            }
        }
    }

    // The log of changes is given up as a whole when a change in it is lost: nobody is shown a log with a hole.
    @Test func aLostChangeEndsTheLog() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await FileDamageTests.make(path)
            try tamper(path, "UPDATE changes SET new = x'0102030405060708090a', storage = 77 WHERE sequence = 3")
            let repair = try FileRepair.run(path: path)
            #expect(repair.lost.contains { $0.contains("the log of changes") })
            try await TableEngine.with(path) { engine in
                let (last, positions) = try await engine.onWriter { (writer) throws(EngineFault) in
                    (writer.state.lastSequence, writer.state.recordings.values.flatMap(\.values).map(\.position))
                }
                #expect(last == 11)
                #expect(positions == [last, last])
                try await TestTable(engine, TestTables.indexed()).put(indexedItem(50))
                let table = try engine.table("Indexed")
                let changes = try engine.read { (connection) throws(EngineFault) in
                    try connection.allChanges(of: table.id)
                }
                #expect(changes.map(\.sequence) == [last + 1])
            }
        }
    }

    // Backups and exports that need changes of a log that was given up do not go on: they would show what never was.
    @Test func whatNeedsTheLogEndsWithIt() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await FileDamageTests.make(path)
            try await TableEngine.with(path) { engine in
                let table = try engine.table("Indexed")
                try await engine.onWriter { (writer) throws(EngineFault) in
                    try writer.record(table, for: TableBackup.consumer("one"), images: .old)
                    try writer.holdForExport("two", of: table.id, after: writer.state.lastSequence)
                }
            }
            try tamper(path, "UPDATE changes SET new = x'0102030405060708090a', storage = 77 WHERE sequence = 3")
            #expect(try FileRepair.run(path: path).lost.contains { $0.contains("backups and exports under way") })
            try await TableEngine.with(path) { engine in
                let consumers = try await engine.onWriter { (writer) throws(EngineFault) in
                    writer.state.recordings.values.flatMap(\.keys)
                }
                #expect(!consumers.isEmpty)
                #expect(!consumers.contains { $0.hasPrefix("backup:") || $0.hasPrefix("export:") })
            }
        }
    }

    // The number of the last change is never used again, even if it is lost with its row.
    @Test func aLostSequenceGoesOnHigher() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await FileDamageTests.make(path)
            try tamper(path, "UPDATE counters SET items = 12345678, bytes = 0 WHERE id = 0")
            #expect(try FileRepair.run(path: path).mended.contains { $0.contains("the last change") })
            try await TableEngine.with(path) { engine in
                let last = try await engine.onWriter { (writer) throws(EngineFault) in writer.state.lastSequence }
                #expect(last > 11)
            }
        }
    }
}
