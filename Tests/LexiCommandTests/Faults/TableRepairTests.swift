import DynamoModel
import Glibc
import RemoteDynamoDB
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

extension ProcessTests {
    /// `lexi table repair` of real files: what it says, and its status.
    @Suite struct TableRepairTests {
        private static func items(_ numbers: Range<Int>) -> [Item] {
            numbers.map { ["pk": .s("p\($0)"), "sk": "a", "text": .s(String(repeating: "x", count: 300))] }
        }

        private static func repair(
            _ data: String, _ options: [String] = [], in folder: TemporaryFolder
        ) async throws -> Ran {
            try await lexi(["table", "repair", "--data", data] + options, in: folder)
        }

        /// A page of the file, from 0, that holds items of ``items(_:)``.
        private static func leafOfItems(_ file: [UInt8]) -> Int? {
            (1..<file.count / 4096).first { page in
                let bytes = file[page * 4096..<(page + 1) * 4096]
                return bytes.first == 13 && bytes.count { $0 == UInt8(ascii: "x") } > 1_000
            }
        }

        private static func expectSound(_ data: String, in folder: TemporaryFolder) async throws {
            let check = try await lexi(["table", "check", "--data", data], in: folder)
            #expect(check.end == .exited(0), "\(check.output)\(check.errors)")
            let again = try await repair(data, in: folder)
            #expect(again.end == .exited(0) && again.output.isEmpty, "\(again.output)\(again.errors)")
            #expect(again.errors.contains("All is sound."))
        }

        /// A log with a bit turned in its middle, as a kill left it: nothing starts and nothing is changed until its
        /// tail is given up; then what came before is there.
        @Test func aDamagedLog() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                try await TableFilesTests.makeTable(data, "Mine")
                let process = try LexiProcess(["dynamodb", "--port", "0", "--data", data], in: folder)
                let remote = try KilledHistoryTests.remote(port: try await process.tablePort())
                for item in Self.items(0..<60) {
                    _ = try await remote.putItem(PutItemRequest(tableName: "Mine", item: item))
                }
                process.signal(SIGKILL)
                try await process.wait()
                await remote.close()
                let log = data + "/lexi.sqlite-wal"
                var bytes = try Files.bytes(log)
                bytes[bytes.count / 2] ^= 4
                try Files.write(bytes, to: log)

                let refused = try await lexi(["dynamodb", "--port", "0", "--data", data], in: folder)
                #expect(refused.end == .exited(1) && refused.errors.contains("damaged"), "\(refused.errors)")
                let asked = try await Self.repair(data, in: folder)
                #expect(asked.end == .exited(1))
                #expect(asked.errors.contains("Nothing was changed; --accept-lost-tail gives them up"))
                #expect(try Files.bytes(log) == bytes)

                let mended = try await Self.repair(data, ["--accept-lost-tail"], in: folder)
                #expect(mended.end == .exited(0), "\(mended.output)\(mended.errors)")
                #expect(mended.errors.contains("The write-ahead log was cut after"))
                #expect(try Files.bytes(log + ".damaged-1") == bytes)
                try await Self.expectSound(data, in: folder)
                let left = try await TableFilesTests.items(data, "Mine")
                #expect(left.count > 10 && left.count < 60 && left == Set(Self.items(0..<left.count)))
            }
        }

        /// An item of which several bytes are damaged is listed, and goes when that is asked for.
        @Test func aDamagedItem() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                try await TableFilesTests.makeTable(data, "Mine", Self.items(0..<20))
                let sqlite = try SQLiteConnection(
                    path: data + "/lexi.sqlite", mode: .readWrite, files: TableFiles.name(.carelessWriter))
                try sqlite.execute(
                    "UPDATE r1 SET v = CAST(substr(v, 1, length(v) - 20) || zeroblob(20) AS BLOB) WHERE id = 7")
                sqlite.close()
                let listed = try await Self.repair(data, in: folder)
                #expect(listed.end == .exited(1) && listed.output.contains("Mine, item"), "\(listed.output)")
                #expect(listed.errors.contains("What cannot be mended: 1."))
                let removed = try await Self.repair(data, ["--remove-damaged"], in: folder)
                #expect(
                    removed.end == .exited(0) && removed.output.contains("Removed: Mine, item"), "\(removed.errors)")
                try await Self.expectSound(data, in: folder)
                #expect(try await TableFilesTests.items(data, "Mine").count == 19)
            }
        }

        /// A page with one bit turned is made again; of one that is lost, each item is named once, and the rest stays.
        @Test func damagedPages() async throws {
            try await TemporaryFolder.with { folder in
                let (data, all) = (folder.file("data"), Self.items(0..<200))
                try await TableFilesTests.makeTable(data, "Mine", all)
                let path = data + "/lexi.sqlite"
                var bytes = try Files.bytes(path)
                let leaf = try #require(Self.leafOfItems(bytes))
                bytes[leaf * 4096 + 77] ^= 1
                try Files.write(bytes, to: path)
                let mended = try await Self.repair(data, in: folder)
                #expect(mended.end == .exited(0) && mended.output.isEmpty, "\(mended.output)\(mended.errors)")
                #expect(mended.errors.contains("Made again: page \(leaf + 1), of which one bit was turned."))
                #expect(try await TableFilesTests.items(data, "Mine") == Set(all))

                bytes = try Files.bytes(path)
                for place in 0..<2_000 { bytes[leaf * 4096 + 1_000 + place] = 0x5a }
                try Files.write(bytes, to: path)
                let salvaged = try await Self.repair(data, in: folder)
                #expect(salvaged.end == .exited(1), "\(salvaged.output)\(salvaged.errors)")
                #expect(salvaged.errors.contains("the old one is kept as \(path).damaged"))
                let left = try await TableFilesTests.items(data, "Mine")
                let lost = Set(all).subtracting(left)
                #expect(!lost.isEmpty && salvaged.output.split(separator: "\n").count == lost.count)
                for item in lost {
                    let key =
                        "Lost: the item of table Mine with the key pk = \"\(item["pk"]?.string ?? "")\", sk = \"a\"."
                    #expect(salvaged.output.contains(key), "\(salvaged.output)")
                }
                try await Self.expectSound(data, in: folder)
            }
        }

        /// Without the definitions of tables, or the names of attributes, nothing can be mended: that is said with the
        /// way back, and the way leads there.
        @Test(arguments: ["tables", "names", "sqlite_schema"]) func beyondRepair(_ tree: String) async throws {
            try await TemporaryFolder.with { folder in
                let (data, all) = (folder.file("data"), Self.items(0..<50))
                try await TableFilesTests.makeTable(data, "Mine", all)
                let backup = try await lexi(["table", "backup", "--data", data, "--table", "Mine"], in: folder)
                #expect(backup.end == .exited(0), "\(backup.errors)")
                let file = String(backup.output.split(separator: "\n").last ?? "")
                let path = data + "/lexi.sqlite"
                let sqlite = try SQLiteConnection(path: path, mode: .readOnly)
                let root = try sqlite.integer("SELECT rootpage FROM sqlite_schema WHERE name = '\(tree)'") ?? 1
                sqlite.close()
                var bytes = try Files.bytes(path)
                for place in 200..<2_200 { bytes[(root - 1) * 4096 + place] = 0x5a }
                try Files.write(bytes, to: path)

                let refused = try await lexi(["dynamodb", "--port", "0", "--data", data], in: folder)
                #expect(
                    refused.end == .exited(1) && refused.errors.contains("'lexi table repair'"), "\(refused.errors)")
                let repair = try await Self.repair(data, in: folder)
                #expect(repair.end == .exited(1), "\(repair.output)\(repair.errors)")
                let way =
                    "Nothing was changed. Put a copy of the file in its place that was made before, or begin a new file"
                #expect(
                    repair.errors.contains(way) && repair.errors.contains("'lexi table restore'"), "\(repair.errors)")
                #expect(try Files.bytes(path) == bytes)

                for name in try Files.names(data) where name.hasPrefix("lexi.sqlite") {
                    try Files.remove("\(data)/\(name)")
                }
                let restored = try await lexi(
                    ["table", "restore", "--data", data, "--table", "Mine", "--backup", file], in: folder)
                #expect(restored.end == .exited(0), "\(restored.errors)")
                #expect(try await TableFilesTests.items(data, "Mine") == Set(all))
            }
        }
    }
}
