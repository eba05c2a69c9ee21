import Compression
import DynamoModel
import ItemFiles
import TestSupport
import Testing

@testable import TableTransfer

/// The changes of incremental exports, applied to a table, against a model.
@Suite struct ChangeImportTests {
    private static func run(
        _ path: String, _ table: TransferTable, mostKeys: Int = LastWrites.mostKeys, skips: Bool = false,
        checks: Bool = false
    ) async throws -> TableImport.Summary {
        var options = TableImport.Options()
        (options.mostKeys, options.skipsInvalid, options.checksOnly) = (mostKeys, skips, checks)
        return try await TableImport(into: table, options: options).run(ImportFiles(path), meter: TransferMeter())
    }

    private static func key(_ number: Int) -> Item { ["pk": .s("p\(number % 7)"), "sk": .s("s\(number)")] }

    /// Changes in no order, several of many keys, and what they make of a table with these items.
    private static func changes(_ count: Int, seed: UInt64, of model: inout [Item: Item]) -> [ExportedChange] {
        var random = SeededGenerator(seed: seed)
        var changes: [ExportedChange] = []
        for time in 0..<count {
            let key = key(random.int(0...count / 3))
            let old = model[key]
            model[key] = random.int(0...2) == 0 ? nil : key.merging(["n": .int(time)])
            changes.append(ExportedChange(time: 1_000_000 + time, key: key, old: old, new: model[key]))
        }
        return changes.shuffled(using: &random)
    }

    private static func text(_ changes: [ExportedChange], as format: TransferFormat) -> [UInt8] {
        var bytes: [UInt8] = []
        for change in changes { ItemLine.append(change, as: format, to: &bytes) }
        return bytes
    }

    /// The last write of each item stands, whatever the order of the lines, the form, and the parts in which keys are
    /// looked at; items that the changes do not name stay; a second time nothing changes.
    @Test(arguments: [TransferFormat.json, .ion], [LastWrites.mostKeys, 97]) func lastWrites(
        format: TransferFormat, mostKeys: Int
    ) async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                let (untouched, there): (Item, Item) = (
                    ["pk": "x", "sk": "y", "v": 1], Self.key(3).merging(["old": 1])
                )
                try await target.putAll([untouched, there])
                var model = [["pk": "x", "sk": "y"]: untouched, Self.key(3): there]
                let before = model
                let changes = Self.changes(900, seed: 5, of: &model)
                try write(Gzip.compress(Self.text(changes, as: format)), to: folder.file("changes.gz"))
                let keys = Set(changes.map(\.key))
                let checked = try await Self.run(
                    folder.file("changes.gz"), target.transfer, mostKeys: mostKeys, checks: true)
                #expect(try await target.contents() == before)
                for _ in 0..<2 {
                    let summary = try await Self.run(folder.file("changes.gz"), target.transfer, mostKeys: mostKeys)
                    #expect(summary == checked && summary.isExact)
                    #expect(summary.items == checksum(keys.compactMap { model[$0] }))
                    #expect(summary.removed == keys.count { model[$0] == nil })
                    #expect(summary.replaced == changes.count - keys.count)
                    #expect(try await target.contents() == model)
                }
            }
        }
    }

    /// Without a summary the first line of the data files says that they hold changes, also after files without lines;
    /// they lie in the export's folder or next to it.
    @Test(arguments: ["export/data", "data"]) func folderWithoutSummary(data: String) async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                for name in ["export", data] { try makeFolder(folder.file(name)) }
                var model: [Item: Item] = [:]
                let changes = Self.changes(60, seed: 8, of: &model)
                try write(Gzip.compress([]), to: folder.file("\(data)/a.json.gz"))
                try write(Gzip.compress(Self.text(changes, as: .json)), to: folder.file("\(data)/b.json.gz"))
                let lines = ["a", "b"].map { #"{"dataFileS3Key":"AWSDynamoDB/data/\#($0).json.gz"}"# }
                try write(lines.joined(separator: "\n"), to: folder.file("export/manifest-files.json"))
                #expect(try ImportFiles(folder.file("export")).isIncrement)
                _ = try await Self.run(folder.file("export"), target.transfer)
                #expect(try await target.contents() == model)
            }
        }
    }

    /// A table that is often too busy gets all of it.
    @Test func busyTable() async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                var model: [Item: Item] = [:]
                let changes = Self.changes(200, seed: 6, of: &model)
                try write(Self.text(changes, as: .json), to: folder.file("changes"))
                let busy = TransferTable(BusyTable(target.db), name: target.name)
                _ = try await Self.run(folder.file("changes"), busy)
                #expect(try await target.contents() == model)
            }
        }
    }

    /// An import that is stopped in the middle is finished by the same one again.
    @Test func stopped() async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                var model: [Item: Item] = [:]
                let changes = Self.changes(9_000, seed: 7, of: &model)
                try write(Self.text(changes, as: .ion), to: folder.file("changes"))
                let meter = TransferMeter()
                let work = Task {
                    try await TableImport(into: target.transfer).run(ImportFiles(folder.file("changes")), meter: meter)
                }
                try await waitFor("some of it") { meter.progress.total != nil && meter.progress.items > 0 ? true : nil }
                work.cancel()
                _ = await work.result
                _ = try await Self.run(folder.file("changes"), target.transfer)
                #expect(try await target.contents() == model)
            }
        }
    }

    /// Bad changes are named, and nothing is changed; or they are left out.
    @Test func badChanges() async throws {
        try await Backend.withPair([["pk": "a", "sk": "1"]]) { _, target in
            try await TemporaryFolder.with { folder in
                let good = ExportedChange(time: 1, key: Self.key(1), old: nil, new: Self.key(1))
                let bad = [
                    ExportedChange(time: 1, key: ["pk": "a"], old: nil, new: nil),
                    ExportedChange(time: 1, key: ["pk": "a", "sk": 1], old: nil, new: nil),
                    ExportedChange(time: 1, key: ["pk": "a", "sk": "b", "more": 1], old: nil, new: nil),
                    ExportedChange(time: 1, key: Self.key(2), old: nil, new: Self.key(3)),
                    ExportedChange(time: 1, key: Self.key(2), old: Self.key(3), new: Self.key(2)),
                    ExportedChange(
                        time: 1, key: Self.key(2), old: nil,
                        new: Self.key(2).merging(["x": .s(String(repeating: "x", count: 410_000))])),
                ]
                var bytes = Self.text([good] + bad, as: .json)
                bytes += Array("{\"Item\":{\"pk\":{\"S\":\"a\"},\"sk\":{\"S\":\"b\"}}}\n".utf8)
                bytes += Array("{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"x\"}},\"Keys\":{}}\n".utf8)
                let path = folder.file("changes")
                try write(bytes, to: path)
                let error = await #expect(throws: TransferError.self) { try await Self.run(path, target.transfer) }
                guard case .badLines(let lines, let total) = try #require(error) else {
                    Issue.record("\(error as Any)")
                    return
                }
                #expect(total == bad.count + 2 && lines.map(\.line) == Array(2...9))
                #expect(lines[0].reason.contains("Keys") && lines[3].reason.contains("NewImage"))
                #expect(lines[4].reason.contains("OldImage") && lines[6].reason.contains("Metadata"))
                #expect(try await target.contents().isEmpty)
                let summary = try await Self.run(path, target.transfer, skips: true)
                #expect(summary.skipped == total && summary.items.count == 1)
                #expect(try await target.contents() == [Self.key(1): Self.key(1)])
            }
        }
    }
}
