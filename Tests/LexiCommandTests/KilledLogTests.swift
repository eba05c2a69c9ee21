import DynamoModel
import FoundationEssentials
import Glibc
import RemoteDynamoDB
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

extension ProcessTests {
    /// The log of changes of a program that is killed while it writes.
    @Suite struct KilledLogTests {
        private static let clients = 8

        /// After a kill the log and the table say the same: no change is missing from the log, and none is in it that
        /// was not made.
        @Test func theLogIsThatOfTheTable() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
                let path = data + "/lexi.sqlite"
                try await Self.make(path)
                for round in 0..<2 {
                    let process = try LexiProcess(["dynamodb", "--port", "0", "--data", data], in: folder)
                    let remote = try KilledHistoryTests.remote(port: try await process.tablePort())
                    await Self.work(TestTable(remote, TestTables.hashOnly()), round) { process.signal(SIGKILL) }
                    #expect(try await process.wait() == .killed(SIGKILL))
                    await remote.close()
                    try await Self.verify(path)
                }
            }
        }

        /// A table whose changes are recorded; the recording lies in the file.
        private static func make(_ path: String) async throws {
            let engine = try TableEngine.open(path: path)
            let table = try await TestTable.make(engine, TestTables.hashOnly())
            try await engine.write { (writer) throws(EngineFault) in
                guard let info = writer.state.catalog.byName[table.name] else { throw .request(.resourceNotFound) }
                try writer.record(info, for: "test", images: [.old, .new])
            }
            await engine.close()
        }

        private final class Counted: Sendable {
            private let value = Atomic<Int>(0)
            func increment() -> Int { value.add(1, ordering: .relaxed).newValue }
        }

        /// Lets clients write until the program is killed, after some hundred answers.
        private static func work(_ table: TestTable, _ round: Int, kill: @escaping @Sendable () -> Void) async {
            let answers = Counted()
            await withTaskGroup(of: Void.self) { group in
                for client in 0..<clients {
                    group.addTask {
                        for step in 0..<2_000 {
                            let key: Item = ["pk": .s("\(client)-\(step % 17)")]
                            do {
                                if step % 5 == 4 {
                                    try await table.delete(key)
                                } else {
                                    try await table.put(key.merging(["n": .int(step), "round": .int(round)]))
                                }
                            } catch {
                                return
                            }
                            if answers.increment() == 400 { kill() }
                        }
                    }
                }
            }
        }

        private static func verify(_ path: String) async throws {
            let engine = try TableEngine.open(path: path)
            let info = try #require(engine.store.table("HashOnly"))
            let changes = try engine.read { (connection) throws(EngineFault) in
                try connection.allChanges(of: info.id)
            }
            #expect(changes.count >= 200 && changes.map(\.sequence) == Array(1...changes.count))
            var items: [KeyBytes: Item] = [:]
            for change in changes {
                items[change.key] = try engine.read { (connection) throws(EngineFault) in
                    try change.new.map { (row) throws(EngineFault) in try connection.item(ofImage: row, key: change.key)
                    }
                }
            }
            let present = try await TestTable(engine, TestTables.hashOnly()).scanPages().flatMap(\.items)
            #expect(present.count == items.count)
            for item in present { #expect(info.layout.key(of: item).flatMap { items[$0] } == item) }
            #expect(try await engine.check().findings == [])
            await engine.close()
        }
    }
}
