import DynamoModel
import JSONText
import RemoteDynamoDB
import Glibc
import Synchronization
import TestSupport
import Testing

extension ProcessTests {
    /// A disk that has no room, and has some again.
    @Suite struct FullDiskTests {
        private static func status(
            _ serving: Serving, _ method: String, _ path: String, word: String? = nil
        ) async throws -> Int {
            let (port, token) = (serving.port, try Serving.token("learner", email: "learner@example.com"))
            return try await blocking {
                let client = try WebClient(port, token: token)
                return try client.call(method, path, word.map { ["word": .string($0)] }).status
            }
        }

        /// A file that may not grow: a write is answered with 503, and so is the question whether the service is ready;
        /// reads go on. With room again, both recover by themselves, and a second write of the same succeeds.
        @Test func readinessFollowsTheRoom() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let serving = try await Serving.start(data: data, ["--log-level", "error"], in: folder)
                #expect(try await Self.register(serving) == 201)
                #expect(try await Self.status(serving, "GET", "/health/ready") == 200)
                try serving.process.limit(.fileSize, to: Files.size(data + "/lexi.sqlite-wal"))
                #expect(try await Self.status(serving, "POST", "/v1/flashcards", word: "room") == 503)
                #expect(try await Self.status(serving, "GET", "/health/ready") == 503)
                #expect(try await Self.status(serving, "GET", "/health/live") == 200)
                #expect(try await Self.status(serving, "GET", "/v1/flashcards") == 200)
                try serving.process.limit(.fileSize, to: nil)
                #expect(try await Self.status(serving, "GET", "/health/ready") == 200)
                #expect(try await Self.status(serving, "POST", "/v1/flashcards", word: "room") == 201)
                #expect(try await serving.stop() == .exited(0))
                try await Audit(data: data).expectWhole()
            }
        }

        /// A quota that is used up is a full disk: the write is refused and not done, and all recovers with room again.
        @Test(arguments: [EDQUOT, ENOSPC]) func aQuotaIsUsedUp(error: Int32) async throws {
            try await TemporaryFolder.with { folder in
                let (data, machine) = (folder.file("data"), try FaultyMachine(in: folder))
                let serving = try await Serving.start(
                    data: data, ["--log-level", "error"], environment: machine.environment, in: folder)
                #expect(try await Self.register(serving) == 201)
                try machine.failWrites(error)
                #expect(try await Self.status(serving, "POST", "/v1/flashcards", word: "room") == 503)
                #expect(try await Self.status(serving, "GET", "/health/ready") == 503)
                #expect(try await Self.status(serving, "GET", "/v1/flashcards") == 200)
                try machine.failWrites(0)
                #expect(try await Self.status(serving, "GET", "/health/ready") == 200)
                #expect(try await Self.status(serving, "POST", "/v1/flashcards", word: "room") == 201)
                #expect(try await serving.stop() == .exited(0))
                try await Audit(data: data).expectWhole()
            }
        }

        private static func register(_ serving: Serving) async throws -> Int {
            let (port, token) = (serving.port, try Serving.token("learner", email: "learner@example.com"))
            return try await blocking { try WebClient(port, token: token).call("POST", "/v1/users", [:]).status }
        }

        private static let table = TestTables.hashOnly(name: "Mine")

        /// Clients fill a small disk, and go on when something else on it was removed. Each refused write is answered
        /// with an error that says that nothing was done, and was not; each acknowledged one is there, meanwhile and in
        /// the end. The process lives through it.
        @Test func aWorkloadFillsTheDisk() async throws {
            try await TemporaryFolder.with { folder in
                let disk = try SmallDisk(megabytes: 8, in: folder)
                guard try await disk.isPossible(showing: "a disk that is full", in: folder) else { return }
                let serving = try await Serving.start(
                    data: disk.place + "/data", ["--log-level", "error", "--dynamodb-port", "0"], in: folder,
                    launcher: disk.launcher)
                let filler = disk.path(of: serving.process, "filler")
                try Files.write([UInt8](repeating: 1, count: 4 << 20), to: filler)
                let remote = try KilledHistoryTests.remote(port: try await serving.process.tablePort())
                let mine = try await TestTable.make(remote, Self.table)
                let ledger = Ledger()
                await Self.write(mine, "full", ledger, until: { ledger.refused.count >= 20 })
                #expect(ledger.acknowledged.count > 0)
                #expect(try await Self.status(serving, "GET", "/health/ready") == 503)
                try await Self.expect(ledger, in: mine)
                try Files.remove(filler)
                try await patiently("room again") {
                    try await Self.status(serving, "GET", "/health/ready") == 200 ? true : nil
                }
                let (before, refused) = (ledger.acknowledged.count, ledger.refused.count)
                await Self.write(mine, "free", ledger, until: { ledger.acknowledged.count >= before + 20 })
                #expect(ledger.refused.count == refused)
                try await Self.expect(ledger, in: mine)
                await remote.close()
                try await Self.stop(serving, disk, folder)
            }
        }

        private final class Ledger: Sendable {
            private let entries = Mutex<(acknowledged: [String], refused: [String])>(([], []))

            var acknowledged: [String] { entries.withLock { $0.acknowledged } }
            var refused: [String] { entries.withLock { $0.refused } }

            func note(_ key: String, isAcknowledged: Bool) {
                entries.withLock { if isAcknowledged { $0.acknowledged.append(key) } else { $0.refused.append(key) } }
            }
        }

        /// Eight clients put items of 8 KB, each one once.
        private static func write(
            _ table: TestTable, _ name: String, _ ledger: Ledger, until isEnough: @escaping @Sendable () -> Bool
        ) async {
            let text = AttributeValue.s(String(repeating: "x", count: 8_000))
            await withTaskGroup(of: Void.self) { group in
                for client in 0..<8 {
                    group.addTask {
                        for step in 0..<1_000 where !isEnough() {
                            let key = "\(name)-\(client)-\(step)"
                            do {
                                try await table.put(["pk": .s(key), "v": text])
                                ledger.note(key, isAcknowledged: true)
                            } catch {
                                #expect("\(error)".contains("nothing was done"), "\(error)")
                                ledger.note(key, isAcknowledged: false)
                            }
                        }
                    }
                }
            }
        }

        private static func expect(_ ledger: Ledger, in table: TestTable) async throws {
            for key in ledger.acknowledged { #expect(try await table.get(["pk": .s(key)]) != nil, "\(key)") }
            for key in ledger.refused { #expect(try await table.get(["pk": .s(key)]) == nil, "\(key)") }
        }

        /// Ends the service, and checks the file. The disk lasts as long as this process has a folder of it open.
        private static func stop(_ serving: Serving, _ disk: SmallDisk, _ folder: TemporaryFolder) async throws {
            let place = open(disk.path(of: serving.process, "data"), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            #expect(place >= 0)
            defer { close(place) }
            #expect(try await serving.stop() == .exited(0))
            let copy = folder.file("copy")
            try Files.makeFolder(copy)
            let held = "/proc/self/fd/\(place)"
            for name in try Files.names(held) where name.hasPrefix("lexi.sqlite") {
                try Files.write(try Files.bytes("\(held)/\(name)"), to: "\(copy)/\(name)")
            }
            let check = try await lexi(["table", "check", "--data", copy], in: folder)
            #expect(check.end == .exited(0), "\(check.output)\(check.errors)")
        }
    }
}
