import Compression
import DynamoModel
import EmbeddedDynamoDB
import ItemFiles
import TestSupport
import Testing

@testable import TableTransfer

@Suite struct BadInputTests {
    private static let good = #"{"Item":{"pk":{"S":"a"},"sk":{"S":"1"}}}"#

    private static func failure(
        _ path: String, _ table: TestTable, _ options: TableImport.Options = TableImport.Options()
    ) async throws -> TransferError {
        let error = await #expect(throws: TransferError.self) {
            try await TableImport(into: table.transfer, options: options).run(ImportFiles(path), meter: TransferMeter())
        }
        #expect(try await table.contents().isEmpty)
        return try #require(error)
    }

    // Bad lines are named with file and line, and nothing is changed, even when they stand behind thousands of good
    // ones.
    @Test func badLinesAreNamed() async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                let many = (0..<4000).map { #"{"pk":{"S":"a"},"sk":{"S":"\#($0)"}}"# }
                let bad = [
                    #"{"Item":{"pk":{"S":"a"}}}"#, #"{"pk":{"N":"1"},"sk":{"S":"1"}}"#,
                    #"{"pk":{"S":"a"},"sk":{"S":""}}"#,
                    #"{"pk":{"S":"a"},"sk":{"S":"\#(String(repeating: "x", count: 1025))"}}"#, #"{"Item":{"pk""#,
                    #"{"pk":{"S":"a"},"sk":{"S":"b"},"x":{"S":"\#(String(repeating: "x", count: 410_000))"}}"#,
                ]
                let path = folder.file("lines.json")
                try write((many + ["", "  "] + bad + [Self.good]).joined(separator: "\n"), to: path)
                guard case .badLines(let lines, let total) = try await Self.failure(path, target) else {
                    Issue.record("no bad lines")
                    return
                }
                #expect(total == bad.count)
                #expect(lines.map(\.line) == Array(4003...4008))
                #expect(lines.allSatisfy { $0.file == path && !$0.reason.isEmpty })
                #expect(lines[0].reason.contains("'sk' is missing") && lines[1].reason.contains("type N"))
                #expect(lines[4].reason.contains("breaks off"))
                var options = TableImport.Options()
                options.skipsInvalid = true
                let summary = try await TableImport(into: target.transfer, options: options)
                    .run(ImportFiles(path), meter: TransferMeter())
                #expect(summary.skipped == bad.count && summary.replaced == 1)
                #expect(try await summary.items == checksum(Array(target.contents().values)))
                #expect(summary.items.count == 4000)
            }
        }
    }

    // A check reads everything, tells of it, and changes nothing.
    @Test func checkOnly() async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                try write(Self.good, to: folder.file("x"))
                var options = TableImport.Options()
                options.checksOnly = true
                let summary = try await TableImport(into: target.transfer, options: options)
                    .run(ImportFiles(folder.file("x")), meter: TransferMeter())
                #expect(summary.items.count == 1)
                #expect(try await target.contents().isEmpty)
            }
        }
    }

    // Keys of indexes are checked before anything is put, too: they may be missing, but not be of another type, empty
    // or too long.
    @Test func indexKeys() async throws {
        try await Backend.memory.withTable(TestTables.indexed()) { table in
            try await TemporaryFolder.with { folder in
                func line(_ sort: Int, _ more: String) -> String {
                    #"{"pk":{"S":"a"},"sk":{"S":"\#(sort)"}\#(more)}"#
                }
                let lines = [
                    line(1, ""), line(2, #","gsk":{"S":"no number"}"#), line(3, #","gpk":{"S":""}"#),
                    line(4, #","ln":{"BOOL":true}"#),
                    line(5, #","gpk":{"S":"\#(String(repeating: "x", count: 2049))"}"#),
                    line(6, #","gpk":{"S":"\#(String(repeating: "x", count: 2048))"},"gsk":{"N":"0"},"ln":{"N":"-1"}"#),
                ]
                try write(lines.joined(separator: "\n"), to: folder.file("x"))
                guard case .badLines(let found, _) = try await Self.failure(folder.file("x"), table) else {
                    Issue.record("no bad lines")
                    return
                }
                #expect(found.map(\.line) == [2, 3, 4, 5])
                #expect(found[0].reason == "the key attribute 'gsk' of the index 'globalAll' is of type S, not N")
                #expect(found[1].reason.contains("'gpk' of the index 'globalAll' is empty"))
                #expect(found[2].reason.contains("'ln' of the index 'localAll' is of type BOOL"))
                #expect(found[3].reason.contains("2049 bytes; 2048 are allowed"))
                var options = TableImport.Options()
                options.skipsInvalid = true
                let summary = try await TableImport(into: table.transfer, options: options)
                    .run(ImportFiles(folder.file("x")), meter: TransferMeter())
                #expect(summary.skipped == 4)
                #expect(try await summary.items == checksum(Array(table.contents().values)))
                #expect(summary.items.count == 2)
            }
        }
    }

    // What only the table knows (that an attribute must have a name) is reported with the line, too; the good lines of
    // its batch are put when bad ones are left out, and they alone are counted.
    @Test func refusedByTheTable() async throws {
        try await Backend.memory.withTable(TestTables.indexed()) { table in
            try await TemporaryFolder.with { folder in
                let lines = [
                    #"{"pk":{"S":"a"},"sk":{"S":"1"}}"#, #"{"pk":{"S":"a"},"sk":{"S":"2"},"":{"S":"no name"}}"#,
                    #"{"pk":{"S":"a"},"sk":{"S":"3"}}"#,
                ]
                try write(lines.joined(separator: "\n"), to: folder.file("x"))
                let error = await #expect(throws: TransferError.self) {
                    try await TableImport(into: table.transfer).run(
                        ImportFiles(folder.file("x")), meter: TransferMeter())
                }
                guard case .badLines(let found, _) = try #require(error) else {
                    Issue.record("no bad lines")
                    return
                }
                #expect(found.map(\.line) == [2])
                #expect(found[0].reason.contains("name must not be empty"))
                var options = TableImport.Options()
                (options.skipsInvalid, options.merges) = (true, true)
                let summary = try await TableImport(into: table.transfer, options: options)
                    .run(ImportFiles(folder.file("x")), meter: TransferMeter())
                #expect(summary.skipped == 1)
                #expect(try await summary.items == checksum(Array(table.contents().values)))
                #expect(summary.items.count == 2)
            }
        }
    }

    // A gzip file that is cut off anywhere, or has any changed byte, changes nothing, or what comes out is what went
    // in.
    @Test func damagedGzip() async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                var lines: [UInt8] = []
                for item in try Samples.items(40) { ItemLine.append(item, to: &lines) }
                let whole = Gzip.compress(lines) + Gzip.compress(Array("\(Self.good)\n".utf8))
                let path = folder.file("x.gz")
                for count in stride(from: 3, to: whole.count, by: 97) {
                    try write(Array(whole[..<count]), to: path)
                    // The end of the first member is the end of a file.
                    guard count != Gzip.compress(lines).count else { continue }
                    guard case .damaged(path, _) = try await Self.failure(path, target) else {
                        Issue.record("cut at \(count) of \(whole.count)")
                        continue
                    }
                }
                for position in stride(from: 10, to: whole.count, by: 131) {
                    var damaged = whole
                    damaged[position] ^= 0x10
                    try write(damaged, to: path)
                    _ = try await Self.failure(path, target)
                }
            }
        }
    }

    // No file, a folder without a manifest, a table that is not there: each is reported as what it is.
    @Test func notThere() async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                #expect(throws: TransferError.file(path: "/no/such", reason: "there is no such file")) {
                    try ImportFiles("/no/such")
                }
                let error = #expect(throws: TransferError.self) { try ImportFiles(folder.path) }
                #expect(try #require(error).description.contains("manifest-files.json"))
                try write(Self.good, to: folder.file("x"))
                let missing = TransferTable(target.db, name: "Missing")
                let none = await #expect(throws: TransferError.self) {
                    try await TableImport(into: missing).run(ImportFiles(folder.file("x")), meter: TransferMeter())
                }
                #expect(try #require(none).description.contains("there is no table 'Missing'"))
            }
        }
    }
}
