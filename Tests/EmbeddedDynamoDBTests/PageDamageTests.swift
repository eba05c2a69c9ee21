import DynamoModel
import FoundationEssentials
import Glibc
import TableStore
import TestSupport
import Testing

@testable import EmbeddedDynamoDB

/// One flipped bit anywhere in the database file is an error, never a wrong answer.
@Suite struct PageDamageTests {
    private static let items = 600

    /// A closed file of some hundred pages, with trees of keys and of entries that have more than one level.
    private static func made(_ folder: TemporaryFolder) async throws -> Data {
        let path = folder.file("whole.db")
        try await TableEngine.with(path) { engine in
            let table = try await TestTable.make(engine, TestTables.indexed())
            try await table.putAll((0..<items).map { indexedItem($0, group: "g\($0 % 3)") })
        }
        return try Data(contentsOf: URL(filePath: path))
    }

    /// Whether what a read answers is right, or is told as damage.
    private static func expectRight<Answer>(
        _ place: Int, _ answer: () async throws -> Answer, _ isRight: (Answer) -> Bool
    ) async -> Bool {
        do {
            let found = try await answer()
            #expect(isRight(found), "bit in page \(place / 4096 + 1), byte \(place % 4096)")
            return false
        } catch let error as DynamoDBError {
            #expect(error.code == .internalServerError, "\(error)")
            return true
        } catch {
            Issue.record("\(error)")
            return true
        }
    }

    /// Gets, queries of a table and of an index, and conditions on what is there, with a bit flipped in each page in
    /// turn.
    @Test(arguments: [1, 0]) func flippedBits(cache: Int) async throws {
        try await TemporaryFolder.with { folder in
            let whole = try await Self.made(folder)
            var random = SeededGenerator(seed: 41)
            var told = 0
            for page in 0..<whole.count / 4096 {
                let place = page * 4096 + random.int(0...4095)
                var spoilt = whole
                spoilt[place] ^= 1 << UInt8(random.int(0...7))
                let path = folder.file("spoilt.db")
                try spoilt.write(to: URL(filePath: path))
                var options = TableEngine.Options()
                if cache == 0 { options.pageCacheBytes = 0 }
                if try await Self.isTold(path, options, place) { told += 1 }
            }
            // Pages that hold nothing of the table are not read.
            #expect(told > whole.count / 4096 * 3 / 4)
        }
    }

    private static func isTold(_ path: String, _ options: TableEngine.Options, _ place: Int) async throws -> Bool {
        let engine: TableEngine
        do { engine = try TableEngine.open(path: path, options: options) } catch { return true }
        let table = TestTable(engine, TestTables.indexed())
        var told = false
        for number in stride(from: 0, to: items, by: 37) {
            let key: Item = ["pk": .s("p\(number % 7)"), "sk": .s("s\(number)")]
            told =
                await expectRight(
                    place, { try await table.get(key) }, { $0 == indexedItem(number, group: "g\(number % 3)") }) || told
            told =
                await expectRight(
                    place,
                    {
                        try await expectCondition {
                            _ = try await engine.putItem(
                                PutItemRequest(
                                    tableName: table.name, item: key, conditionExpression: "attribute_not_exists(pk)"))
                        }
                    }, { $0 }) || told
        }
        let partitions = items / 7...items / 7 + 1
        for partition in 0..<7 {
            let count = { try await table.query("pk = :p", values: [":p": .s("p\(partition)")]).items.count }
            told = await expectRight(place, count, { partitions.contains($0) }) || told
        }
        for index in ["globalAll", "globalKeys"] {
            let count = { try await table.scan(index: index).items.count }
            told = await expectRight(place, count, { $0 == items }) || told
        }
        let isSound = try await engine.check().isSound
        // What is told to readers is found by the check.
        #expect(!told || !isSound, "page \(place / 4096 + 1)")
        await engine.close()
        return told || !isSound
    }

    /// Whether a put was refused by its condition, as it has to be.
    private static func expectCondition(_ put: () async throws -> Void) async throws -> Bool {
        do { try await put() } catch let error as DynamoDBError where error.code == .conditionalCheckFailed {
            return true
        }
        return false
    }

    /// The message names the page.
    @Test func thePlaceIsNamed() async throws {
        try await TemporaryFolder.with { folder in
            let whole = try await Self.made(folder)
            let path = folder.file("spoilt.db")
            // The last page is a page of rows or of entries.
            let page = whole.count / 4096
            var spoilt = whole
            spoilt[page * 4096 - 100] ^= 1
            try spoilt.write(to: URL(filePath: path))
            try await TableEngine.with(path) { engine in
                let findings = try await engine.check().findings.map(\.description)
                #expect(findings.contains { $0.contains("page \(page) is not what was written") }, "\(findings)")
            }
        }
    }

    /// A file that was cut under a running engine is an error, too; the process goes on.
    @Test func cutFiles() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Self.made(folder)
            let path = folder.file("whole.db")
            try await TableEngine.with(path) { engine in
                let table = TestTable(engine, TestTables.indexed())
                #expect(truncate(path, 8192) == 0)
                await expectError(.internalServerError) { try await table.scan() }
                // The thread that writes may have noticed it by itself, and stopped.
                await #expect(throws: DynamoDBError.self) { try await table.put(indexedItem(1)) }
            }
        }
    }

    /// A page of the log that rots while the engine runs is told when it is read from the disk.
    @Test func rottenLogs() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, TestTables.keyed())
                for number in 0..<50 {
                    try await table.put([
                        "pk": .s("p\(number)"), "sk": "a", "t": .s(String(repeating: "x", count: 900)),
                    ])
                }
                let log = try Data(contentsOf: URL(filePath: path + "-wal"))
                for frame in 0..<(log.count - 32) / 4120 {
                    let place = 32 + frame * 4120 + 24 + 2000
                    try RawFile.write(path + "-wal", at: place, [log[place] ^ 1])
                }
                await expectError(.internalServerError) { try await table.scan() }
            }
        }
    }
}
