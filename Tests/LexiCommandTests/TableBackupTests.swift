import EmbeddedDynamoDB
import Glibc
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct TableBackupTests {
        /// A backup makes the table again in another data folder, with all items and the expiry, and both are sound.
        @Test func backupAndRestore() async throws {
            try await TemporaryFolder.with { folder in
                let place = ["--data", folder.file("data")]
                let seeded = await run(["seed"] + place + ["--fixtures", Places.fixtures])
                #expect(seeded.status == 0, "\(seeded.errors)")
                let made = await run(["table", "backup"] + place)
                #expect(made.status == 0, "\(made.errors)")
                let file = String(made.output.split(separator: "\n").last ?? "")
                #expect(file.hasPrefix(folder.file("data/backups/LexiApp/")) && file.hasSuffix(".backup"))
                let other = ["--data", folder.file("other")]
                let restored = await run(["table", "restore", "--backup", file] + other)
                #expect(restored.status == 0, "\(restored.errors)")
                #expect(await run(["table", "check"] + other).status == 0)
                let diff = await run(
                    ["table", "diff", "--from", folder.file("data"), "--to", folder.file("other")])
                #expect(diff.status == 0, "\(diff.output) \(diff.errors)")
                let again = await run(["table", "restore", "--backup", file] + other)
                #expect(again.status == 1)
                #expect(again.errors.contains("Table already exists: LexiApp"))
            }
        }

        /// What is not a backup, or not what was written, is refused with the file's name, and nothing is made.
        @Test func refusals() async throws {
            try await TemporaryFolder.with { folder in
                let place = ["--data", folder.file("data")]
                let none = await run(["table", "backup"] + place)
                #expect(none.status == 1 && none.errors.contains("there is no table"))
                #expect(await run(["table", "create"] + place).status == 0)
                let foreign = folder.file("data/lexi.sqlite")
                let refused = await run(["table", "restore", "--table", "Copy", "--backup", foreign] + place)
                #expect(refused.status == 1)
                #expect(refused.errors.contains("is not a backup"), "\(refused.errors)")
                let missing = await run(
                    ["table", "restore", "--table", "Copy", "--backup", folder.file("none")] + place)
                #expect(missing.status == 1)
                #expect(missing.errors.contains("cannot be opened"), "\(missing.errors)")
                #expect(await run(["table", "describe", "--table", "Copy"] + place).status == 1)
            }
        }
    }
}
