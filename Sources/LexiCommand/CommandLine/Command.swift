/// A command of the program, or a group of them.
struct Command: Sendable {
    /// What a command does with its arguments: its exit status.
    typealias Action = @Sendable (Arguments, Terminal) async throws -> Int32

    let name: String
    /// One line for the list of commands.
    let summary: String
    /// What the help says beyond the summary.
    let discussion: String
    /// The operands as the help shows them, such as `EMAIL`.
    let operands: String
    let options: [Option]
    let subcommands: [Command]
    let action: Action?

    /// A command that does something.
    init(
        _ name: String, _ summary: String, operands: String = "", discussion: String = "", options: [Option] = [],
        action: @escaping Action
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.operands = operands
        self.options = options
        self.subcommands = []
        self.action = action
    }

    /// A group of commands.
    init(_ name: String, _ summary: String, discussion: String = "", subcommands: [Command]) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.operands = ""
        self.options = []
        self.subcommands = subcommands
        self.action = nil
    }

    /// Runs the command that the words name.
    ///
    /// - Returns: the exit status: 0 done, 1 failed, 2 not understood.
    func run(_ words: [String], path: [String] = [], on terminal: Terminal) async -> Int32 {
        let path = path + [name]
        if words.first == "--help" || words.first == "-h" || words.first == "help" {
            terminal.print(help(path))
            return 0
        }
        if words.first == "--version" {
            terminal.print("lexi \(Version.current)")
            return 0
        }
        do {
            if let action { return try await run(action, words, path, terminal) }
            guard let word = words.first else {
                terminal.complain(help(path))
                return 2
            }
            guard let command = subcommands.first(where: { $0.name == word }) else {
                throw UsageError(
                    unknown: word, dashes: "", kind: word.hasPrefix("-") ? "option" : "command",
                    among: subcommands.map(\.name))
            }
            return await command.run(Array(words.dropFirst()), path: path, on: terminal)
        } catch let error as UsageError {
            let name = path.joined(separator: " ")
            terminal.complain("\(name): \(error.message)\nSee '\(name) --help'.")
            return 2
        } catch let error as CommandFailure {
            terminal.complain("\(path.joined(separator: " ")): \(error.message)")
            return 1
        } catch {
            terminal.complain("\(path.joined(separator: " ")): \(error)")
            return 1
        }
    }

    private func run(_ action: Action, _ words: [String], _ path: [String], _ terminal: Terminal) async throws -> Int32
    {
        if words.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
            terminal.print(help(path))
            return 0
        }
        let arguments = try Arguments(words, options: options, environment: terminal.environment)
        return try await action(arguments, terminal)
    }

    /// The help of the command.
    func help(_ path: [String]) -> String {
        var text = "\(summary)\n\nUsage: \(path.joined(separator: " "))"
        if !subcommands.isEmpty { text += " COMMAND" }
        if !operands.isEmpty { text += " \(operands)" }
        if !options.isEmpty { text += " [OPTIONS]" }
        text += "\n"
        if !discussion.isEmpty { text += "\n\(discussion)\n" }
        if !subcommands.isEmpty {
            text += "\nCommands:\n" + Self.columns(subcommands.map { ($0.name, $0.summary) })
            text += "\nEach has its own '--help'; '--version' shows the version.\n"
        }
        if !options.isEmpty { text += "\nOptions:\n" + Self.columns(options.map(Self.row)) }
        return String(text.dropLast())
    }

    private static func row(_ option: Option) -> (String, String) {
        var notes: [String] = []
        if let fallback = option.fallback { notes.append("default \(fallback)") }
        if let variable = option.environmentVariable { notes.append(variable) }
        let tail = notes.isEmpty ? "" : " [\(notes.joined(separator: "; "))]"
        let value = option.valueName.map { " \($0)" } ?? ""
        return ("--\(option.name)\(value)", option.summary + tail)
    }

    private static func columns(_ rows: [(String, String)]) -> String {
        let width = (rows.map(\.0.count).max() ?? 0) + 2
        return rows.map { name, text in
            "  " + name + String(repeating: " ", count: width - name.count) + text + "\n"
        }.joined()
    }
}
