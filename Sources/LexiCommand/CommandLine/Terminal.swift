import Glibc
import Synchronization

/// Where a command reads its surroundings and says what it has to say: the process's own, or a test's.
final class Terminal: Sendable {
    /// The environment variables.
    let environment: [String: String]
    /// Whether someone is watching the messages, so that progress can be drawn in place.
    let isInteractive: Bool
    private let output: @Sendable (String) -> Void
    private let errors: @Sendable (String) -> Void

    init(
        environment: [String: String], isInteractive: Bool, output: @escaping @Sendable (String) -> Void,
        errors: @escaping @Sendable (String) -> Void
    ) {
        self.environment = environment
        self.isInteractive = isInteractive
        self.output = output
        self.errors = errors
    }

    /// The process's own standard output and standard error.
    static func process(environment: [String: String]) -> Terminal {
        Terminal(
            environment: environment, isInteractive: isatty(STDERR_FILENO) == 1,
            output: { write($0, to: STDOUT_FILENO) }, errors: { write($0, to: STDERR_FILENO) })
    }

    /// A result, on standard output.
    func print(_ text: String) { output(text + "\n") }

    /// A part of a result that is written in pieces, on standard output.
    func printPiece(_ bytes: [UInt8]) { output(String(decoding: bytes, as: UTF8.self)) }

    /// A message or a complaint, on standard error, so that results can be piped.
    func complain(_ text: String) { errors(text + "\n") }

    /// Progress of long work: a line that is drawn over when someone is looking, a line at a time otherwise.
    func progress(_ text: String, isLast: Bool = false) {
        if isInteractive {
            errors("\r\u{1B}[K" + text + (isLast ? "\n" : ""))
        } else if isLast {
            errors(text + "\n")
        }
    }

    /// Writes all of it, or as much as the other side takes: a closed pipe is not a reason to fail.
    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
