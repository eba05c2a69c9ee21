import Synchronization

@testable import LexiCommand

/// What a command said in this process.
struct Said: Sendable {
    var status: Int32
    var output: String
    var errors: String
}

/// Runs a command line in this process, for what needs no process of its own.
func run(_ words: [String], environment: [String: String] = [:]) async -> Said {
    let box = Box()
    let terminal = Terminal(
        environment: environment, isInteractive: false,
        output: { text in box.said.withLock { $0.output += text } },
        errors: { text in box.said.withLock { $0.errors += text } })
    let status = await Program.command.run(words, on: terminal)
    return box.said.withLock { Said(status: status, output: $0.output, errors: $0.errors) }
}

private final class Box: Sendable {
    let said = Mutex((output: "", errors: ""))
}
