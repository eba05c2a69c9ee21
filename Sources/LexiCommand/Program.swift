import Foundation

/// The program: puts the parts together.
@main
enum Program {
    /// All commands.
    static let command = Command(
        "lexi", "Lexi's backend: flashcards, sessions and scenarios on an embedded table.",
        discussion: """
            Start with:

              lexi serve --seed fixtures
            """,
        subcommands: [.serve, .token, FixtureCommand.command, UserCommand.command, .table])

    static func main() async {
        let terminal = Terminal.process(environment: ProcessInfo.processInfo.environment)
        let words = Array(CommandLine.arguments.dropFirst())
        if words == ["--version"] {
            terminal.print("lexi \(Version.current)")
            exit(0)
        }
        exit(await command.run(words, on: terminal))
    }
}
