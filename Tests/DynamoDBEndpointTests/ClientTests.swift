import Foundation
import Testing

/// Real clients against the endpoint in a process of its own: the scripts of `Tests/Clients`, with the aws CLI and boto3 in the versions of
/// its `requirements.txt`, which `make test` installs into the build folder. Without them these tests fail.
///
/// One script at a time: others count on getting some of the processor.
@Suite(.serialized) struct ClientTests {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let folder = package.appendingPathComponent("Tests/Clients")
    private static let clients = package.appendingPathComponent(".build/clients")

    /// The clients are not installed.
    private struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "\(path) is not there: run 'make test', which installs DynamoDB's clients" }
    }

    /// - Returns: how the script ended, and what it printed.
    private static func run(
        _ script: String, _ arguments: [String]
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
        environment["LEXI_ENDPOINT_PROGRAM"] =
            URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("EndpointProgram").path
        environment["LEXI_PROGRAM"] =
            URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("lexi")
            .path
        return environment
    }

    // The files of schema/ pass their own tools, say the same as one another, and make the same table as the service.
    @Test func deployment() async throws {
        let result = try await Self.run("deployment.py", [])
        #expect(result.status == 0, "\(result.output)")
    }

    // The table of constraints is the one that botocore's model of the service gives.
    @Test func serviceModel() async throws {
        let result = try await Self.run("service_model.py", ["--check"])
        #expect(result.status == 0, "\(result.output)")
    }

    // botocore's signatures are accepted, changed ones are not; the tutorials' commands and code, word for word, and boto3's resource
    // layer are answered as on DynamoDB; mutated requests are refused without harm; random requests have the
    // outcome of a small model; a long request keeps nobody waiting.
    @Test(arguments: [
        ["signatures.py"], ["tls.py"], ["tutorials.py"], ["boto3_resource.py"], ["boto3_client.py"],
        ["refusals.py"], ["hostile.py", "1"], ["responsive.py"],
        ["differential.py", "numbers", "ordering", "updates", "machine"],
        ["differential.py", "conditions", "projections", "pages", "capacity"],
    ])
    func script(_ arguments: [String]) async throws {
        let result = try await Self.run(arguments[0], Array(arguments.dropFirst()))
        #expect(result.status == 0, "\(result.output)")
        for line in result.output.split(separator: "\n") where line.hasPrefix("NOT SHOWN") { print(line) }
    }
}
