import Dispatch
import Foundation
import StreamConsumer
import Synchronization

/// Brings events to a program: the event is its standard input, its standard output the answer. A status other than 0
/// means that the batch was not handled.
struct ProgramHandler: BatchHandler {
    /// As the shell reads it.
    let command: String
    /// How long a run may take, in seconds.
    let seconds: Double

    private static let answerBytes = 6 * 1024 * 1024
    /// The programs that run now.
    private static let running = Mutex<[ObjectIdentifier: Ending]>([:])

    /// Ends all programs that run, for the end of this process: at the first call they are asked, at the next made to.
    static func endAll() { for ending in running.withLock({ Array($0.values) }) { ending.end() } }

    /// How long a program that was ended has to go, in seconds.
    private static let grace = 2.0

    func handle(_ event: [UInt8]) async throws(HandlerFailure) -> [UInt8] {
        let result: Result<[UInt8], HandlerFailure> = await withCheckedContinuation { continuation in
            // A thread of Dispatch's own may block; one of the cooperative pool must not.
            DispatchQueue.global().async { continuation.resume(returning: run(event)) }
        }
        return try result.get()
    }

    private func run(_ event: [UInt8]) -> Result<[UInt8], HandlerFailure> {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        // A file: a program that does not read its input must not hold us up.
        let draft = FileManager.default.temporaryDirectory.appendingPathComponent("lexi-event-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: draft) }
        guard
            FileManager.default.createFile(
                atPath: draft.path, contents: Data(event), attributes: [.posixPermissions: 0o600]),
            let input = FileHandle(forReadingAtPath: draft.path)
        else { return .failure(HandlerFailure("the event cannot be written to \(draft.path)")) }
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        do { try process.run() } catch { return .failure(HandlerFailure("the program cannot be started")) }
        let clock = DispatchSource.makeTimerSource(queue: .global())
        let ended = Ending(process)
        Self.running.withLock { $0[ObjectIdentifier(ended)] = ended }
        defer { Self.running.withLock { $0[ObjectIdentifier(ended)] = nil } }
        clock.schedule(deadline: .now() + seconds, repeating: Self.grace)
        clock.setEventHandler { ended.end() }
        clock.resume()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        clock.cancel()
        if ended.isLate { return .failure(HandlerFailure("no end within \(Int(seconds.rounded(.up))) s")) }
        guard process.terminationStatus == 0, process.terminationReason == .exit else {
            return .failure(HandlerFailure("status \(process.terminationStatus)"))
        }
        guard answer.count <= Self.answerBytes else { return .failure(HandlerFailure("the answer is too long")) }
        return .success(Array(answer))
    }

    /// Ends a program that takes too long: asked first, then made to.
    private final class Ending: @unchecked Sendable {
        private let process: Process
        private let lock = NSLock()
        private var calls = 0

        init(_ process: Process) { self.process = process }

        var isLate: Bool { lock.withLock { calls > 0 } }

        func end() {
            let isFirst = lock.withLock {
                calls += 1
                return calls == 1
            }
            if isFirst { return process.terminate() }
            // Foundation gives each program a process group: what it started ends, too.
            let pid = process.processIdentifier
            if kill(-pid, SIGKILL) != 0 { kill(pid, SIGKILL) }
        }
    }
}
