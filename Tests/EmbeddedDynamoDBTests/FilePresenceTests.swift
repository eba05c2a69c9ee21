import DynamoModel
import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// One process writes a file, and only as long as the file is at its place.
@Suite struct FilePresenceTests {
    /// Removing the lock file lets no second writer in: the database file itself is locked.
    @Test func aRemovedLockFileLetsNobodyIn() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in
                #expect(unlink(path + ".lock") == 0)
                #expect(throws: StoreError.inUse(path: path, holder: nil)) { try TableEngine.open(path: path) }
                let table = try await TestTable.make(engine, TestTables.keyed())
                try await table.put(["pk": "a", "sk": "1"])
            }
        }
    }

    /// New files are their owner's only, whatever the process's mask allows.
    @Test func newFilesAreTheOwners() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                try await table.put(["pk": "a", "sk": "1"])
                for suffix in ["", "-wal", "-shm", ".lock"] {
                    var status = stat()
                    #expect(stat(path + suffix, &status) == 0)
                    #expect(status.st_mode & 0o777 == 0o600, "\(suffix)")
                }
            }
        }
    }

    /// A write after a file was removed or replaced is not acknowledged: writing stops for good, and says why. Readers
    /// make no new file.
    @Test(arguments: ["", "-wal", "-shm"], [true, false]) func removedFiles(suffix: String, isReplaced: Bool)
        async throws
    {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            let told = Mutex<[String]>([])
            var options = TableEngine.Options()
            options.onFatal = { reason in told.withLock { $0.append(reason) } }
            try await TableEngine.with(path, options: options) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                try await table.put(["pk": "a", "sk": "1"])
                #expect(unlink(path + suffix) == 0)
                if isReplaced { try Data().write(to: URL(filePath: path + suffix)) }
                let error = await #expect(throws: DynamoDBError.self) { try await table.put(["pk": "a", "sk": "2"]) }
                // The thread may have noticed by itself before.
                #expect(error?.code == .internalServerError || error?.code == .serviceUnavailable)
                let word = isReplaced ? "replaced" : "removed"
                #expect(engine.fatalFailure == "\(path)\(suffix) was \(word) while it was in use")
                await expectError(.serviceUnavailable) { try await table.put(["pk": "a", "sk": "3"]) }
                if suffix.isEmpty && !isReplaced {
                    _ = try? await table.get(["pk": "a", "sk": "1"])
                    #expect(access(path, F_OK) != 0)
                }
            }
            #expect(told.withLock { $0.count } == 1)
        }
    }

    /// The log's index, which SQLite maps into memory, is cut: no look at it ends the process. No answer is from old
    /// pages, writing stops for good and says why, and what was acknowledged is there afterwards.
    @Test(arguments: [0, 100, 5_000, 16_384], [true, false]) func cutIndexes(size: Int, readsFirst: Bool) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<200).map { indexedItem($0) })
                #expect(truncate(path + "-shm", off_t(size)) == 0)
                for number in 0..<200 where readsFirst {
                    let key = table.key(of: indexedItem(number))
                    // What is not answered is told; what is, is right.
                    if let answer = try? await engine.getItem(GetItemRequest(tableName: table.name, key: key)) {
                        #expect(answer.item == indexedItem(number))
                    }
                }
                await #expect(throws: DynamoDBError.self) { try await table.put(indexedItem(300)) }
                #expect(engine.fatalFailure == "\(path)-shm was cut while it was in use")
            }
            try await TableEngine.with(path) { engine in
                let items = try await TestTable(engine, TestTables.indexed()).scan().items
                let isWhole = Set(items) == Set((0..<200).map { indexedItem($0) })
                #expect(isWhole)
                #expect(try await engine.check().findings == [])
            }
        }
    }

    /// The database file is cut: reads fail or are right, and writing stops.
    @Test func cutFiles() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                for number in 0..<50 { try await table.put(["pk": .s("\(number)"), "sk": "1"]) }
            }
            let engine = try TableEngine.open(path: path)
            let table = TestTable(engine, TestTables.keyed())
            #expect(truncate(path, 8192) == 0)
            for number in 0..<50 {
                let key: Item = ["pk": .s("\(number)"), "sk": "1"]
                if let answer = try? await engine.getItem(GetItemRequest(tableName: table.name, key: key)) {
                    #expect(answer.item == key)
                }
            }
            await #expect(throws: DynamoDBError.self) { try await table.put(["pk": "new", "sk": "1"]) }
            #expect(engine.fatalFailure == "\(path) was cut while it was in use")
            await engine.close()
        }
    }

    /// An engine that has nothing to do notices it, too.
    @Test func idleEnginesNotice() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in
                #expect(unlink(path) == 0)
                _ = try await waitFor("the removal to be noticed") { engine.fatalFailure }
            }
        }
    }

    /// A file that nobody can change, as on a mount that is read-only, is read without anything being made beside it.
    @Test func stillFiles() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                try await table.put(["pk": "a", "sk": "1"])
            }
            let sqlite = try SQLiteConnection(path: path, mode: .readOnly, files: TableFiles.name(.still))
            #expect(try sqlite.integer("SELECT count(*) FROM r1") == 1)
            #expect(access(path + "-wal", F_OK) != 0 && access(path + "-shm", F_OK) != 0)
            sqlite.close()
            #expect(!PlainFile.isOnReadOnlyMount(path))
        }
    }
}
