import Foundation

/// A script of `Tests/Clients`, run with the clients in the versions of its `requirements.txt`, which `make test`
/// installs into the build folder.
public enum ClientScript {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let folder = package.appendingPathComponent("Tests/Clients")
    /// The folder of the installed clients.
    public static let clients = package.appendingPathComponent(".build/clients")

    /// The clients are not installed.
    private struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "\(path) is not there: run 'make test', which installs DynamoDB's clients" }
    }

    /// Runs a script to its end.
    /// - Returns: how it ended, and what it printed.
    public static func run(
        _ script: String, _ arguments: [String] = []
    ) async throws -> (status: Int32, output: String) {
        // Waiting for a process must not hold a thread that other tests need.
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try wait(for: script, arguments) })
            }
        }
    }

    private static func wait(for script: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        // The mark that the installation was finished.
        let mark = clients.appendingPathComponent("installed").path
        guard FileManager.default.fileExists(atPath: mark) else { throw Missing(path: mark) }
        let process = Process()
        process.executableURL = clients.appendingPathComponent("bin/python")
        process.arguments = ["-BEs", folder.appendingPathComponent(script).path] + arguments
        process.environment = environment()
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// The program of this build, the installed `aws`, and nothing of the user's own AWS settings.
    private static func environment() -> [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("AWS_") }
        environment["PATH"] = clients.appendingPathComponent("bin").path + ":" + (environment["PATH"] ?? "")
        environment["AWS_CONFIG_FILE"] = "/dev/null"
        environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null"
        let built = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        environment["LEXI_ENDPOINT_PROGRAM"] = built.appendingPathComponent("EndpointProgram").path
        environment["LEXI_PROGRAM"] = built.appendingPathComponent("lexi").path
        return environment
    }
}
