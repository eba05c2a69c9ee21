import Glibc
import JSONText
import TestSupport
import Testing

extension ProcessTests {
    /// A data folder on a mount that is read-only, such as a snapshot of a disk.
    @Suite struct ReadOnlyMountTests {
        private static func launcher(_ data: String) -> [String] {
            MountNamespace.launcher("mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\"", data)
        }

        private static func check(_ data: String, in folder: TemporaryFolder) async throws -> Ran {
            let process = try LexiProcess(
                ["table", "check", "--data", data], in: folder, launcher: launcher(data))
            let end = try await process.wait()
            return Ran(end: end, output: process.output, errors: process.errors)
        }

        private static func withData(
            _ body: @Sendable (TemporaryFolder, _ data: String) async throws -> Void
        ) async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                try await TableFilesTests.makeTable(data, "Mine")
                let isPossible = try await MountNamespace.isPossible(
                    launcher(data), showing: "a mount that is read-only", in: folder)
                if isPossible { try await body(folder, data) }
            }
        }

        /// A file that was closed is checked where it lies; nothing is made next to it.
        @Test func aClosedFile() async throws {
            try await Self.withData { folder, data in
                let before = try Files.names(data)
                let ran = try await Self.check(data, in: folder)
                #expect(ran.end == .exited(0), "\(ran.errors)")
                #expect(ran.errors.contains("sound") || ran.output.contains("sound"), "\(ran.output) \(ran.errors)")
                #expect(try Files.names(data) == before)
                let written = try LexiProcess(
                    ["table", "create", "--table", "Other", "--data", data], in: folder,
                    launcher: Self.launcher(data))
                #expect(try await written.wait() == .exited(1))
            }
        }

        /// One with a log cannot be read there, since the log would have to be read into it: that is said, with what to
        /// do.
        @Test func aFileWithALog() async throws {
            try await Self.withData { folder, data in
                let process = try LexiProcess(["dynamodb", "--port", "0", "--data", data], in: folder)
                let port = try await process.tablePort()
                let put = try await TableRequest.call(
                    port, "PutItem", ["TableName": "Mine", "Item": ["pk": ["S": "a"], "sk": ["S": "b"]]])
                #expect(put.status == 200, "\(put.text)")
                process.signal(SIGKILL)
                #expect(try await process.wait() == .killed(SIGKILL))
                let ran = try await Self.check(data, in: folder)
                #expect(ran.end == .exited(1))
                #expect(ran.errors.contains("copy the folder to another place"), "\(ran.errors)")
            }
        }
    }
}
