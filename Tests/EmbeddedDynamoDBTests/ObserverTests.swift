import DynamoModel
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB

/// What an engine reports of its operations.
@Suite struct ObserverTests {
    /// Keeps what it is told.
    private final class Recorder: Sendable {
        private let records = Mutex<[OperationRecord]>([])

        func add(_ record: OperationRecord) { records.withLock { $0.append(record) } }

        /// What was reported since the last call.
        func take() -> [OperationRecord] {
            records.withLock { records in
                defer { records = [] }
                return records
            }
        }
    }

    private func withTable(_ body: (TestTable, Recorder) async throws -> Void) async throws {
        let recorder = Recorder()
        let engine = try TableEngine.inMemory(observer: { recorder.add($0) })
        let table = try await TestTable.make(engine, TestTables.indexed())
        _ = recorder.take()
        try await body(table, recorder)
        await engine.close()
    }

    // Table, index, units, items, bytes and duration of each; the answer has the units only when they were asked for.
    @Test func operations() async throws {
        try await withTable { table, recorder in
            let item: Item = ["pk": "a", "sk": "b", "gpk": "g", "gsk": 1, "x": .s(String(repeating: "x", count: 1500))]
            #expect(try await table.put(item).consumedCapacity == nil)
            let put = try #require(recorder.take().first)
            #expect(put.operation == "PutItem" && put.tableName == table.name && put.failure == nil)
            #expect(put.items == 1 && put.bytes == item.itemSize && put.duration > .zero)
            #expect(put.capacities.first?.table == CapacityUnits(write: 2))
            #expect(put.capacities.first?.globalIndexes["globalAll"] == CapacityUnits(write: 2))
            let page = try await table.query("gpk = :g", index: "globalAll", values: [":g": "g"])
            #expect(page.count == 1 && page.consumedCapacity == nil)
            let query = try #require(recorder.take().first)
            #expect(query.operation == "Query" && query.indexName == "globalAll")
            #expect(query.items == 1 && query.bytes == item.itemSize)
            #expect(query.capacities.first?.total.read == 0.5)
            let get = try await table.db.getItem(
                GetItemRequest(tableName: table.name, key: ["pk": "a", "sk": "b"], returnConsumedCapacity: .total))
            #expect(get.consumedCapacity?.total.read == 0.5)
            #expect(recorder.take().map(\.operation) == ["GetItem"])
        }
    }

    // A refused operation is reported with its reason, and takes nothing.
    @Test func failures() async throws {
        try await withTable { table, recorder in
            await expectError(.conditionalCheckFailed) {
                try await table.put(["pk": "a", "sk": "b"], if: "attribute_exists(pk)")
            }
            await expectError(.resourceNotFound) { try await table.db.describeTable(tableName: "Absent") }
            let records = recorder.take()
            #expect(records.map(\.operation) == ["PutItem", "DescribeTable"])
            #expect(records.map(\.failure) == [.conditionalCheckFailed, .resourceNotFound])
            #expect(records.map(\.tableName) == [table.name, "Absent"])
            #expect(records.allSatisfy { $0.capacities.isEmpty && $0.items == 0 && $0.bytes == 0 })
        }
    }

    // Batches and transactions are one operation each, with what they took of every table.
    @Test func severalItems() async throws {
        try await withTable { table, recorder in
            let items: [Item] = (0..<3).map { ["pk": "a", "sk": .s("\($0)")] }
            _ = try await table.db.batchWriteItem(
                BatchWriteItemRequest(requestItems: [table.name: items.map { .put(item: $0) }]))
            let batch = try #require(recorder.take().first)
            #expect(batch.operation == "BatchWriteItem" && batch.tableName == table.name && batch.items == 3)
            #expect(batch.capacities.first?.total.write == 3)
            let read = try await table.db.transactGetItems(
                TransactGetItemsRequest(transactItems: items.map { TransactGet(tableName: table.name, key: $0) }))
            #expect(read.items.count == 3 && read.consumedCapacity == nil)
            let transaction = try #require(recorder.take().first)
            #expect(transaction.operation == "TransactGetItems" && transaction.items == 3)
            #expect(transaction.capacities.first?.total.read == 6)
        }
    }
}
