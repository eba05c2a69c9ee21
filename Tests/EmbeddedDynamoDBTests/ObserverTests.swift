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

    // A refused operation is reported with its reason, and takes nothing, unless its condition was looked at.
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
            #expect(records.allSatisfy { $0.items == 0 && $0.bytes == 0 })
            #expect(records.map { $0.capacities.map(\.total.write) } == [[1], []])
        }
    }

    // What is changed or removed counts with the size of the item, not with that of its key.
    @Test func changedAndRemovedItems() async throws {
        try await withTable { table, recorder in
            let key: Item = ["pk": "a", "sk": "b"]
            let item = key.merging(["x": .s(String(repeating: "x", count: 3_500))])
            try await table.put(item)
            _ = recorder.take()
            try await table.update(key, "SET n = :n", values: [":n": 7])
            let changed = item.merging(["n": 7])
            let update = try #require(recorder.take().first)
            #expect(update.operation == "UpdateItem" && update.items == 1 && update.bytes == changed.itemSize)
            try await table.delete(key)
            let delete = try #require(recorder.take().first)
            #expect(delete.operation == "DeleteItem" && delete.items == 1 && delete.bytes == changed.itemSize)
            try await table.delete(key)
            #expect(recorder.take().map(\.bytes) == [0])
        }
    }

    // So it does in batches and transactions.
    @Test func removedWithOthers() async throws {
        try await withTable { table, recorder in
            let keys: [Item] = (0..<3).map { ["pk": "a", "sk": .s("\($0)")] }
            let items = keys.map { $0.merging(["x": .s(String(repeating: "x", count: 900))]) }
            try await table.putAll(items)
            _ = recorder.take()
            _ = try await table.db.transactWriteItems(
                TransactWriteItemsRequest(transactItems: [
                    TransactWrite(tableName: table.name, .delete(key: keys[0])),
                    TransactWrite(
                        tableName: table.name, .conditionCheck(key: keys[1]),
                        conditionExpression: "attribute_exists(pk)"),
                ]))
            let transaction = try #require(recorder.take().first)
            #expect(transaction.items == 2 && transaction.bytes == items[0].itemSize + items[1].itemSize)
            _ = try await table.db.batchWriteItem(
                BatchWriteItemRequest(requestItems: [table.name: keys.map { .delete(key: $0) }]))
            let batch = try #require(recorder.take().first)
            #expect(batch.items == 3 && batch.bytes == items[1].itemSize + items[2].itemSize)
        }
    }

    // A condition that does not hold takes what the write of the item that is there would take.
    @Test func refusedConditions() async throws {
        try await withTable { table, recorder in
            let key: Item = ["pk": "a", "sk": "b"]
            try await table.put(key.merging(["x": .s(String(repeating: "x", count: 3_500))]))
            _ = recorder.take()
            let condition = "attribute_not_exists(pk)"
            await expectError(.conditionalCheckFailed) { try await table.put(key, if: condition) }
            await expectError(.conditionalCheckFailed) {
                try await table.update(key, "SET n = :n", if: condition, values: [":n": 7])
            }
            await expectError(.conditionalCheckFailed) { try await table.delete(key, if: condition) }
            let records = recorder.take()
            #expect(records.map(\.operation) == ["PutItem", "UpdateItem", "DeleteItem"])
            #expect(records.map { $0.capacities.map(\.total.write) } == [[4], [4], [4]])
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
