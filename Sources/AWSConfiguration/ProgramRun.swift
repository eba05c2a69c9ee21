import Foundation

/// Runs the program of `credential_process`.
enum ProgramRun {
    /// A longer output is refused.
    static let outputLimit = 64 * 1024
    /// How long it may take.
    static let limit: DispatchTimeInterval = .seconds(60)
    /// How long it has then to end by itself.
    static let grace: TimeInterval = 2

    /// The standard output of a program that ends with status 0. Its standard error is left out: it may show anything.
    static func output(of words: [String]) async throws(ConfigurationError) -> [UInt8] {
        let result: Result<[UInt8], ConfigurationError> = await withCheckedContinuation { continuation in
            // A thread of Dispatch's own may block; one of the cooperative pool must not.
            DispatchQueue.global().async { continuation.resume(returning: run(words)) }
        }
        return try result.get()
    }

    private static func run(_ words: [String]) -> Result<[UInt8], ConfigurationError> {
        let name = words.first ?? ""
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return .failure(ConfigurationError("'\(name)' cannot be started")) }
        let alarm = DispatchWorkItem { process.terminate() }
        let end = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + limit, execute: alarm)
        DispatchQueue.global().asyncAfter(deadline: .now() + limit + grace, execute: end)
        let output = (try? pipe.fileHandleForReading.read(upToCount: outputLimit + 1)) ?? Data()
        if output.count > outputLimit { process.terminate() }
        process.waitUntilExit()
        alarm.cancel()
        end.cancel()
        guard output.count <= outputLimit else { return .failure(ConfigurationError("'\(name)' wrote too much")) }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            return .failure(ConfigurationError("'\(name)' ended with status \(process.terminationStatus)"))
        }
        return .success(Array(output))
    }
}
