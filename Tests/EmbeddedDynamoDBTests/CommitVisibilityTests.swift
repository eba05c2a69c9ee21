import CSQLite
import DynamoModel
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// SQLite shows a commit to readers before the writer hears of it. What is read at that moment is read here by SQLite's
/// hook of the log, which runs after the one and before the other.
@Suite struct CommitVisibilityTests {
    /// What reads find while a commit is being shown.
    private final class Probe: Sendable {
        let store: Store
        let table: TableInfo
        let key: KeyBytes
        let found = Mutex<[AttributeValue?]>([])

        init(_ store: Store, _ table: TableInfo, _ key: KeyBytes) {
            (self.store, self.table, self.key) = (store, table, key)
        }

        private func value(_ connection: StoreConnection) throws(EngineFault) -> AttributeValue? {
            try connection.item(table, key)?.item["v"]
        }

        /// Reads on both connections of the pool, first on the one that comes first.
        func readOnBoth(_ atFirst: (StoreConnection) -> Void = { _ in }) throws(EngineFault) -> [AttributeValue?] {
            try store.read { (first) throws(EngineFault) in
                let one = try value(first)
                let two = try store.read { (second) throws(EngineFault) in try value(second) }
                atFirst(first)
                return [one, two]
            }
        }

        /// Reads, and remembers what was found: on a new transaction, on a kept one, and of what is remembered.
        func note() {
            do throws(EngineFault) {
                let read = try readOnBoth()
                let known = try store.pool.known(table.id, key)?.item["v"]
                found.withLock { $0 += read + (known.map { [$0] } ?? []) }
            } catch {
                Issue.record("a read failed: \(error.answer)")
            }
        }
    }

    /// One connection begins a transaction while the commit is being shown, and sees it. The other has kept one from
    /// before: a read that follows must not be served from it.
    @Test(arguments: [true, false]) func noReadGoesBack(isDurable: Bool) async throws {
        var options = TableEngine.Options()
        options.readerConnections = 2
        options.isDurable = isDurable
        try await TemporaryFolder.with { [options] folder in
            try await TableEngine.with(folder.file("table.db"), options: options) { engine in
                let table = try await TestTable.make(engine, TestTables.hashOnly())
                try await table.put(["pk": "a", "v": 1])
                let info = try engine.table(table.name)
                let probe = Probe(engine.store, info, try #require(info.layout.key(of: ["pk": "a"])))
                try await engine.onWriter { (writer) throws(EngineFault) in
                    _ = sqlite3_wal_hook(
                        writer.sqlite.handle,
                        { probe, _, _, _ in
                            if let probe { Unmanaged<Probe>.fromOpaque(probe).takeUnretainedValue().note() }
                            return SQLITE_OK
                        }, Unmanaged.passUnretained(probe).toOpaque())
                }
                // The one that comes first next time ends its transaction.
                #expect(try probe.readOnBoth { $0.endSnapshot() } == [1, 1])
                try await table.put(["pk": "a", "v": 2])
                let found = probe.found.withLock { $0 }
                #expect(found.count >= 2 && found.allSatisfy { $0 == 2 }, "\(found)")
                try await engine.onWriter { (writer) throws(EngineFault) in
                    _ = sqlite3_wal_hook(writer.sqlite.handle, nil, nil)
                }
                #expect(try probe.readOnBoth() == [2, 2])
            }
        }
    }
}
