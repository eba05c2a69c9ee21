import DynamoModel
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

@Suite struct OpeningTests {
    /// What was written is there after the file was closed and opened again: items, tables, counters.
    @Test func everythingSurvivesARestart() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            let before = try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<60).map { indexedItem($0) })
                return try await engine.describeTable(tableName: table.name)
            }
            try await TableEngine.with(path) { engine in
                #expect(try await engine.describeTable(tableName: "Indexed") == before)
                #expect(before.itemCount == 60)
                let page = try await engine.scan(ScanRequest(tableName: "Indexed", indexName: "globalKeys"))
                #expect(page.count == 60)
                #expect(try await engine.check().findings == [])
            }
        }
    }

    /// A file is used by one engine at a time; the refusal names the process.
    @Test func aSecondEngineIsRefused() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { _ in
                #expect(throws: StoreError.inUse(path: path, holder: Int(getpid()))) {
                    try TableEngine.open(path: path)
                }
            }
            // And it is free again when the first is closed.
            try await TableEngine.with(path) { _ in }
        }
    }

    /// Other programs that open the file with SQLite see by its lock that it is in use, and leave the log alone when
    /// they close it.
    @Test func theFileStaysLocked() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            for _ in 0..<2 {
                try await TableEngine.with(path) { engine in
                    _ = try await TestTable.make(
                        engine, TestTables.keyed(name: "Table\(UInt32.random(in: 0 ... .max))"))
                    #expect(try isLocked(path))
                }
            }
        }
    }

    /// Whether one of this process's descriptors holds SQLite's lock on a file.
    private func isLocked(_ path: String) throws -> Bool {
        var file = stat()
        guard stat(path, &file) == 0 else { throw POSIXError(.ENOENT) }
        return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fdinfo").contains { name in
            var open = stat()
            guard let descriptor = Int32(name), fstat(descriptor, &open) == 0, open.st_ino == file.st_ino,
                let info = try? String(contentsOf: URL(filePath: "/proc/self/fdinfo/\(name)"), encoding: .utf8)
            else { return false }
            return info.split(separator: "\n").contains { $0.contains("POSIX") && $0.contains("READ") }
        }
    }

    /// A file that is no database is refused, and left as it is.
    @Test func aForeignFileIsRefused() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("notes.txt")
            let text = Data("these are my notes, not a table".utf8)
            try text.write(to: URL(filePath: path))
            let error = #expect(throws: StoreError.self) { try TableEngine.open(path: path) }
            #expect(error.map { "\($0)".contains("not a SQLite database (it begins with 74 68 65") } == true)
            #expect(try Data(contentsOf: URL(filePath: path)) == text)
        }
    }

    /// Another program's database is refused, and a newer format, and one without our tables; each says what was found.
    @Test func foreignDatabasesAreRefused() async throws {
        try await TemporaryFolder.with { folder in
            let foreign = folder.file("foreign.db")
            try tamper(foreign, "PRAGMA application_id = 7; CREATE TABLE music (title TEXT)")
            #expect(
                throws: StoreError.foreign(
                    path: foreign, found: "it is a SQLite database of another program (application id 7)")
            ) { try TableEngine.open(path: foreign) }
            for (sql, found) in [
                ("PRAGMA user_version = 99", "its format version 99 is newer; this program reads version 3"),
                ("DROP TABLE counters", "its table counters is missing"),
                ("DELETE FROM meta WHERE name = 'format'", "it does not say that it is a Lexi embedded DynamoDB"),
                ("DELETE FROM meta WHERE name = 'next_id'", "its storage counter is missing"),
            ] {
                let path = folder.file("\(found.utf8.count).db")
                try await TableEngine.with(path) { _ in }
                try tamper(path, sql)
                #expect(throws: StoreError.foreign(path: path, found: found)) {
                    try TableEngine.open(path: path)
                }
            }
        }
    }

    /// A definition that was damaged is refused, not guessed.
    @Test func aDamagedDefinitionIsRefused() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in _ = try await engine.createTable(TestTables.keyed()) }
            try tamper(path, "UPDATE tables SET v = substr(v, 1, 20) || x'00' || substr(v, 22)")
            let error = #expect(throws: StoreError.self) { try TableEngine.open(path: path) }
            if case .damaged = error {} else { Issue.record("\(String(describing: error))") }
        }
    }

    /// A file that a process left empty while making it is made anew.
    @Test func anEmptyFileIsMade() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try Data().write(to: URL(filePath: path))
            try await TableEngine.with(path) { engine in
                let tables = try await engine.listTables(exclusiveStartTableName: nil, limit: nil)
                #expect(tables.tableNames == [])
            }
        }
    }

    /// A reading handle sees the data beside a living engine, and writes nothing.
    @Test func aReadingHandle() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                try await table.put(["pk": "a", "sk": "b"])
                var options = TableEngine.Options()
                options.isReadOnly = true
                try await TableEngine.with(path, options: options) { reader in
                    let other = TestTable(reader, table.definition)
                    #expect(try await other.get(["pk": "a", "sk": "b"]) != nil)
                    try await table.put(["pk": "a", "sk": "c"])
                    #expect(try await other.get(["pk": "a", "sk": "c"]) != nil)
                    #expect(try await reader.check().findings == [])
                    await expectError(.serviceUnavailable) { try await other.put(["pk": "x", "sk": "y"]) }
                }
            }
        }
    }

    /// After closing, calls fail and say so; closing twice is no error.
    @Test func closedEnginesAnswer() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.keyed())
        await engine.close()
        await engine.close()
        await expectError(.serviceUnavailable) { try await table.put(["pk": "a", "sk": "b"]) }
        await expectError(.serviceUnavailable) { try await table.get(["pk": "a", "sk": "b"]) }
    }
}
