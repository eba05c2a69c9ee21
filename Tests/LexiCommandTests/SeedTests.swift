import Glibc
import JSONText
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct SeedTests {
        /// Loading twice changes nothing, and says so.
        @Test func seedingTwice() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let words = ["seed", "--data", data, "--fixtures", Places.fixtures]
                let first = try await lexi(words, in: folder)
                #expect(first.end == .exited(0))
                #expect(first.errors.contains("Loaded the fixtures"))
                let before = try await Audit(data: data)
                let second = try await lexi(words, in: folder)
                #expect(second.end == .exited(0))
                #expect(second.errors.contains("nothing was changed"))
                let after = try await Audit(data: data)
                #expect(after.items == before.items)
                after.expectWhole()
                #expect(first.output.isEmpty && second.output.isEmpty)
            }
        }

        /// The real app's scenarios are loaded alone, and twice changes nothing.
        @Test func appScenarios() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let words = ["seed", "--app-scenarios", "--data", data, "--fixtures", Places.fixtures]
                let first = try await lexi(words, in: folder)
                #expect(first.end == .exited(0) && first.errors.contains("24 of 24 were new"), "\(first.errors)")
                let second = try await lexi(words, in: folder)
                #expect(second.end == .exited(0) && second.errors.contains("nothing was changed"))
                let lines = try await lexi(["table", "export", "--data", data, "--output", "-"], in: folder).output
                #expect(lines.contains("SCENARIO#a1-coffee-shop") && !lines.contains("METADATA#USER"))
            }
        }

        /// Fixtures that are not there, or are wrong, are named with their folder and file.
        @Test func fixturesThatCannotBe() async throws {
            try await TemporaryFolder.with { folder in
                let words = ["seed", "--data", folder.file("data"), "--fixtures", folder.file("none")]
                let ran = try await lexi(words, in: folder)
                #expect(ran.end == .exited(1))
                #expect(ran.errors.contains(folder.file("none")))
                #expect(!Files.exists(folder.file("data/lexi.sqlite")))
                let served = try await lexi(
                    ["serve", "--port", "0", "--data", folder.file("other"), "--seed", folder.file("none")], in: folder)
                #expect(served.end == .exited(1))
                #expect(served.errors.contains(folder.file("none")))
            }
        }

        /// `serve --seed` that is killed while it loads goes on at the next start, wherever it was; then it loads no
        /// more, so that what people have deleted since stays away.
        @Test func interruptedSeedingGoesOn() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let words = ["serve", "--port", "0", "--data", data, "--seed", Places.fixtures, "--log-level", "error"]
                let environment = ["LEXI_JWT_SECRET": Serving.secret]
                var random = SeededGenerator(seed: 9)
                for round in 0..<3 {
                    let process = try LexiProcess(words, environment: environment, in: folder)
                    // The log grows as the loading goes on: at another size each time, and once before the table is
                    // made.
                    let size = round == 0 ? 0 : random.int(40_000...900_000)
                    try await patiently("\(size) bytes of log") {
                        Files.size(data + "/lexi.sqlite-wal") >= size || process.hasAnnounced ? true : nil
                    }
                    process.signal(SIGKILL)
                    #expect(try await process.wait() == .killed(SIGKILL))
                }
                let serving = try await Serving.start(data: data, ["--seed", Places.fixtures], in: folder)
                #expect(try await serving.stop() == .exited(0))
                #expect(!Files.exists(data + "/seeding"))
                let again = try await lexi(["seed", "--data", data, "--fixtures", Places.fixtures], in: folder)
                #expect(again.errors.contains("nothing was changed"), "\(again.errors)")
                try await Audit(data: data).expectWhole()
                let third = try LexiProcess(words, environment: environment, in: folder)
                _ = try await third.port()
                #expect(!third.errors.contains("fixtures"), "a table that was there is not seeded again")
                third.signal(SIGTERM)
                #expect(try await third.wait() == .exited(0))
            }
        }
    }
}
