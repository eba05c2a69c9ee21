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
        subcommands: [
            .serve, .dynamoDB, .token, FixtureCommand.command, UserCommand.command, .table, .stream,
            AppTableCommand.command,
        ])

    static func main() async {
        let terminal = Terminal.process(environment: ProcessInfo.processInfo.environment)
        // The reader of the output or the log may go away: that is no reason to end, least of all for the service.
        signal(SIGPIPE, SIG_IGN)
        // A file that may not grow is an error of the write, which the table survives as a full disk.
        signal(SIGXFSZ, SIG_IGN)
        exit(await command.run(Array(CommandLine.arguments.dropFirst()), on: terminal))
    }
}
