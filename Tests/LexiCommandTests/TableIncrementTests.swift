import DynamoModel
import EmbeddedDynamoDB
import Glibc
import TableStore
import TestSupport
import Testing

@testable import LexiCommand

extension ProcessTests {
    /// `lexi table import` of incremental exports.
    @Suite struct TableIncrementTests {
        private static func key(_ number: Int) -> Item { ["pk": .s("p\(number % 7)"), "sk": .s("s\(number)")] }

        private static func export(_ engine: TableEngine, _ request: ExportRequest) async throws -> ExportDescription {
            guard case .export(let begun) = try await engine.transfers(.export(request)) else { throw Unexpected() }
            return try await waitFor("the export") {
                guard case .export(let found) = try await engine.transfers(.describeExport(arn: begun.arn)) else {
                    throw Unexpected()
                }
                return found.status == .inProgress ? nil : found
            }
        }

        private struct Unexpected: Error {}

        /// A full export and two increments, taken one after the other by the program, give the table as it was at the
        /// end of each; what was done is said.
        @Test(arguments: [TransferFormat.json, .ion], [ExportRequest.View.newAndOldImages, .newImage])
        func fullAndIncrements(format: TransferFormat, view: ExportRequest.View) async throws {
            try await TemporaryFolder.with { folder in
                let (one, two) = (folder.file("one"), folder.file("two"))
                let (exports, states) = try await Self.exports(one, format, view)
                try await TableFilesTests.makeTable(two, "Yours")
                for (place, state) in zip(exports, states) {
                    let words = ["--data", two, "--table", "Yours", "--input", place]
                    let checked = await run(["table", "import", "--check"] + words)
                    #expect(checked.status == 0, "\(checked.errors)")
                    let imported = await run(["table", "import"] + words)
                    #expect(imported.status == 0, "\(imported.errors)")
                    #expect(imported.errors.contains(state.said), "\(imported.errors)")
                    #expect(try await TableFilesTests.items(two, "Yours") == state.items)
                }
                let again = await run(["table", "import", "--data", two, "--table", "Yours", "--input", exports[2]])
                #expect(again.status == 0)
                #expect(try await TableFilesTests.items(two, "Yours") == states[2].items)
            }
        }

        /// A full export of ten items, and the exports of two stretches of time; with what they show, and what an
        /// import of each says.
        private static func exports(
            _ data: String, _ format: TransferFormat, _ view: ExportRequest.View
        ) async throws -> (folders: [String], states: [(items: Set<Item>, said: String)]) {
            let clock = SteppedClock()
            var options = TableEngine.Options()
            options.clock = { clock.now }
            options.exportFolder = data + "/exports"
            try Files.makeFolder(data)
            try Files.makeFolder(data + "/exports")
            try Files.makeFolder(data + "/exports/bucket")
            let engine = try TableEngine.open(path: data + "/lexi.sqlite", options: options)
            let table = try await TestTable.make(engine, TestTables.keyed(name: "Mine"))
            try await table.putAll((0..<10).map { Self.key($0) })
            _ = try await engine.backups(.updateContinuous(tableName: "Mine", isEnabled: true, days: nil))
            clock.advance(by: 1)
            let description = try await engine.describeTable(tableName: "Mine")
            var request = ExportRequest(
                tableArn: description.tableArn, place: BucketPlace(bucket: "bucket"), format: format)
            var items = Set((0..<10).map { Self.key($0) })
            var found = [(try await export(engine, request), items, "Imported 10 items")]
            for (round, said) in ["3 items, checksum ", "2 items, checksum "].enumerated() {
                let from = clock.now
                for number in [round, 20, 30] where round == 0 || number != 20 {
                    try await table.put(Self.key(number).merging(["round": .int(round)]))
                    items = items.filter { $0.projected(to: ["pk", "sk"]) != Self.key(number) }
                    items.insert(Self.key(number).merging(["round": .int(round)]))
                }
                try await table.delete(Self.key(5 + round))
                items.remove(Self.key(5 + round))
                clock.advance(by: 1_000)
                request.kind = .incremental
                request.increment = ExportRequest.Increment(from: from, to: clock.now, view: view)
                found.append((try await export(engine, request), items, "Applied changes: \(said)"))
            }
            await engine.close()
            let folders = found.map { export, _, _ in
                let id = ResourceName(export.arn)?.export?.id ?? ""
                return "\(data)/exports/bucket/AWSDynamoDB/\(id)"
            }
            return (folders, found.map { ($0.1, $0.2) })
        }

        /// Killed at any moment and begun again, an import of changes ends with what they say.
        @Test func killed() async throws {
            try await TemporaryFolder.with { folder in
                let (data, file) = (folder.file("data"), folder.file("changes.json"))
                try await TableFilesTests.makeTable(data, "Mine", (0..<200).map { Self.key($0) })
                var random = SeededGenerator(seed: 31)
                var (model, lines): ([Int: Item], [String]) = ([:], [])
                for number in 0..<200 { model[number] = Self.key(number) }
                for time in 0..<20_000 {
                    let number = random.int(0...8_000)
                    model[number] = random.int(0...2) == 0 ? nil : Self.key(number).merging(["n": .int(time)])
                    let key = #""pk":{"S":"p\#(number % 7)"},"sk":{"S":"s\#(number)"}"#
                    let new = model[number] == nil ? "" : #","NewImage":{\#(key),"n":{"N":"\#(time)"}}"#
                    lines.append(#"{"Metadata":{"WriteTimestampMicros":{"N":"\#(time)"}},"Keys":{\#(key)}\#(new)}"#)
                }
                lines.shuffle(using: &random)
                try Files.write(Array(lines.joined(separator: "\n").utf8), to: file)
                let words = ["table", "import", "--data", data, "--table", "Mine", "--input", file]
                for _ in 0..<4 {
                    let process = try LexiProcess(words, in: folder)
                    try await Task.sleep(for: .milliseconds(random.int(100...2_000)))
                    process.signal(SIGKILL)
                    _ = try await process.wait()
                }
                let ran = try await lexi(words, in: folder)
                #expect(ran.end == .exited(0), "\(ran.errors)")
                #expect(ran.errors.contains("Applied changes: \(model.values.count { $0["n"] != nil }) items"))
                #expect(try await Self.allItems(data) == Set(model.values))
                #expect(await run(["table", "check", "--data", data]).status == 0)
            }
        }

        private static func allItems(_ data: String) async throws -> Set<Item> {
            let engine = try TableEngine.open(path: data + "/lexi.sqlite")
            let items = try await TestTable(engine, TestTables.keyed(name: "Mine")).scanPages().flatMap(\.items)
            await engine.close()
            return Set(items)
        }
    }
}
