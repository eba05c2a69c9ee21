import CLinux
import DynamoModel
import EmbeddedDynamoDB
import Glibc
import TestSupport
import Testing

@testable import LexiCommand
@testable import TableTransfer

extension ProcessTests {
    /// `lexi table export` and `import`.
    @Suite struct TableFilesTests {
        /// Makes a data folder with a table of this name and these items.
        static func makeTable(_ data: String, _ name: String, _ items: [Item] = []) async throws {
            try Files.makeFolder(data)
            let engine = try TableEngine.open(path: data + "/lexi.sqlite")
            try await TestTable.make(engine, TestTables.keyed(name: name)).putAll(items)
            await engine.close()
        }

        /// The items of a table, by a look at the file.
        static func items(_ data: String, _ name: String) async throws -> Set<Item> {
            let engine = try TableEngine.open(path: data + "/lexi.sqlite")
            let found = try await engine.scan(ScanRequest(tableName: name)).items
            await engine.close()
            return Set(found)
        }

        private static let sample: [Item] = [
            ["pk": "a", "sk": "1", "text": "Xin chào"], ["pk": "a", "sk": "2", "n": 12], ["pk": "b", "sk": "1"],
        ]

        /// A table goes to a file and into another table; both commands tell the same count and checksum.
        @Test func thereAndBack() async throws {
            try await TemporaryFolder.with { folder in
                let (one, two, file) = (folder.file("one"), folder.file("two"), folder.file("t.json.gz"))
                try await Self.makeTable(one, "Mine", Self.sample)
                try await Self.makeTable(two, "Yours")
                let exported = await run(["table", "export", "--data", one, "--table", "Mine", "--output", file])
                #expect(exported.status == 0, "\(exported.errors)")
                #expect(exported.errors.contains("Exported 3 items, checksum "))
                #expect(exported.output.isEmpty)
                let refused = await run(["table", "export", "--data", one, "--table", "Mine", "--output", file])
                #expect(refused.status == 1 && refused.errors.contains("--overwrite"))
                let place = ["--data", two, "--table", "Yours", "--input", file]
                let checked = await run(["table", "import", "--check"] + place)
                #expect(checked.status == 0 && checked.errors.contains("Checked 3 items"), "\(checked.errors)")
                #expect(try await Self.items(two, "Yours").isEmpty)
                let imported = await run(["table", "import"] + place)
                #expect(imported.status == 0)
                #expect(imported.errors == exported.errors.replacing("Exported", with: "Imported"))
                #expect(try await Self.items(two, "Yours") == Set(Self.sample))
                let again = await run(["table", "import"] + place)
                #expect(again.status == 1 && again.errors.contains("--merge"))
                #expect(await run(["table", "import", "--merge", "--rate", "1000"] + place).status == 0)
            }
        }

        /// Through pipes: lines on standard output, and from standard input.
        @Test func pipes() async throws {
            try await TemporaryFolder.with { folder in
                let (one, two, file) = (folder.file("one"), folder.file("two"), folder.file("lines"))
                try await Self.makeTable(one, "Mine", Self.sample)
                try await Self.makeTable(two, "Mine")
                let exported = try await lexi(
                    ["table", "export", "--data", one, "--table", "Mine", "--output", "-"], in: folder)
                #expect(exported.end == .exited(0))
                #expect(exported.output.split(separator: "\n").count == 3)
                #expect(exported.output.contains(#"{"Item":{"n":{"N":"12"},"pk":{"S":"a"},"sk":{"S":"2"}}}"#))
                try Files.write(Array(exported.output.utf8), to: file)
                let input = open(file, O_RDONLY)
                defer { close(input) }
                let process = try LexiProcess(
                    ["table", "import", "--data", two, "--table", "Mine", "--input", "-"], in: folder, input: input)
                #expect(try await process.wait() == .exited(0), "\(process.errors)")
                #expect(try await Self.items(two, "Mine") == Set(Self.sample))
            }
        }

        /// Both ends of a pipe, which no other process is given.
        private static func pipe() throws -> (reading: Int32, writing: Int32) {
            var ends: [Int32] = [-1, -1]
            guard pipe2(&ends, O_CLOEXEC) == 0 else { throw HelperError("no pipe") }
            return (ends[0], ends[1])
        }

        /// A signal stops an import whose input has nothing to say for now.
        @Test func silentInput() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                try await Self.makeTable(data, "Mine")
                let ends = try Self.pipe()
                defer { close(ends.writing) }
                let process = try LexiProcess(
                    ["table", "import", "--data", data, "--table", "Mine", "--input", "-"], in: folder,
                    input: ends.reading)
                close(ends.reading)
                // More than a pipe holds: when all of it is written, the import has begun to read.
                var rest = Array(String(repeating: " ", count: 200_000).utf8)[...]
                while !rest.isEmpty {
                    let count = rest.withUnsafeBytes { write(ends.writing, $0.baseAddress, $0.count) }
                    try #require(count > 0)
                    rest = rest.dropFirst(count)
                }
                process.signal(SIGINT)
                #expect(try await process.wait() == .exited(130))
                #expect(process.errors.contains("stopped"), "\(process.errors)")
            }
        }

        /// A signal, that of a closed terminal too, stops an export whose output nobody takes.
        @Test(arguments: [SIGTERM, SIGHUP]) func stuckOutput(number: Int32) async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let text = AttributeValue.s(String(repeating: "x", count: 1000))
                try await Self.makeTable(data, "Mine", (0..<300).map { ["pk": "a", "sk": .s("\($0)"), "v": text] })
                let ends = try Self.pipe()
                defer { close(ends.reading) }
                let process = try LexiProcess(
                    ["table", "export", "--data", data, "--table", "Mine", "--output", "-", "--segments", "4"],
                    in: folder, output: ends.writing)
                close(ends.writing)
                try await patiently("the export to begin: \(process.errors)") {
                    var asked = pollfd(fd: ends.reading, events: Int16(POLLIN), revents: 0)
                    return poll(&asked, 1, 0) > 0 ? true : nil
                }
                process.signal(number)
                #expect(try await process.wait() == .exited(128 + number))
                #expect(process.errors.contains("stopped"), "\(process.errors)")
            }
        }

        /// A rate is reported once there was time to measure one.
        @Test func progress() {
            let progress = TransferProgress(phase: "Verifying", items: 300, total: 1000)
            #expect(ProgressText.line(progress, elapsed: 0.000_001) == "Verifying: 300 of 1000 items (30 %)")
            #expect(
                ProgressText.line(progress, elapsed: 2)
                    == "Verifying: 300 of 1000 items (30 %), 150 a second, 4 s left")
            // A total that cannot be is reported as it is.
            let wrong = TransferProgress(phase: "Copying", items: 1, total: .max)
            #expect(ProgressText.line(wrong, elapsed: 1) == "Copying: 1 of \(Int.max) items (0 %), 1 a second")
            let full = TransferProgress(phase: "Copying", items: .max, total: .max)
            #expect(ProgressText.line(full, elapsed: 0) == "Copying: \(Int.max) of \(Int.max) items (100 %)")
        }

        /// A bad line is reported with file and number; nothing is changed, unless it is to be left out.
        @Test func badLine() async throws {
            try await TemporaryFolder.with { folder in
                let (data, file) = (folder.file("data"), folder.file("bad.json"))
                try await Self.makeTable(data, "Mine")
                try Files.write(
                    Array("{\"pk\":{\"S\":\"a\"},\"sk\":{\"S\":\"b\"}}\n{\"pk\":{\"S\":\"a\"}".utf8), to: file)
                let words = ["table", "import", "--data", data, "--table", "Mine", "--input", file]
                let said = await run(words)
                #expect(said.status == 1)
                #expect(said.errors.contains("bad.json, line 2: the line breaks off"), "\(said.errors)")
                #expect(try await Self.items(data, "Mine").isEmpty)
                let skipped = await run(words + ["--skip-invalid"])
                #expect(skipped.status == 0)
                #expect(skipped.errors.contains("Left out: ") && skipped.errors.contains("1 bad lines were left out"))
                #expect(try await Self.items(data, "Mine").count == 1)
            }
        }

        /// A file that a service works on is not read next to it: the message names the way that works.
        @Test func fileInUse() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let service = try LexiProcess(["dynamodb", "--port", "0", "--data", data], in: folder)
                _ = try await service.tablePort()
                let ran = try await lexi(["table", "export", "--data", data, "--output", folder.file("x")], in: folder)
                #expect(ran.end == .exited(1))
                #expect(
                    ran.errors.contains("in use by process \(service.pid)") && ran.errors.contains("--dynamodb-port"))
                service.signal(SIGTERM)
                #expect(try await service.wait() == .exited(0))
            }
        }
    }
}
