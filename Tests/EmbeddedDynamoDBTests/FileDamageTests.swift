import CSQLite
import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// A changed value in any row of any table of the file is noticed. The tables and columns are read from the file's own
/// schema, so that one that is added later is not forgotten.
@Suite struct FileDamageTests {
    /// A file in which every table has rows.
    static func make(_ path: String) async throws {
        try await TableEngine.with(path) { engine in
            var definition = TestTables.indexed()
            definition.streamViewType = .keysOnly
            let table = try await TestTable.make(engine, definition)
            try await engine.onWriter { (writer) throws(EngineFault) in
                guard let info = writer.state.catalog.byName[table.name] else { throw .request(.resourceNotFound) }
                try writer.record(info, for: "test", images: [.old, .new])
            }
            try await table.putAll((0..<10).map { indexedItem($0) })
            _ = try await engine.transactWriteItems(
                TransactWriteItemsRequest(
                    transactItems: [TransactWrite(tableName: "Indexed", .put(item: indexedItem(11)))],
                    clientRequestToken: "token"))
            try await engine.onWriter { (writer) throws(EngineFault) in
                // One that fails, so that it stays: there is no such storage.
                try writer.saveTask(StorageEmptying(900).id, position: [])
            }
        }
    }

    private struct Place: CustomStringConvertible {
        let table: String
        let column: String
        var description: String { "\(table).\(column)" }
    }

    private func places(_ path: String) throws -> [Place] {
        let sqlite = try SQLiteConnection(path: path, mode: .readOnly)
        defer { sqlite.close() }
        var places: [Place] = []
        for table in try sqlite.texts("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
            for column in try sqlite.texts("SELECT name FROM pragma_table_info('\(table)')") {
                places.append(Place(table: table, column: column))
            }
        }
        return places
    }

    /// Changes one value of the first row: the last byte of text and bytes, the lowest digit of a number.
    private func damage(_ place: Place) -> String {
        """
        UPDATE \(place.table) SET \(place.column) = CASE typeof(\(place.column))
            WHEN 'integer' THEN \(place.column) + 1000
            WHEN 'text' THEN substr(\(place.column), 1, length(\(place.column)) - 1) || '~'
            WHEN 'null' THEN x'00'
            ELSE CAST(coalesce(substr(\(place.column), 1, max(length(\(place.column)), 1) - 1), x'')
                || \(Self.otherByte(place)) AS BLOB) END
        WHERE (SELECT count(*) FROM \(place.table)) > 0
            AND checksum IS (SELECT checksum FROM \(place.table) LIMIT 1)
        """
    }

    /// A last byte that the value does not have.
    private static func otherByte(_ place: Place) -> String {
        "CASE WHEN substr(\(place.column), -1) = x'e7' THEN x'18' ELSE x'e7' END"
    }

    /// The same of a table whose rows have their checksum inside.
    private func damageOfRow(_ place: Place) -> String {
        """
        UPDATE \(place.table) SET \(place.column) = CASE typeof(\(place.column))
            WHEN 'integer' THEN \(place.column) + 1000
            ELSE CAST(substr(\(place.column), 1, length(\(place.column)) - 1) || \(Self.otherByte(place)) AS BLOB) END
        WHERE v IS (SELECT v FROM \(place.table) LIMIT 1)
        """
    }

    /// What opening, or else checking, says.
    private func findings(_ path: String) async throws -> [String] {
        let engine: TableEngine
        do { engine = try TableEngine.open(path: path) } catch { return ["\(error)"] }
        let found = try await engine.check().findings.map(\.description)
        await engine.close()
        return found
    }

    @Test func aChangedValueOfAnyRow() async throws {
        try await TemporaryFolder.with { folder in
            let original = folder.file("original.db")
            try await Self.make(original)
            let places = try places(original)
            #expect(Set(places.map(\.table)).isSuperset(of: FileTable.all.map(\.name) + ["tables", "r1", "r8"]))
            for (number, place) in places.enumerated() {
                let path = folder.file("\(number).db")
                try copyFile(original, to: path)
                let isOwn = FileTable.all.contains { $0.name == place.table }
                let rows = try changedRows(path, isOwn ? damage(place) : damageOfRow(place))
                #expect(rows > 0, "\(place)")
                let found = try await findings(path)
                #expect(!found.isEmpty, "\(place)")
                if isOwn { #expect(found.contains { $0.contains("table \(place.table)") }, "\(place): \(found)") }
            }
        }
    }

    private func changedRows(_ path: String, _ sql: String) throws -> Int {
        // With the checksums of pages, so that those of the rows have to notice it.
        let sqlite = try SQLiteConnection(path: path, mode: .readWrite, files: TableFiles.name(.carelessWriter))
        defer { sqlite.close() }
        try sqlite.execute(sql)
        return Int(sqlite3_changes64(sqlite.handle))
    }

    /// A damaged name is an error of every read that needs it, and names the table; the others go on.
    @Test func aDamagedNameRenamesNothing() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path)
            try tamper(path, "UPDATE names SET name = CAST('z' AS BLOB) WHERE name = CAST('gpk' AS BLOB)")
            try await TableEngine.with(path) { engine in
                let table = TestTable(engine, TestTables.indexed())
                let error = await expectError(.internalServerError) { try await table.get(["pk": "p1", "sk": "s1"]) }
                #expect(error?.message.contains("its table names: the checksum of row") == true)
                try await table.put(["pk": "other", "sk": "1", "gpk": "g", "gsk": 1])
                #expect(try await table.get(["pk": "other", "sk": "1"])?["gpk"] == "g")
            }
            // What was written meanwhile is read after a restart, too.
            try await TableEngine.with(path) { engine in
                let item = try await TestTable(engine, TestTables.indexed()).get(["pk": "other", "sk": "1"])
                #expect(item?["gpk"] == "g")
            }
        }
    }

    /// A damaged token is an error of the transaction that brings it, not a second run.
    @Test func aDamagedTokenIsNotForgotten() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path)
            try tamper(path, "UPDATE tokens SET time = time - 600000")
            try await TableEngine.with(path) { engine in
                await expectError(.internalServerError) {
                    _ = try await engine.transactWriteItems(
                        TransactWriteItemsRequest(
                            transactItems: [TransactWrite(tableName: "Indexed", .put(item: indexedItem(11)))],
                            clientRequestToken: "token"))
                }
            }
        }
    }
}
