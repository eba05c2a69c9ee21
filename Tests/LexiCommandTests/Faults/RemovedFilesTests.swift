import DynamoModel
import RemoteDynamoDB
import Glibc
import TestSupport
import Testing

extension ProcessTests {
    /// A data folder or its files that go away under a running server.
    @Suite struct RemovedFilesTests {
        /// What happens to the files.
        enum Loss: String, CaseIterable, CustomTestStringConvertible {
            case folderRemoved, fileRemoved, logRemoved, fileReplaced

            var testDescription: String { rawValue }

            /// Lets it happen.
            func inflict(on data: String) throws {
                let file = data + "/lexi.sqlite"
                switch self {
                case .folderRemoved: try Files.remove(data)
                case .fileRemoved: try Files.remove(file)
                case .logRemoved: try Files.remove(file + "-wal")
                case .fileReplaced:
                    try Files.write(try Files.bytes(file), to: file + ".copy")
                    guard rename(file + ".copy", file) == 0 else { throw HelperError("rename: \(errno)") }
                }
            }
        }

        /// Under load, not one write that is sent afterwards is acknowledged; the process says what became of which
        /// file, and ends with status 1. Nothing is put in the place of what was removed: neither by readers of the
        /// process nor by commands that look.
        @Test(arguments: Loss.allCases) func whileClientsWrite(loss: Loss) async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let process = try LexiProcess(["dynamodb", "--port", "0", "--data", data], in: folder)
                let remote = try KilledHistoryTests.remote(port: try await process.tablePort())
                let table = try await TestTable.make(remote, TestTables.hashOnly())
                let writing = Task { await Self.write(table) }
                try await patiently("a write of each client") {
                    let last = try await table.get(["pk": "last"])
                    return last == nil ? nil : true
                }
                try loss.inflict(on: data)
                let error = await #expect(throws: DynamoDBError.self) { try await table.put(["pk": "afterwards"]) }
                #expect(error?.code != .validation)
                _ = try? await table.get(["pk": "last"])
                #expect(try await process.wait() == .exited(1))
                await writing.value
                #expect(process.errors.contains("while it was in use"), "\(process.errors)")
                #expect(process.errors.contains("lexi.sqlite"), "\(process.errors)")
                await remote.close()
                if loss == .folderRemoved || loss == .fileRemoved {
                    try await Self.expectNothing(data, folder, isFolderThere: loss == .fileRemoved)
                }
            }
        }

        /// Writes until the first write that is not acknowledged.
        private static func write(_ table: TestTable) async {
            await withTaskGroup(of: Void.self) { group in
                for client in 0..<4 {
                    group.addTask {
                        for step in 0... {
                            let key = step == 20 && client == 0 ? "last" : "\(client)-\(step % 50)"
                            do { try await table.put(["pk": .s(key), "step": .int(step)]) } catch { return }
                        }
                    }
                }
            }
        }

        private static func expectNothing(
            _ data: String, _ folder: TemporaryFolder, isFolderThere: Bool
        ) async throws {
            for command in ["describe", "check"] {
                let ran = try await lexi(["table", command, "--data", data], in: folder)
                #expect(ran.end == .exited(1))
            }
            #expect(Files.exists(data) == isFolderThere)
            #expect(!Files.exists(data + "/lexi.sqlite"))
        }

        /// A service that nobody calls notices it by itself.
        @Test func whileNothingHappens() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let serving = try await Serving.start(data: data, in: folder)
                try Files.remove(data)
                #expect(try await serving.process.wait() == .exited(1))
                #expect(serving.process.errors.contains("lexi.sqlite was removed while it was in use"))
                #expect(!Files.exists(data))
            }
        }
    }
}
