import CivilTime
import Dispatch
import Glibc

/// Runs the program of `credential_process`.
///
/// The program has a time limit, and so has everything that it starts and that holds its output open: they are one
/// process group, which is ended when the time is up. What has left the group is not waited for.
struct ProgramRun: Sendable {
    /// A longer output is refused.
    static let outputLimit = 64 * 1024

    /// The environment of the program. It is looked for where this process's own `PATH` says.
    var environment: [String: String]
    /// How long it may take to write its output and to end, in seconds.
    var limit: Double = 60
    /// How long it has then to end by itself, in seconds.
    var grace: Double = 2

    /// The standard output of a program that ends with status 0. Its standard error is left out: it may show anything.
    func output(of words: [String]) async throws(ConfigurationError) -> [UInt8] {
        let result: Result<[UInt8], ConfigurationError> = await withCheckedContinuation { continuation in
            // A thread of Dispatch's own may block; one of the cooperative pool must not.
            DispatchQueue.global().async { continuation.resume(returning: run(words)) }
        }
        return try result.get()
    }

    private func run(_ words: [String]) -> Result<[UInt8], ConfigurationError> {
        let name = words.first ?? ""
        guard let program = RunningProgram(words, environment) else {
            return .failure(ConfigurationError("'\(name)' cannot be started"))
        }
        let deadline = Self.now() + limit
        var bytes: [UInt8] = []
        let reading = program.read(into: &bytes, limit: Self.outputLimit, until: deadline)
        let hasEnded = reading == .ended && program.hasEnded(by: deadline)
        // Also when the program itself has ended, there may be others of its group that hold the output open.
        let status = hasEnded ? program.status() : program.stop(grace: grace)
        switch reading {
        case .tooMuch: return .failure(ConfigurationError("'\(name)' wrote too much"))
        case .late:
            let what = "held its output open for \(Self.text(limit)) s and was ended"
            return .failure(ConfigurationError("'\(name)', or a program that it started, \(what)"))
        case .ended where !hasEnded:
            return .failure(ConfigurationError("'\(name)' did not end within \(Self.text(limit)) s and was ended"))
        case .ended: break
        }
        guard status == 0 else { return .failure(ConfigurationError("'\(name)' ended with status \(status)")) }
        return .success(bytes)
    }

    /// Seconds of a clock that never jumps.
    static func now() -> Double {
        Double(MachineClock.nanoseconds) / 1e9
    }

    private static func text(_ seconds: Double) -> String { "\(Int(seconds.rounded(.up)))" }
}
