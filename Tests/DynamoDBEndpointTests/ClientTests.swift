import Foundation
import Testing

/// Real clients against the endpoint in a process of its own: the scripts of `Tests/Clients`. Without Python nothing is tried; a script
/// whose library is not installed says so and succeeds.
struct ClientTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Clients")
    static let isPossible = (try? run(["-c", ""]))?.status == 0

    /// - Returns: how the script ended, and what it printed.
    private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        var environment = ProcessInfo.processInfo.environment
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("EndpointProgram")
        if FileManager.default.isExecutableFile(atPath: program.path) {
            environment["LEXI_ENDPOINT_PROGRAM"] = program.path
        }
        process.environment = environment
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    // The table of constraints is the one that botocore's model of the service gives.
    @Test(.enabled(if: isPossible, "python3 is not there"))
    func serviceModel() throws {
        let result = try Self.run([Self.folder.appendingPathComponent("service_model.py").path, "--check"])
        #expect(result.status == 0, "\(result.output)")
    }

    // botocore's signatures are accepted, changed ones are not; the aws CLI's commands of the tutorials and boto3's resource layer answer as
    // on DynamoDB; mutated requests are refused without harm.
    @Test(
        .enabled(if: isPossible, "python3 is not there"),
        arguments: [["signatures.py"], ["aws_cli.py"], ["boto3_resource.py"], ["hostile.py", "1"]])
    func script(_ arguments: [String]) throws {
        let result = try Self.run([Self.folder.appendingPathComponent(arguments[0]).path] + arguments.dropFirst())
        #expect(result.status == 0, "\(result.output)")
    }
}
