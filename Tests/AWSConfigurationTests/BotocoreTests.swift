import Foundation
import JSONText
import TestSupport
import Testing

@testable import AWSConfiguration

/// botocore next to our own reading of the same files; `make test` installs it.
struct BotocoreTests {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func botocore(_ arguments: [String]) throws -> JSONValue {
        let process = Process()
        process.executableURL = Self.package.appendingPathComponent(".build/clients/bin/python")
        process.arguments =
            ["-BEs", Self.package.appendingPathComponent("Tests/Clients/shared_files.py").path] + arguments
        process.environment = ["AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONValue.parse(Array(output), limits: JSONLimits())
    }

    private static let examples = """
        [default]
        aws_access_key_id = AKID ; not a comment
          # a comment within
          and more
        aws_secret_access_key=a=b:c

        Region: us-east-1
        empty =
        %
        [profile "two words"]
        s3 =
            max = 10

            min: 2
        last = x
        %
        [a] # trailing
        x = 1
          [b]
        y = 2
        %
        [DEFAULT]
        shared = 1
        [a]
        own = 2
        shared = 3
        [b]
        %
          [a]
          x = 1
            y = 2
         z = 3
        %
        [a]
        x = 1
        [b]
        x = 1
        [a]
        y = 2
        %
        [a]
        lonely
        %
        x = 1
        %
        [a]
        x = 1
        x = 2
        %
        [a]]
        b = [c]
        \tindented = with a tab
        %
        []
        a = 1
        %
        [a]
        = 1
        %
        # nothing
        """

    // Values, continued lines, comments, indentation and errors are read as botocore reads them.
    @Test(arguments: examples.split(separator: "%\n").map { String($0) })
    func sections(_ text: String) async throws {
        try await TemporaryFolder.with { folder in
            try text.write(toFile: folder.file("config"), atomically: true, encoding: .utf8)
            let theirs = try botocore(["sections", folder.file("config")])
            guard let ours = try? INIFile(Array(text.utf8), path: "config") else {
                #expect(theirs.isNull)
                return
            }
            var found: [String: [String: String]] = [:]
            for section in try #require(theirs.objectValue).members {
                let values = section.value.objectValue?.members ?? []
                found[section.name] = Dictionary(
                    uniqueKeysWithValues: values.map { ($0.name, $0.value.stringValue ?? "") })
            }
            #expect(ours.sections == found)
        }
    }

    // The regions' own endpoints are those that botocore's data names, in every partition.
    @Test func endpoints() throws {
        let regions = [
            "us-east-1", "ap-southeast-1", "eu-central-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1",
            "us-isob-east-1", "eusc-de-east-1",
        ]
        let theirs = try botocore(["endpoints"] + regions)
        let world = World().surroundings()
        for region in regions {
            let ours = try TableAddress(region: region, try SharedFiles(world), world)
            #expect(theirs[region]?.stringValue == "https://\(ours.host)" && ours.port == 443)
        }
    }
}
