import DynamoModel
import EmbeddedDynamoDB
import Glibc
import TestSupport
import Testing

@testable import TableTransfer

extension ProcessTests {
    /// `lexi table copy` and `diff`.
    @Suite struct TableCopyTests {
        private static func items(_ count: Int) throws -> [Item] {
            var random = SeededGenerator(seed: 12)
            return try (0..<count).map { number in
                try random.attributes(upTo: 6).merging(["pk": .s("p\(number % 50)"), "sk": .s("s\(number)")])
            }
        }

        /// The words of a command on two places, with a state of the test's own.
        private static func words(_ command: String, _ from: String, _ to: String, _ more: [String] = []) -> [String] {
            ["table", command, "--from", from, "--to", to, "--from-table", "Mine"] + more
        }

        /// A copy, killed again and again wherever it is, and resumed each time, comes out exact.
        @Test func killedAndResumed() async throws {
            try await TemporaryFolder.with { folder in
                let (one, two, state) = (folder.file("one"), folder.file("two"), folder.file("state"))
                // So long that each batch is a separate page, which the state names when it is put.
                let filler = AttributeValue.s(String(repeating: "x", count: 40_000))
                let items = try Self.items(300).map { $0.merging(["filler": filler]) }
                try await TableFilesTests.makeTable(one, "Mine", items)
                var noted = 0
                for _ in 1...4 {
                    // Slow enough that no round could come to the end before it is killed.
                    let process = try LexiProcess(
                        Self.words(
                            "copy", one, two, ["--state", state, "--resume", "--rate", "25", "--segments", "3"]),
                        in: folder)
                    let before = noted
                    noted = try await patiently("the copy to get on: \(process.errors)") {
                        let count = try CopyState.read(state)?.copied.count ?? 0
                        return count > before ? count : nil
                    }
                    process.signal(SIGKILL)
                    #expect(try await process.wait() == .killed(SIGKILL))
                }
                #expect(Files.exists(state) && noted < items.count)
                let refused = await run(Self.words("copy", one, two, ["--state", state]))
                #expect(refused.status == 1 && refused.errors.contains("--resume"), "\(refused.errors)")
                let done = await run(Self.words("copy", one, two, ["--state", state, "--resume"]))
                #expect(done.status == 0, "\(done.errors)")
                #expect(done.errors.contains("Copied and verified 300 items, checksum "))
                #expect(!Files.exists(state))
                let same = await run(Self.words("diff", one, two))
                #expect(same.status == 0 && same.errors.contains("The same: 300 items."), "\(same.errors)")
                let check = await run(["table", "check", "--data", two])
                #expect(check.status == 0, "\(check.output)")
            }
        }

        /// Where nobody looks, a line comes every few seconds, with rate and time left. A signal stops a copy in good
        /// order: the status tells it, and the message how to go on.
        @Test func stoppedBySignal() async throws {
            try await TemporaryFolder.with { folder in
                let (one, two, state) = (folder.file("one"), folder.file("two"), folder.file("state"))
                try await TableFilesTests.makeTable(one, "Mine", try Self.items(1000))
                let words = Self.words("copy", one, two, ["--state", state])
                let process = try LexiProcess(words + ["--rate", "50"], in: folder)
                let line = try await patiently("a line of progress: \(process.errors)") {
                    process.errors.split(separator: "\n").first { $0.hasPrefix("Copying: ") }.map(String.init)
                }
                #expect(
                    line.wholeMatch(of: /Copying: \d+ of 1000 items \(\d+ %\), \d+ a second, \d+ s left.*/) != nil,
                    "\(line)")
                process.signal(SIGINT)
                #expect(try await process.wait() == .exited(130))
                #expect(process.errors.contains("--resume goes on"), "\(process.errors)")
                let done = await run(words + ["--resume"])
                #expect(done.status == 0, "\(done.errors)")
            }
        }

        /// A copy whose target is gone cannot go on, and makes no empty one in its place.
        @Test func targetIsGone() async throws {
            try await TemporaryFolder.with { folder in
                let (one, two, state) = (folder.file("one"), folder.file("two"), folder.file("state"))
                try await TableFilesTests.makeTable(one, "Mine", try Self.items(1000))
                let words = Self.words("copy", one, two, ["--state", state])
                let process = try LexiProcess(words + ["--rate", "100"], in: folder)
                try await patiently("the copy to begin: \(process.errors)") { Files.exists(state) ? true : nil }
                process.signal(SIGTERM)
                #expect(try await process.wait() == .exited(143))
                try Files.remove(two)
                let gone = await run(words + ["--resume"])
                #expect(gone.status == 1 && gone.errors.contains("there is no table in '\(two)"), "\(gone.errors)")
                #expect(!Files.exists(two) && Files.exists(state))
            }
        }

        /// Two tables of one file; the differences are listed with their keys, up to a limit, with values when asked
        /// for.
        @Test func diff() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                try await TableFilesTests.makeTable(
                    data, "Mine", [["pk": "a", "sk": "1", "v": 1], ["pk": "b", "sk": "1"]])
                let copy = await run(
                    Self.words("copy", data, data, ["--to-table", "Other", "--state", folder.file("state")]))
                #expect(copy.status == 0, "\(copy.errors)")
                let engine = try TableEngine.open(path: data + "/lexi.sqlite")
                let other = TestTable(engine, TestTables.keyed(name: "Other"))
                try await other.putAll([["pk": "a", "sk": "1", "v": 2], ["pk": "c", "sk": "1"]])
                try await other.delete(["pk": "b", "sk": "1"])
                await engine.close()
                let words = Self.words("diff", data, data, ["--to-table", "Other"])
                let said = await run(words)
                #expect(said.status == 1)
                #expect(
                    Set(said.output.split(separator: "\n").map(String.init)) == [
                        #"~ {"pk":{"S":"a"},"sk":{"S":"1"}} v"#, #"- {"pk":{"S":"b"},"sk":{"S":"1"}}"#,
                        #"+ {"pk":{"S":"c"},"sk":{"S":"1"}}"#,
                    ])
                #expect(said.errors.contains("1 items only in --from, 1 only in --to, 1 changed, 0 the same"))
                let values = await run(words + ["--values"])
                #expect(values.output.contains(#"    v: {"N":"1"} -> {"N":"2"}"#))
                let limited = await run(words + ["--limit", "1"])
                #expect(limited.status == 1 && limited.output.split(separator: "\n").count == 1)
            }
        }

        /// Tables with other settings differ, unless the items alone are asked for. A copy tells what its target does
        /// not have.
        @Test func settings() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                try await TableFilesTests.makeTable(data, "Mine", [["pk": "a", "sk": "1"]])
                let engine = try TableEngine.open(path: data + "/lexi.sqlite")
                _ = try await TestTable.make(engine, TestTables.keyed(name: "Other"))
                let expiry = TimeToLive(attributeName: "ends", isEnabled: true)
                _ = try await engine.updateTimeToLive(tableName: "Mine", expiry)
                await engine.close()
                let places = ["--to-table", "Other"]
                let copy = await run(Self.words("copy", data, data, places + ["--state", folder.file("state")]))
                #expect(copy.status == 0)
                #expect(
                    copy.errors.contains(#"Note: the target is not like the source: expiry: "ends" -> (none)."#),
                    "\(copy.errors)")
                let said = await run(Self.words("diff", data, data, places))
                #expect(said.status == 1 && said.output == "~ expiry: \"ends\" -> (none)\n", "\(said.output)")
                #expect(said.errors.contains("They differ: 1 settings, 0 items only in --from"), "\(said.errors)")
                let items = await run(Self.words("diff", data, data, places + ["--items-only"]))
                #expect(items.status == 0 && items.errors.contains("The same: 1 items."), "\(items.errors)")
            }
        }

        /// What cannot be compared or copied is reported, with the status of a failure: 2 of a comparison, 1 of a copy.
        @Test func failures() async throws {
            try await TemporaryFolder.with { folder in
                let (one, two) = (folder.file("one"), folder.file("two"))
                try await TableFilesTests.makeTable(one, "Mine")
                for (command, status) in [("diff", 2 as Int32), ("copy", 1)] {
                    let nowhere = await run(
                        Self.words(command, two, one, ["--state", folder.file("s")].filter { _ in command == "copy" }))
                    #expect(nowhere.status == status && nowhere.errors.contains(two), "\(nowhere.errors)")
                    #expect(!Files.exists(two))
                    let missing = await run(["table", command, "--from", one, "--to", one, "--from-table", "Nobody"])
                    #expect(missing.status == status && missing.errors.contains("'Nobody'"), "\(missing.errors)")
                }
                // A copy that cannot begin leaves nothing where its target was to be, and its source as it was.
                let (empty, state) = (folder.file("empty.sqlite"), folder.file("state"))
                try Files.write([], to: empty)
                for (words, reason) in [
                    (["table", "copy", "--from", one, "--to", two, "--from-table", "Nobody"], "'Nobody'"),
                    (Self.words("copy", empty, two), "there is no table in '\(empty)'"),
                    (Self.words("copy", one, two, ["--state", folder.file("none/state")]), "none/state"),
                    (Self.words("copy", one, two, ["--no-create"]), "there is no table in '\(two)"),
                    (Self.words("copy", one, two, ["--to-table", "x"]), "'x' cannot be the name"),
                    (Self.words("copy", one, folder.file("empty.sqlite/two")), "--to"),
                ] {
                    let refused = await run(words.contains("--state") ? words : words + ["--state", state])
                    #expect(refused.status == 1 && refused.errors.contains(reason), "\(refused.errors)")
                    #expect(!Files.exists(two) && !Files.exists(state))
                    #expect(Files.size(empty) == 0 && !Files.exists(empty + ".lock"))
                }
                let same = await run(Self.words("copy", one, one))
                #expect(same.status == 1 && same.errors.contains("same table"), "\(same.errors)")
            }
        }
    }
}
