import Foundation
import Testing

@testable import LexiCommand

/// The pages for people say what the program does.
@Suite struct ReadmeTests {
    private static func page(_ name: String) throws -> String {
        try String(contentsOfFile: Places.package + "/" + name, encoding: .utf8)
    }

    private static let settingsPage = "schema/operations/settings.md"
    /// The pages that hold calls of the program.
    private static let pages =
        ["README.md"]
        + ["app", "endpoint", "growing", "moving", "running", "settings", "sign-in", "users"].map {
            "schema/operations/\($0).md"
        }

    /// The table of commands is the program's; when it is stale, replace it by what this test expects.
    @Test func commandsAreTheProgram() throws {
        let rows = HelpTests.commands.filter { HelpTests.command($0).action != nil }.map { path in
            let command = HelpTests.command(path)
            let operands = command.operands.isEmpty ? "" : " \(command.operands)"
            return "| `lexi \(path.joined(separator: " "))\(operands)` | \(command.summary) |"
        }
        let table = "| Command | What it does |\n|---|---|\n" + rows.joined(separator: "\n") + "\n"
        #expect(try Self.page(Self.settingsPage).contains(table), "expected:\n\(table)")
    }

    /// The table of settings is the program's; when it is stale, replace it by what this test expects.
    @Test func settingsAreTheProgram() throws {
        let table = Self.settings()
        #expect(try Self.page(Self.settingsPage).contains(table), "expected:\n\(table)")
    }

    /// `--port` of one command and `--port` of another are two settings when their variables differ.
    private static func key(_ option: Option) -> String { "\(option.name) \(option.environmentVariable ?? "")" }

    /// Each option once, in the order of the commands, with the commands that take it.
    private static func settings() -> String {
        var options: [Option] = []
        var users: [String: [String]] = [:]
        for path in HelpTests.commands {
            for option in HelpTests.command(path).options {
                if users[Self.key(option)] == nil { options.append(option) }
                users[Self.key(option), default: []].append(path.joined(separator: " "))
            }
        }
        let rows = options.map { option in
            let cells = [
                "`--\(option.name)\(option.valueName.map { " \($0)" } ?? "")`",
                option.environmentVariable.map { "`\($0)`" } ?? "",
                option.fallback.map { "`\($0)`" } ?? "", option.summary,
                (users[Self.key(option)] ?? []).joined(separator: ", "),
            ]
            return "| " + cells.joined(separator: " | ") + " |"
        }
        return "| Option | Variable | Default | Meaning | Commands |\n|---|---|---|---|---|\n"
            + rows.joined(separator: "\n") + "\n"
    }

    /// The settings of the archive are those of `lexi serve`, and its units run commands that are there.
    @Test func filesOfTheArchive() throws {
        let folder = "schema/operations/files/"
        let known = Set(HelpTests.command(["serve"]).options.compactMap(\.environmentVariable))
        let lines = try Self.page(folder + "lexi.env").split(separator: "\n")
        let names = lines.compactMap { line -> String? in
            let setting = line.drop { $0 == "#" }
            return setting.hasPrefix("LEXI_") ? String(setting.prefix { $0 != "=" }) : nil
        }
        #expect(names.count > 8 && Set(names).subtracting(known).isEmpty, "\(Set(names).subtracting(known))")
        for unit in ["lexi.service", "lexi-backup.service"] {
            let call = try #require(try Self.page(folder + unit).split(separator: "/opt/lexi/current/lexi ").last)
            let words = call.split(whereSeparator: \.isWhitespace).prefix { !$0.hasPrefix("-") && !$0.hasPrefix("#") }
            let path = words.prefix(unit == "lexi.service" ? 1 : 2).map(String.init)
            #expect(HelpTests.command(path).action != nil, "\(unit): \(path)")
        }
    }

    /// The calls that the pages show exist: each `lexi` call in them has known options.
    @Test func callsInThePagesAreUnderstood() throws {
        let marker = ".build/release/lexi "
        let text = try Self.pages.map { try Self.page($0) }.joined(separator: "\n")
            .replacing("/opt/lexi/current/lexi ", with: marker)
        let lines = text.split(separator: "\n").filter { $0.contains(marker) }
        #expect(!lines.isEmpty)
        for line in lines {
            guard let start = line.range(of: marker) else { continue }
            let words = line[start.upperBound...].prefix { $0 != ")" && $0 != "|" }.split(separator: " ").map(
                String.init)
            let command = HelpTests.command(words.filter { !$0.hasPrefix("-") })
            let rest = words.drop { word in HelpTests.commands.contains { $0.last == word } }
            #expect(throws: Never.self, "\(line)") {
                try Arguments(Array(rest), options: command.options, environment: [:])
            }
        }
    }
}
