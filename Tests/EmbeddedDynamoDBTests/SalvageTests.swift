import DynamoModel
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Files with damaged pages: what can be read of them is kept, and what is lost is said.
@Suite struct SalvageTests {
    private static let count = 400

    /// The item of a number: every fifth is so large that it takes pages of its own.
    private static func item(_ number: Int) -> Item {
        var item = indexedItem(number, group: "g\(number % 3)")
        item["body"] = .s(String(repeating: "x", count: number % 5 == 0 ? 9_000 : 200))
        return item
    }

    /// A closed file of some hundred pages, with a table of two indexes.
    ///
    /// - Parameter images: what is recorded of its changes.
    private static func make(_ path: String, images: RecordedChange.Images? = nil) async throws {
        try await TableEngine.with(path) { engine in
            let table = try await TestTable.make(engine, TestTables.indexed())
            if let images {
                try await engine.onWriter { (writer) throws(EngineFault) in
                    guard let info = writer.state.catalog.byName[table.name] else { throw .request(.resourceNotFound) }
                    try writer.record(info, for: "test", images: images)
                }
            }
            try await table.putAll((0..<count).map { item($0) })
        }
    }

    /// The pages of a tree, by the name that the schema has for it, as a list of kinds: the root's page, and those that
    /// begin with a byte.
    private static func root(_ path: String, _ name: String) throws -> Int {
        let sqlite = try SQLiteConnection(path: path, mode: .readOnly)
        defer { sqlite.close() }
        return try #require(try sqlite.integer("SELECT rootpage FROM sqlite_schema WHERE name = '\(name)'"))
    }

    /// The children of a page of a tree.
    private static func children(_ path: String, _ page: Int) throws -> [Int] {
        let bytes = try FilePages(path: path).bytes(of: page)
        let cells = bytes.number(at: 3, bytes: 2)
        return (0..<cells).map { bytes.number(at: bytes.number(at: 12 + 2 * $0, bytes: 2), bytes: 4) }
            + [bytes.number(at: 8, bytes: 4)]
    }

    private static func spoil(_ path: String, _ page: Int) throws {
        try RawFile.write(path, at: (page - 1) * 4096 + 200, [UInt8](repeating: 0x5a, count: 2_000))
    }

    private static func repair(_ path: String) throws -> FileRepair {
        try FileRepair.run(path: path)
    }

    /// The items that are there after everything was mended, and that all is sound then.
    private static func items(_ path: String) async throws -> Set<Item> {
        try await TableEngine.with(path) { engine in
            let report = try await engine.repair()
            #expect(report.after.findings == [])
            let table = TestTable(engine, TestTables.indexed())
            let items = try await table.scanPages().flatMap(\.items)
            for index in ["globalAll", "localAll"] {
                var found: [Item] = []
                var start: Item?
                repeat {
                    let page = try await engine.scan(
                        ScanRequest(tableName: table.name, indexName: index, exclusiveStartKey: start))
                    found += page.items
                    start = page.lastEvaluatedKey
                } while start != nil
                #expect(found.count == items.count && Set(found) == Set(items))
            }
            return Set(items)
        }
    }

    private static let all = Set((0..<count).map { item($0) })

    /// One turned bit of any page is found by the page's checksum, and nothing is lost.
    @Test(arguments: ["sqlite_schema", "names", "tables", "r1", "leaf of r1"]) func turnedBits(_ tree: String)
        async throws
    {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path)
            var page = tree == "sqlite_schema" ? 1 : try Self.root(path, tree.hasSuffix("r1") ? "r1" : tree)
            if tree == "leaf of r1" { page = try Self.children(path, page)[3] }
            let whole = try Data(contentsOf: URL(filePath: path))
            try RawFile.write(path, at: (page - 1) * 4096 + 130, [whole[(page - 1) * 4096 + 130] ^ 0x10])
            let repair = try Self.repair(path)
            #expect(repair.lost == [] && repair.mended.contains { $0.contains("page \(page)") })
            #expect(try Data(contentsOf: URL(filePath: path)) == whole)
            #expect(try await Self.items(path) == Self.all)
        }
    }

    /// SQLite leaves out the page at one gibibyte: it is not damaged. The other pages of the hole are.
    @Test func theLockPageIsNotDamaged() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path)
            #expect(truncate(path, (FilePages.lockPage + 1) * FilePages.size) == 0)
            let damaged = try FilePages(path: path).damaged(from: FilePages.lockPage - 1)
            #expect(FilePages.lockPage == 262_145)
            #expect(damaged == [FilePages.lockPage - 1, FilePages.lockPage + 1])
        }
    }

    /// A page of the tree of keys, of an index, and of what follows from other rows: nothing is lost.
    @Test(arguments: ["sqlite_autoindex_r1_1", "r2", "r3", "counters", "meta", "tokens", "tokens_by_time"])
    func whatIsMadeAgain(_ tree: String) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path)
            try Self.spoil(path, try Self.root(path, tree))
            let repair = try Self.repair(path)
            #expect(repair.lost.allSatisfy { $0.contains("tokens") }, "\(repair.lost)")
            #expect(try await Self.items(path) == Self.all)
            #expect(FileManager.default.fileExists(atPath: path + ".damaged"))
        }
    }

    /// A page above others: the leaves are found again, and nothing is lost.
    @Test func aRootOfItems() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path)
            try Self.spoil(path, try Self.root(path, "r1"))
            #expect(try Self.repair(path).lost == [])
            #expect(try await Self.items(path) == Self.all)
        }
    }

    /// A leaf: its items are lost, each is named by its key, and all others are there.
    @Test func aLeafOfItems() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path)
            let leaves = try Self.children(path, try Self.root(path, "r1"))
            try Self.spoil(path, leaves[2])
            try Self.spoil(path, leaves[5])
            let lost = try Self.repair(path).lost
            let items = try await Self.items(path)
            let missing = Self.all.subtracting(items)
            #expect(items.isSubset(of: Self.all) && missing.count == lost.count && missing.count > 2)
            for item in missing {
                let (pk, sk) = (item["pk"]?.string ?? "", item["sk"]?.string ?? "")
                #expect(lost.contains { $0.contains("pk = \"\(pk)\", sk = \"\(sk)\"") }, "\(pk) \(sk)")
            }
        }
    }

    /// A further page of a large item: that item alone is lost.
    @Test func aPageOfALargeItem() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path)
            let pages = try FilePages(path: path)
            // Nothing but the text of an item is so even.
            let page = try #require(
                try (2...pages.count).first {
                    try pages.bytes(of: $0)[100..<3_000].allSatisfy { $0 == UInt8(ascii: "x") }
                })
            try Self.spoil(path, page)
            let lost = try Self.repair(path).lost
            #expect(lost.count == 1)
            #expect(Self.all.subtracting(try await Self.items(path)).count == 1)
        }
    }

    /// Items on a damaged leaf are made again from the log when it has new images, and only then.
    @Test(arguments: [(RecordedChange.Images([.old, .new]), true), (.old, false)])
    func fromTheLog(_ images: RecordedChange.Images, _ areMade: Bool) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path, images: images)
            try Self.spoil(path, try Self.children(path, try Self.root(path, "r1"))[1])
            let repair = try Self.repair(path)
            #expect(repair.lost.isEmpty == areMade)
            #expect(repair.mended.contains { $0.contains("from the log of changes") } == areMade)
            #expect((try await Self.items(path) == Self.all) == areMade)
        }
    }

    /// A log that began after an item was last written, or that ended, says nothing of it.
    @Test func aLogWithAGap() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path, images: .new)
            try await TableEngine.with(path) { engine in
                let table = TestTable(engine, TestTables.indexed())
                try await engine.onWriter { (writer) throws(EngineFault) in try writer.endRecording(1, for: "test") }
                try await table.putAll(
                    (0..<Self.count).map { number in
                        var item = Self.item(number)
                        item["later"] = true
                        return item
                    })
            }
            try Self.spoil(path, try Self.children(path, try Self.root(path, "r1"))[1])
            #expect(!(try Self.repair(path)).lost.isEmpty)
            #expect(try await Self.items(path).allSatisfy { $0["later"] == true })
        }
    }

    /// The log of changes on a damaged page is given up as a whole, and said; the items stay.
    @Test func theLogItself() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path, images: .new)
            try Self.spoil(path, try Self.root(path, "changes"))
            #expect(try Self.repair(path).lost.contains { $0.contains("the log of changes") })
            #expect(try await Self.items(path) == Self.all)
        }
    }

    /// A new file is mended before it takes its place: later nobody could say which rows were lost.
    @Test func aNewFileIsMended() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path, images: .new)
            try Self.spoil(path, try Self.root(path, "changes"))
            let outcome = try FileSalvage.run(path, StoreOptions())
            #expect(outcome.isNewFile && outcome.report.lost.contains { $0.contains("the log of changes") })
            let sqlite = try SQLiteConnection(path: path, mode: .readOnly)
            defer { sqlite.close() }
            #expect(try sqlite.integer("SELECT count(*) FROM changes") == 0)
        }
    }

    /// Without definitions and names the rest says nothing: the file stays as it is, byte for byte.
    @Test(arguments: ["tables", "names", "sqlite_schema"]) func beyondRepair(_ tree: String) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            try await Self.make(path)
            try Self.spoil(path, tree == "sqlite_schema" ? 1 : try Self.root(path, tree))
            let before = try Data(contentsOf: URL(filePath: path))
            #expect {
                try Self.repair(path)
            } throws: { error in
                guard case .beyondRepair(_, let found)? = error as? StoreError else { return false }
                return found.contains("Nothing was changed")
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.contains("salv") })
        }
    }
}
