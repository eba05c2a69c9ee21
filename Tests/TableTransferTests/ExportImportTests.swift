import Compression
import DynamoModel
import ItemFiles
import JSONText
import TestSupport
import Testing

@testable import TableTransfer

@Suite struct ExportImportTests {
    /// Exports a table, in several segments.
    private static func export(_ table: TestTable, to path: String, replaces: Bool = false) async throws
        -> TableChecksum
    {
        try await TableExport(table.transfer, segments: 5, cores: 2)
            .write(to: path, replaces: replaces, meter: TransferMeter())
    }

    // A table goes through a file and is the same afterwards, compressed or not; count and checksum are those of its
    // items.
    @Test(arguments: ["table.json", "table.json.gz", "table.ion", "table.ion.gz"]) func roundTrip(name: String)
        async throws
    {
        let items = try Samples.items(3000) + [Samples.everything()]
        try await Backend.withPair(items) { source, target in
            try await TemporaryFolder.with { folder in
                let exported = try await Self.export(source, to: folder.file(name))
                #expect(exported == checksum(items))
                #expect(try names(folder.path) == [name])
                #expect(try contents(folder.file(name)).starts(with: [0x1f, 0x8b]) == (name.hasSuffix(".gz")))
                let first = try LineReader(folder.file(name)).next() ?? []
                #expect(ItemLine.format(of: first) == (name.contains(".ion") ? .ion : .json))
                let meter = TransferMeter()
                let summary = try await TableImport(into: target.transfer).run(
                    ImportFiles(folder.file(name)), meter: meter)
                #expect(summary.items == exported)
                #expect(meter.progress.items == items.count && meter.progress.total == items.count)
                #expect(try await target.contents() == source.contents())
            }
        }
    }

    // A table without items makes a file without lines, which can be imported.
    @Test(arguments: ["none.json", "none.json.gz"]) func noItems(name: String) async throws {
        try await Backend.withPair([]) { source, target in
            try await TemporaryFolder.with { folder in
                #expect(try await Self.export(source, to: folder.file(name)) == TableChecksum())
                let summary = try await TableImport(into: target.transfer)
                    .run(ImportFiles(folder.file(name)), meter: TransferMeter())
                #expect(summary == TableImport.Summary())
            }
        }
    }

    // A file that is there is not replaced unasked; an export that fails leaves it as it was, and nothing next to it.
    @Test func fileIsThere() async throws {
        try await Backend.withPair(try Samples.items(10)) { source, _ in
            try await TemporaryFolder.with { folder in
                let path = folder.file("table.json")
                try write("mine", to: path)
                let error = await #expect(throws: TransferError.self) { try await Self.export(source, to: path) }
                #expect(try #require(error).description.contains("--overwrite"))
                let missing = TestTable(source.db, TestTables.keyed(name: "Missing"))
                await #expect(throws: TransferError.self) { try await Self.export(missing, to: path, replaces: true) }
                for place in ["/dev/null", folder.path] {
                    await #expect(throws: TransferError.self) {
                        try await Self.export(source, to: place, replaces: true)
                    }
                }
                #expect(try contents(path) == Array("mine".utf8))
                _ = try await Self.export(source, to: path, replaces: true)
                #expect(try contents(path) != Array("mine".utf8))
                #expect(try names(folder.path) == ["table.json"])
            }
        }
    }

    // An export that is stopped leaves nothing behind.
    @Test func stoppedExport() async throws {
        try await Backend.withPair(try Samples.items(50)) { source, _ in
            try await TemporaryFolder.with { folder in
                let work = Task {
                    while !Task.isCancelled { await Task.yield() }
                    return try await Self.export(source, to: folder.file("table.json"))
                }
                work.cancel()
                await #expect(throws: TransferError.stopped) { try await work.value }
                let left = try names(folder.path)
                #expect(left.isEmpty)
            }
        }
    }

    // Of lines with one key the last counts, whether they stand in one batch of 25 or far apart, and over several
    // files.
    @Test func lastLineCounts() async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                var random = SeededGenerator(seed: 9)
                var expected: [Item: Item] = [:]
                var bytes: [UInt8] = []
                for number in 0..<6000 {
                    let key: Item = ["pk": "p", "sk": .s("\(random.int(0...300))")]
                    expected[key] = key.merging(["n": .int(number)])
                    ItemLine.append(key.merging(["n": .int(number)]), to: &bytes)
                }
                try write(bytes, to: folder.file("lines"))
                let summary = try await TableImport(into: target.transfer)
                    .run(ImportFiles(folder.file("lines")), meter: TransferMeter())
                #expect(summary.isExact && summary.replaced == 6000 - expected.count)
                #expect(summary.items == checksum(Array(expected.values)))
                #expect(try await target.contents() == expected)
                var options = TableImport.Options()
                options.checksOnly = true
                let checked = try await TableImport(into: target.transfer, options: options)
                    .run(ImportFiles(folder.file("lines")), meter: TransferMeter())
                #expect(checked == summary)
            }
        }
    }

    // Keys are remembered up to a number, and the rest is said to be counted by lines.
    @Test func tallyIsBounded() throws {
        let items = try Samples.items(5)
        func tally(_ items: [Item], mostKeys: Int) -> ImportTally {
            var tally = ImportTally(mostKeys: mostKeys)
            for item in items { tally.add(item, key: item.projected(to: ["pk", "sk"])) }
            return tally
        }
        let changed = items[0].merging(["changed": true])
        let exact = tally(items + [changed], mostKeys: 5)
        #expect(exact.isExact && exact.replaced == 1)
        #expect(exact.items == checksum(items.dropFirst() + [changed]))
        let bounded = tally(items + [changed, items[4]], mostKeys: 4)
        #expect(!bounded.isExact && bounded.replaced == 1)
        #expect(bounded.items == checksum(items.dropFirst() + [changed, items[4]]))
    }

    // A table that holds items is not touched unasked; with `merges`, items of the same keys are replaced and others
    // stay.
    @Test func tableHoldsItems() async throws {
        try await Backend.withPair([["pk": "a", "sk": "1", "v": 1]]) { source, target in
            try await TemporaryFolder.with { folder in
                _ = try await Self.export(source, to: folder.file("x"))
                try await target.putAll([["pk": "a", "sk": "1", "v": 2], ["pk": "b", "sk": "1"]])
                let before = try await target.contents()
                let error = await #expect(throws: TransferError.self) {
                    try await TableImport(into: target.transfer).run(
                        ImportFiles(folder.file("x")), meter: TransferMeter())
                }
                #expect(try #require(error).description.contains("--merge"))
                #expect(try await target.contents() == before)
                var options = TableImport.Options()
                options.merges = true
                _ = try await TableImport(into: target.transfer, options: options)
                    .run(ImportFiles(folder.file("x")), meter: TransferMeter())
                #expect(
                    try await Set(target.contents().values) == [
                        ["pk": "a", "sk": "1", "v": 1], ["pk": "b", "sk": "1"],
                    ])
            }
        }
    }
}
