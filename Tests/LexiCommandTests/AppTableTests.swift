import Foundation
import TestSupport
import Testing

extension ProcessTests {
    /// `lexi app-table migrate`, from a file of an export into a folder.
    @Suite struct AppTableTests {
        private static let issuer = "https://id.example/pool"

        /// Lines of an export: users with cards and sessions in the layout of the former back end.
        private static func lines(users: Int) -> String {
            var lines: [String] = []
            func add(_ attributes: String) { lines.append("{\"Item\":{\(attributes)}}") }
            func text(_ name: String, _ value: String) -> String { "\"\(name)\":{\"S\":\"\(value)\"}" }
            add(
                [
                    text("PK", "SCENARIO#Cafe"), text("SK", "METADATA"), text("scenario_id", "Cafe"),
                    text("scenario_title", "Café"), "\"roles\":{\"L\":[{\"S\":\"guest\"},{\"S\":\"waiter\"}]}",
                    "\"goals\":{\"L\":[{\"S\":\"Order\"}]}", "\"usage_count\":{\"N\":\"2\"}",
                ].joined(separator: ","))
            for user in 0..<users {
                add(
                    [
                        text("PK", "USER#u\(user)"), text("SK", "PROFILE"), text("email", "u\(user)@example.com"),
                        text("created_at", "2026-04-01T00:00:00.5+00:00"),
                    ].joined(separator: ","))
                for card in 0..<3 {
                    let id = "01KQ\(String(format: "%06d", user))000000000000\(String(format: "%04d", card))"
                    add(
                        [
                            text("PK", "FLASHCARD#u\(user)"), text("SK", "CARD#\(id)"), text("word", "word \(card)"),
                            text("translation_vi", "nghĩa"), "\"review_count\":{\"N\":\"\(card)\"}",
                            text("last_reviewed_at", card == 0 ? "" : "2026-04-02T10:00:00+00:00"),
                        ].joined(separator: ","))
                }
            }
            return lines.joined(separator: "\n") + "\n"
        }

        private func migrate(_ folder: TemporaryFolder, _ more: [String] = []) async throws -> Ran {
            try await lexi(
                ["app-table", "migrate", "--from", folder.file("app.jsonl"), "--issuer", Self.issuer] + more, in: folder
            )
        }

        /// A check changes nothing; a migration makes the table; a second one finds everything there.
        @Test func checkWriteAndAgain() async throws {
            try await TemporaryFolder.with { folder in
                try Self.lines(users: 40).write(toFile: folder.file("app.jsonl"), atomically: true, encoding: .utf8)
                let target = folder.file("data")
                let checked = try await migrate(folder, ["--check"])
                #expect(checked.end == .exited(0), "\(checked.errors)")
                #expect(checked.output.contains("card: read 120") && checked.output.contains("its id became cafe"))
                #expect(!FileManager.default.fileExists(atPath: target))
                let first = try await migrate(folder, ["--to", target])
                #expect(first.end == .exited(0), "\(first.errors)")
                #expect(first.output.contains("user: read 40, written 40, changed 0, refused 0"), "\(first.output)")
                let items = try await count(target, in: folder)
                let second = try await migrate(folder, ["--to", target])
                #expect(second.output.contains("user: read 40, written 0, there already 40"), "\(second.output)")
                #expect(try await count(target, in: folder) == items)
                let sound = try await lexi(["table", "check", "--data", target], in: folder)
                #expect(sound.end == .exited(0), "\(sound.errors)")
            }
        }

        private func count(_ data: String, in folder: TemporaryFolder) async throws -> String {
            let ran = try await lexi(["table", "export", "--data", data, "--output", "-"], in: folder)
            return "\(ran.output.split(separator: "\n").count) \(ran.output.utf8.reduce(0) { $0 &+ Int($1) })"
        }

        /// A table at an endpoint that boto3 wrote, on another engine: thousands of users, and every oddity.
        @Test func fromAnotherEngine() async throws {
            let python = ClientScript.clients.appendingPathComponent("bin/python").path
            let script = Places.package + "/Tests/Clients/app_table.py"
            let result = try await ClientScript.run("foreign_engine.py", [python, "-BEs", script])
            #expect(result.status == 0, "\(result.output)")
        }

        /// What is refused is reported, and the status says so unless that is wanted; the rest is there.
        @Test func refused() async throws {
            try await TemporaryFolder.with { folder in
                let odd = """
                    {"Item":{"PK":{"S":"USER#Google_1"},"SK":{"S":"PROFILE"},"email":{"S":"g@example.com"}}}
                    {"Item":{"PK":{"S":"WHAT#1"},"SK":{"S":"X"}}}

                    """
                try (Self.lines(users: 2) + odd).write(
                    toFile: folder.file("app.jsonl"), atomically: true, encoding: .utf8)
                let target = folder.file("data")
                let first = try await migrate(folder, ["--to", target])
                #expect(first.end == .exited(1) && first.output.contains("refused: USER#Google_1 / PROFILE"))
                #expect(first.output.contains("user: read 3, written 2, changed 0, refused 1"), "\(first.output)")
                try "Google_1,sub-1\n".write(toFile: folder.file("google.csv"), atomically: true, encoding: .utf8)
                let second = try await migrate(
                    folder, ["--to", target, "--google-users", folder.file("google.csv"), "--skip-refused"])
                #expect(second.end == .exited(0), "\(second.errors)")
                #expect(second.output.contains("written 1, there already 2"), "\(second.output)")
            }
        }

        /// A file that is not a table, an export or a list is reported, and nothing is made.
        @Test func badInput() async throws {
            try await TemporaryFolder.with { folder in
                let target = folder.file("data")
                let none = try await migrate(folder, ["--to", target])
                #expect(none.end == .exited(1) && !none.errors.isEmpty)
                try "{\"Item\":7}\n".write(toFile: folder.file("app.jsonl"), atomically: true, encoding: .utf8)
                let bad = try await migrate(folder, ["--to", target])
                #expect(bad.end == .exited(1) && bad.errors.contains("line 1"), "\(bad.errors)")
                let list = try await migrate(folder, ["--to", target, "--google-users", folder.file("none")])
                #expect(list.end == .exited(1) && list.errors.contains("none"))
                #expect(!FileManager.default.fileExists(atPath: target))
            }
        }
    }
}
