import CSQLite
import Glibc
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct DatabaseFileTests {
        /// Commands that open the table in either way.
        private static let openers = [
            ["serve", "--port", "0"], ["table", "check"], ["table", "describe"], ["table", "create"],
        ]

        /// A file that is not one of ours is refused by every command with what was found in it, and stays as it is,
        /// byte for byte.
        private static func expectRefusal(_ data: String, _ folder: TemporaryFolder, _ found: String...) async throws {
            let file = data + "/lexi.sqlite"
            let before = try Files.bytes(file)
            for opener in openers {
                let ran = try await lexi(
                    opener + ["--data", data], environment: ["LEXI_JWT_SECRET": Serving.secret], in: folder)
                #expect(ran.end == .exited(1))
                #expect(ran.output.isEmpty)
                #expect(ran.errors.contains(file), "\(ran.errors)")
                for words in found { #expect(ran.errors.contains(words), "\(opener): \(ran.errors)") }
                #expect(ran.errors.split(separator: "\n").count == 1, "one line says it: \(ran.errors)")
            }
            #expect(try Files.bytes(file) == before)
        }

        private static func withData(
            _ body: @Sendable (TemporaryFolder, _ data: String, _ file: String) async throws -> Void
        ) async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                try Files.makeFolder(data)
                try await body(folder, data, data + "/lexi.sqlite")
            }
        }

        private static func make(_ data: String, in folder: TemporaryFolder) async throws {
            let ran = try await lexi(["table", "create", "--data", data], in: folder)
            guard ran.end == .exited(0) else { throw HelperError(ran.errors) }
        }

        /// Runs SQL on a database, as another program would.
        private static func run(_ sql: String, on file: String) throws {
            var handle: OpaquePointer?
            defer { sqlite3_close(handle) }
            guard sqlite3_open(file, &handle) == SQLITE_OK, sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
                throw HelperError("\(file): \(handle.map { String(cString: sqlite3_errmsg($0)) } ?? "")")
            }
        }

        /// A text is no database.
        @Test func notADatabase() async throws {
            try await Self.withData { folder, data, file in
                try Files.write(Array("Dear diary, this is no database at all.\n".utf8), to: file)
                try await Self.expectRefusal(data, folder, "not a SQLite database")
            }
        }

        /// Another program's database is not taken over.
        @Test func databaseOfAnotherProgram() async throws {
            try await Self.withData { folder, data, file in
                try Self.run("CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('x')", on: file)
                try await Self.expectRefusal(data, folder, "another program")
                try Self.run("PRAGMA application_id = 77", on: file)
                try await Self.expectRefusal(data, folder, "another program", "77")
            }
        }

        /// A file of a later version of this program says so.
        @Test func newerFormat() async throws {
            try await Self.withData { folder, data, file in
                try await Self.make(data, in: folder)
                try Self.run("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)", on: file)
                try await Self.expectRefusal(data, folder, "99", "newer")
            }
        }

        /// A file that has lost its tail is refused, or found by the check; no command crashes.
        @Test(arguments: [17, 100, 4096, 20_000]) func truncated(length: Int) async throws {
            try await Self.withData { folder, data, file in
                try await SeededTable.copy(to: data)
                let whole = try Files.bytes(file)
                #expect(whole.count > length)
                try Files.write(Array(whole[..<length]), to: file)
                let ran = try await lexi(["table", "check", "--data", data], in: folder)
                #expect(ran.end == .exited(1))
                #expect(!(ran.output + ran.errors).isEmpty)
            }
        }

        /// Flipped bytes anywhere in the rows are found: `table check` ends with status 1 and lists what it found.
        @Test func flippedBytes() async throws {
            try await Self.withData { folder, data, file in
                try await SeededTable.copy(to: data)
                #expect(try await lexi(["table", "check", "--data", data], in: folder).end == .exited(0))
                let whole = try Files.bytes(file)
                // What no structure of SQLite's notices: a letter in an item.
                let text = Array("Ordering coffee".utf8)
                let places = whole.indices.filter { whole[$0...].starts(with: text) }
                #expect(!places.isEmpty)
                // The text stands in the rows of the table and in the log of changes, which its stream shows.
                var named = 0
                for place in places.prefix(8) {
                    var spoilt = whole
                    spoilt[place + 3] ^= 1
                    try Files.write(spoilt, to: file)
                    let ran = try await lexi(["table", "check", "--data", data], in: folder)
                    #expect(ran.end == .exited(1))
                    if ran.output.contains("LexiApp") { named += 1 }
                    #expect(ran.errors.contains("Findings"), "\(ran.output)\(ran.errors)")
                }
                #expect(named > 0)
            }
        }

        /// Random damage of pages is never passed over in silence where it hits what is stored, and crashes nothing.
        @Test func randomDamage() async throws {
            try await Self.withData { folder, data, file in
                try await SeededTable.copy(to: data)
                let whole = try Files.bytes(file)
                var random = SeededGenerator(seed: 3)
                for _ in 0..<6 {
                    var spoilt = whole
                    let start = random.int(100...whole.count - 4097)
                    for place in start..<start + 4096 { spoilt[place] = UInt8(truncatingIfNeeded: random.next()) }
                    try Files.write(spoilt, to: file)
                    let ran = try await lexi(["table", "check", "--data", data], in: folder)
                    #expect(ran.end == .exited(1), "damage at \(start): \(ran.output)\(ran.errors)")
                }
            }
        }

        /// Commands that are about what is there make nothing: a wrong --data must not leave an empty table behind.
        @Test func missingDatabase() async throws {
            try await Self.withData { folder, data, _ in
                for command in [["table", "check"], ["table", "describe"], ["user", "promote", "a@example.com"]] {
                    let ran = try await lexi(command + ["--data", data], in: folder)
                    #expect(ran.end == .exited(1))
                    #expect(ran.errors.contains("no table") && ran.errors.contains("table create"), "\(ran.errors)")
                }
                #expect(try Files.names(data).isEmpty, "looking makes nothing")
            }
        }
    }
}
