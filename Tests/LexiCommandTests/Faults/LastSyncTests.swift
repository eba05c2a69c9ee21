import DynamoModel
import JSONText
import Glibc
import TestSupport
import Testing

extension ProcessTests {
    /// A disk that fails when the file is closed.
    @Suite struct LastSyncTests {
        private static func expectTold(_ end: LexiProcess.End, _ errors: String) {
            #expect(end == .exited(1), "\(errors)")
            #expect(errors.contains("storage failed at the end") && errors.contains("checkpoint"), "\(errors)")
        }

        /// The service ends with status 1 and says why. What it had acknowledged is in the log, and there again.
        @Test func ofTheService() async throws {
            try await TemporaryFolder.with { folder in
                let (data, machine) = (folder.file("data"), try FaultyMachine(in: folder))
                let serving = try await Serving.start(data: data, environment: machine.environment, in: folder)
                let token = try Serving.token("learner", email: "learner@example.com")
                let port = serving.port
                let status = try await blocking {
                    try WebClient(port, token: token).call("POST", "/v1/users", [:]).status
                }
                #expect(status == 201)
                try machine.failCheckpoints()
                Self.expectTold(try await serving.stop(), serving.process.errors)
                let again = try await Serving.start(data: data, in: folder)
                let found = try await blocking { try WebClient(again.port, token: token).call("GET", "/v1/me").status }
                #expect(found == 200)
                #expect(try await again.stop() == .exited(0))
            }
        }

        /// So do the commands that write.
        @Test(arguments: [
            ["table", "create"], ["seed", "--app-scenarios", "--fixtures", Places.fixtures], ["table", "import"],
        ])
        func ofCommands(words: [String]) async throws {
            try await TemporaryFolder.with { folder in
                let (data, lines) = (folder.file("data"), folder.file("lines"))
                try await TableFilesTests.makeTable(data, "Mine")
                try Files.write(Array(#"{"pk":{"S":"a"},"sk":{"S":"b"}}"#.utf8), to: lines)
                let machine = try FaultyMachine(in: folder)
                try machine.failCheckpoints()
                let isImport = words.last == "import"
                let input = isImport ? ["--table", "Mine", "--input", lines] : []
                let ran = try await lexi(
                    words + input + ["--data", data], environment: machine.environment, in: folder)
                Self.expectTold(ran.end, ran.errors)
                let check = try await lexi(["table", "check", "--data", data], in: folder)
                #expect(check.end == .exited(0), "\(check.errors)")
                if isImport { #expect(try await TableFilesTests.items(data, "Mine") == [["pk": "a", "sk": "b"]]) }
            }
        }
    }
}
