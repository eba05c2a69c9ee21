import TestSupport
import Testing

@testable import LexiCommand

@Suite struct HelpTests {
    /// Every command with its path, groups included.
    static let commands: [[String]] = paths(Program.command, [])

    private static func paths(_ command: Command, _ path: [String]) -> [[String]] {
        [path] + command.subcommands.flatMap { paths($0, path + [$0.name]) }
    }

    static func command(_ path: [String]) -> Command {
        path.reduce(Program.command) { command, name in
            command.subcommands.first { $0.name == name } ?? command
        }
    }

    /// `--help` works everywhere, on standard output with status 0, and tells every option with its variable.
    @Test(arguments: commands) func everyCommandHasHelp(path: [String]) async {
        for word in ["--help", "-h"] {
            let said = await run(path + [word])
            #expect(said.status == 0)
            #expect(said.errors.isEmpty)
            let command = Self.command(path)
            #expect(said.output.contains("Usage: " + (["lexi"] + path).joined(separator: " ")))
            #expect(said.output.hasPrefix(command.summary))
            for option in command.options {
                #expect(said.output.contains("--\(option.name)"))
                if let variable = option.environmentVariable { #expect(said.output.contains(variable)) }
            }
            for subcommand in command.subcommands { #expect(said.output.contains(subcommand.summary)) }
        }
    }

    /// `--version` works everywhere.
    @Test(arguments: commands) func everyCommandTellsTheVersion(path: [String]) async {
        let said = await run(path + ["--version"])
        #expect(said.status == 0)
        #expect(said.output == "lexi \(Version.current)\n")
        #expect(said.errors.isEmpty)
    }

    /// An option that a command does not have is named, with the one that is meant, on standard error with status 2;
    /// nothing is done.
    @Test(arguments: commands) func unknownOptionsAreRefused(path: [String]) async {
        let said = await run(path + ["--no-such-thing"])
        #expect(said.status == 2)
        #expect(said.output.isEmpty)
        #expect(said.errors.contains("unknown option"))
        #expect(said.errors.contains("--no-such-thing"))
        #expect(said.errors.contains("--help"))
    }

    /// A slip of the finger is answered with the word that was meant.
    @Test(arguments: [
        (["serv"], "serve"), (["tabel"], "table"), (["table", "chekc"], "check"), (["user", "promot"], "promote"),
        (["serve", "--prot", "1"], "--port"), (["serve", "--jwt-isuer", "x"], "--jwt-issuer"),
        (["token", "--sbu=x"], "--sub"),
    ]) func slipsAreUnderstood(words: [String], meant: String) async {
        let said = await run(words)
        #expect(said.status == 2)
        #expect(said.output.isEmpty)
        #expect(said.errors.contains("did you mean '\(meant)'?"), "\(said.errors)")
    }

    /// A group without its command shows the help, as a failure.
    @Test(arguments: [[], ["table"], ["user"]]) func groupsNeedACommand(path: [String]) async {
        let said = await run(path)
        #expect(said.status == 2)
        #expect(said.output.isEmpty)
        #expect(said.errors.contains("Commands:"))
    }

    /// Words that a command does not take, and values that are missing or too many, are refused.
    @Test(arguments: [
        ["serve", "extra"], ["token", "--sub"], ["token", "--sub", "--email", "x"], ["token"], ["serve", "-p", "80"],
        ["user", "promote"], ["user", "promote", "a@example.com", "b@example.com"], ["user", "promote", "nobody"],
        ["table", "check", "now"], ["seed", "fixtures"], ["token", "--sub", "x", "--email", "no address"],
        ["token", "--sub", String(repeating: "x", count: 300)],
    ]) func commandLinesAreChecked(words: [String]) async {
        let said = await run(words)
        #expect(said.status == 2, "\(said.errors)")
        #expect(said.output.isEmpty)
        #expect(said.errors.hasPrefix("lexi \(words[0])"))
    }
}
