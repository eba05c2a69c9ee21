import DynamoModel
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB

/// A client that has left ends its own long reads.
@Suite struct AbandonedReadTests {
    @Test func aCancelledReadEndsWithItsSlice() async throws {
        let engine = try TableEngine.inMemory()
        let slices = Mutex(0)
        let reading = Task {
            try await engine.inSlices(0) { (state) throws(DynamoDBError) in
                slices.withLock { $0 += 1 }
                state += 1
                return state == 1_000_000_000
            }
        }
        try await waitFor("the read to begin") { slices.withLock { $0 } > 10 ? true : nil }
        reading.cancel()
        await #expect(throws: DynamoDBError.self) { try await reading.value }
        let atEnd = slices.withLock { $0 }
        #expect(
            try await engine.inSlices(0) { (state) throws(DynamoDBError) in
                state += 1; return state == 5
            } == 5)
        #expect(slices.withLock { $0 } == atEnd)
        await engine.close()
    }

    /// A scan of pages of a megabyte, and a batch of as much, end when their caller is cancelled, and not otherwise.
    @Test func operationsEnd() async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.hashOnly())
        for number in 0..<8 {
            let text = String(repeating: "x", count: 300_000)
            try await table.put(["pk": .s("\(number)"), "text": .s(text)])
        }
        let keys: [Item] = (0..<8).map { ["pk": .s("\($0)")] }
        let batch = BatchGetItemRequest(requestItems: [table.name: KeysAndAttributes(keys: keys)])
        await #expect(throws: DynamoDBError.self) {
            try await Self.abandoned { _ = try await engine.scan(ScanRequest(tableName: table.name)) }
        }
        await #expect(throws: DynamoDBError.self) {
            try await Self.abandoned { _ = try await engine.batchGetItem(batch) }
        }
        #expect(try await engine.batchGetItem(batch).responses[table.name]?.count == 8)
        await engine.close()
    }

    /// Runs a read whose caller is cancelled when its first slice is read.
    private static func abandoned(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let reading = Task {
            while !Task.isCancelled { await Task.yield() }
            try await body()
        }
        reading.cancel()
        try await reading.value
    }
}
