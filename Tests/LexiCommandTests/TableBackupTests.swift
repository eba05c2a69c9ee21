import DynamoModel
import EmbeddedDynamoDB
import Glibc
import Lexi
import TableStore
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

        /// A restore that was left in its middle goes on with the same command, and the table is as it was: also its
        /// expiry, stream and protection.
        @Test func restoreGoesOn() async throws {
            try await TemporaryFolder.with { folder in
                let place = ["--data", folder.file("data")]
                #expect(await run(["table", "create"] + place).status == 0)
                try await Self.with(folder.file("data")) { engine in
                    let items = (0..<3_000).map { number -> Item in
                        ["PK": .s("USER#\(number)"), "SK": "PROFILE", "text": .s(String(repeating: "x", count: 200))]
                    }
                    try await TestTable(engine, Lexi.TableDefinition.lexiApp()).putAll(items)
                    _ = try await engine.updateTable(
                        UpdateTableRequest(tableName: "LexiApp", deletionProtectionEnabled: true))
                }
                let made = await run(["table", "backup"] + place)
                let file = String(made.output.split(separator: "\n").last ?? "")
                try Files.makeFolder(folder.file("other"))
                let isWhole = try await Self.with(folder.file("other")) { engine in
                    _ = try await engine.restore(file: file, RestoreTarget(tableName: "LexiApp"), keepsSettings: true)
                    return try await engine.describeTable(tableName: "LexiApp").tableStatus == .active
                }
                let again = await run(["table", "restore", "--backup", file, "--data", folder.file("other")])
                // Steps go on until the engine is closed; it may have come to the end.
                let isDone = again.errors.contains("Table already exists: LexiApp")
                #expect(again.status == 0 || isDone, "\(again.errors)")
                #expect(!isWhole || isDone)
                try await Self.with(folder.file("other")) { engine in
                    let table = try await engine.describeTable(tableName: "LexiApp")
                    #expect(table.tableStatus == .active && table.itemCount == 3_000)
                    #expect(table.deletionProtectionEnabled && table.streamViewType == .newAndOldImages)
                    let expiry = try await engine.describeTimeToLive(tableName: "LexiApp")
                    #expect(expiry == Lexi.TableDefinition.timeToLive)
                }
            }
        }

        /// However a table came without its expiry, opening it for the service switches that on.
        @Test(arguments: ["restored", "recovered", "unfinished"]) func expiryIsSwitchedOn(kind: String) async throws {
            try await TemporaryFolder.with { folder in
                let place = ["--data", folder.file("data"), "--table", "Second"]
                if kind != "unfinished" {
                    #expect(await run(["table", "create", "--data", folder.file("data")]).status == 0)
                }
                try Files.makeFolder(folder.file("data"))
                try await Self.with(folder.file("data")) { engine in try await Self.make("Second", kind, engine) }
                let ready = await run(["table", "create"] + place)
                #expect(ready.status == 0, "\(ready.errors)")
                #expect(ready.errors.contains("there already"))
                try await Self.with(folder.file("data")) { engine in
                    let table = try await engine.describeTable(tableName: "Second")
                    let expiry = try await engine.describeTimeToLive(tableName: "Second")
                    #expect(table.tableStatus == .active && expiry == Lexi.TableDefinition.timeToLive)
                }
            }
        }

        /// Expiry by another attribute is somebody's decision: it stays, with a warning.
        @Test func expiryByAnotherAttribute() async throws {
            try await TemporaryFolder.with { folder in
                let place = ["--data", folder.file("data")]
                try Files.makeFolder(folder.file("data"))
                try await Self.with(folder.file("data")) { engine in
                    _ = try await TestTable.make(engine, Lexi.TableDefinition.lexiApp())
                    _ = try await engine.updateTimeToLive(
                        tableName: "LexiApp", TimeToLive(attributeName: "gone", isEnabled: true))
                }
                let ready = await run(["table", "create"] + place)
                #expect(ready.status == 0)
                #expect(ready.errors.contains("Warning: items of the table 'LexiApp' do not expire: "))
                #expect(ready.errors.contains("current AttributeName is gone"), "\(ready.errors)")
            }
        }

        /// Makes a table whose expiry is off; it need not be ready when the engine is closed.
        private static func make(_ name: String, _ kind: String, _ engine: TableEngine) async throws {
            let target = RestoreTarget(tableName: name)
            switch kind {
            case "restored":
                guard
                    case .created(let backup) = try await engine.backups(
                        .create(tableName: "LexiApp", backupName: "one"))
                else { return }
                _ = try await waitFor("the backup") {
                    try? await engine.backups(.restore(arn: backup.arn, target))
                }
            case "recovered":
                _ = try await engine.backups(.updateContinuous(tableName: "LexiApp", isEnabled: true, days: nil))
                let latest = PointInTime(sourceTableName: "LexiApp", usesLatestRestorableTime: true)
                _ = try await engine.backups(.restoreToPointInTime(latest, target))
            default: _ = try await engine.createTable(Lexi.TableDefinition.lexiApp(tableName: name))
            }
        }

        private static func with<Result: Sendable>(
            _ data: String, _ body: @Sendable (TableEngine) async throws -> Result
        ) async throws -> Result {
            var options = TableEngine.Options()
            options.backupFolder = data + "/backups"
            return try await TableEngine.with(data + "/lexi.sqlite", options: options, body)
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
