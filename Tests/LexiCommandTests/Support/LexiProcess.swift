import CLinux
import Foundation
import Glibc
import TestSupport
import Testing

/// Why a test's helper cannot go on.
struct HelperError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The places of the package and of what was built.
enum Places {
    /// The program, which is built next to the bundle of the tests.
    static let lexi: String = {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink("/proc/self/exe", &path, Int(PATH_MAX))
        let bundle = String(decoding: path.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let beside = [bundle] + CommandLine.arguments
        let folders = beside.map { URL(filePath: $0).deletingLastPathComponent().path }
        return folders.map { $0 + "/lexi" }.first { access($0, X_OK) == 0 } ?? "lexi"
    }()

    /// The folder of what was built.
    static let products = URL(filePath: lexi).deletingLastPathComponent().path

    /// The package's folder.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static let fixtures = package + "/fixtures"
}

/// The program in a separate process.
///
/// What it writes goes to two files, so that nobody has to keep reading it and it can be read at any time.
final class LexiProcess: @unchecked Sendable {
    /// How a process ended.
    enum End: Equatable, Sendable {
        case exited(Int32)
        case killed(Int32)
    }

    let pid: pid_t
    private let outputFile: String
    private let errorFile: String
    // Used by one test at a time.
    private var end: End?

    /// Starts `lexi` with these words.
    ///
    /// - Parameters:
    ///   - program: another program that was built next to it.
    ///   - environment: besides what every process needs; the test's own `LEXI_` variables are not handed on.
    ///   - output: where standard output goes instead of a file.
    ///   - input: what standard input is instead of nothing.
    ///   - launcher: the words of a program that becomes `lexi`, whose words follow; its first one is a path.
    init(
        _ words: [String], program: String = Places.lexi, environment: [String: String] = [:],
        in folder: TemporaryFolder, output: Int32? = nil, input: Int32? = nil, launcher: [String] = []
    ) throws {
        let id = UUID().uuidString
        outputFile = folder.file("\(id).out")
        errorFile = folder.file("\(id).err")
        let command = launcher + [program] + words
        pid = try Self.spawn(command, environment, output: output, input: input, outputFile, errorFile)
    }

    deinit {
        guard end == nil, kill(pid, SIGKILL) == 0 else { return }
        waitpid(pid, nil, 0)
    }

    var output: String { Self.contents(outputFile) }
    var errors: String { Self.contents(errorFile) }

    private static func contents(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    func signal(_ number: Int32) { kill(pid, number) }

    /// Waits for the end.
    @discardableResult
    func wait() async throws -> End {
        if let end { return end }
        let pid = pid
        let status = try await patiently("the end of lexi: \(errors)") { () -> Int32? in
            var status: Int32 = 0
            return waitpid(pid, &status, WNOHANG) == pid ? status : nil
        }
        let number = status & 0x7f
        let found = number == 0 ? End.exited(status >> 8 & 0xff) : .killed(number)
        end = found
        return found
    }

    /// Waits until the service says where it listens.
    func port() async throws -> UInt16 {
        try await patiently("lexi serve to listen: \(errors)") { [self] () -> UInt16? in
            if let port = listeningPort { return port }
            guard kill(pid, 0) == 0, !hasEnded else { throw HelperError("lexi serve ended: \(errors)") }
            return nil
        }
    }

    /// Whether the service listens.
    var hasAnnounced: Bool { listeningPort != nil }

    private var hasEnded: Bool {
        var information = siginfo_t()
        guard waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0 else { return true }
        return information.si_signo == SIGCHLD
    }

    /// Waits until the table says where it speaks DynamoDB.
    func tablePort() async throws -> UInt16 {
        try await patiently("DynamoDB's protocol: \(errors)") { [self] () -> UInt16? in
            if let port = announced("speaks DynamoDB on http://") { return port }
            guard !hasEnded else { throw HelperError("lexi ended: \(errors)") }
            return nil
        }
    }

    /// The port of the metrics, once the service says that it serves.
    var metricsPort: UInt16? { announced("Metrics are on http://") }

    private var listeningPort: UInt16? { announced("serves on http://") }

    /// The port of the address that follows the words.
    private func announced(_ words: String) -> UInt16? {
        let errors = errors
        guard let mark = errors.range(of: words) else { return nil }
        let rest = errors[mark.upperBound...]
        guard let end = rest.firstIndex(where: { $0.isWhitespace }) else { return nil }
        return rest[..<end].split(separator: ":").last.flatMap { UInt16($0.filter(\.isNumber)) }
    }

    private static func spawn(
        _ command: [String], _ environment: [String: String], output: Int32?, input: Int32?, _ outputFile: String,
        _ errorFile: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        if let output {
            posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, outputFile, flags, 0o600)
        }
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errorFile, flags, 0o600)
        // Sockets of other tests must not live on in this process.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("LEXI_") }
        let pairs = inherited.merging(environment) { $1 }.map { "\($0)=\($1)" }
        var arguments = command.map { strdup($0) } + [nil]
        var variables = pairs.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var pid = pid_t()
        let code = posix_spawn(&pid, command[0], &actions, &attributes, &arguments, &variables)
        guard code == 0 else {
            throw HelperError("cannot start \(command[0]): \(String(cString: strerror(code)))")
        }
        return pid
    }
}

/// The tests that run the program as a process: one at a time, since two cores are shared with all other suites.
@Suite(.serialized) enum ProcessTests {}

/// Waits as ``waitFor(_:_:)`` does, with the patience that a loading of the fixtures on a busy machine needs.
@discardableResult
func patiently<Answer: Sendable>(
    _ what: @autoclosure () -> String, _ probe: @Sendable () async throws -> Answer?
) async throws -> Answer {
    let deadline = ContinuousClock.now + .seconds(90)
    while ContinuousClock.now < deadline {
        if let answer = try await probe() { return answer }
        try await Task.sleep(for: .milliseconds(2))
    }
    throw HelperError("waited too long for \(what())")
}

/// What a command that has ended left behind.
struct Ran: Sendable {
    let end: LexiProcess.End
    let output: String
    let errors: String
}

/// Runs `lexi` to its end.
func lexi(_ words: [String], environment: [String: String] = [:], in folder: TemporaryFolder) async throws -> Ran {
    let process = try LexiProcess(words, environment: environment, in: folder)
    let end = try await process.wait()
    return Ran(end: end, output: process.output, errors: process.errors)
}
