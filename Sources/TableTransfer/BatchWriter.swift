import DynamoModel
import DynamoWire
import JSONText

/// Puts items 25 at a time, several such batches at once, and what was not processed again.
struct BatchWriter: Sendable {
    private static let batchesAtOnce = 8

    let table: TransferTable
    let limiter: RateLimiter?
    /// Hears how many items each batch put.
    var onPut: @Sendable (Int) -> Void = { _ in }

    /// Puts items with distinct keys.
    /// - Throws: ``TransferError``; some of the items were put then, others not.
    func put(_ items: [Item]) async throws(TransferError) {
        let batches = Self.batches(items)
        let outcome = await withTaskGroup(of: TransferError?.self) { group in
            var next = 0
            var failure: TransferError?
            while next < min(Self.batchesAtOnce, batches.count) {
                group.addTask { [batch = batches[next]] in await self.outcome(of: batch) }
                next += 1
            }
            while let error = await group.next() {
                failure = failure ?? error
                guard failure == nil, next < batches.count else { continue }
                group.addTask { [batch = batches[next]] in await self.outcome(of: batch) }
                next += 1
            }
            return failure
        }
        if let outcome { throw outcome }
    }

    /// As many items in each batch as a request may have, by their number and by the bytes of their JSON.
    static func batches(_ items: [Item]) -> [[Item]] {
        var batches: [[Item]] = []
        var room = 0
        for item in items {
            let bytes = sentBytes(item)
            if let last = batches.indices.last, batches[last].count < DynamoLimits.batchWriteRequests, bytes <= room {
                batches[last].append(item)
            } else {
                batches.append([item])
                room = batchBytes
            }
            room -= bytes
        }
        return batches
    }

    /// What the items of a batch may take: a request without the little that stands around them.
    private static let batchBytes = DynamoLimits.batchWriteSize - 64 * 1024
    /// An item's JSON is not longer than so many times its size: `1E-130` is written with all its zeros.
    private static let longestForm = 64

    /// At most so many bytes are sent for an item. They are counted only where 25 items like it might be too many.
    private static func sentBytes(_ item: Item) -> Int {
        let bound = item.itemSize * longestForm
        guard bound > batchBytes / DynamoLimits.batchWriteRequests else { return bound }
        var writer = JSONWriter()
        writer.attributes(item)
        return writer.bytes.count
    }

    private func outcome(of batch: [Item]) async -> TransferError? {
        do throws(TransferError) {
            try await put(batch: batch)
            onPut(batch.count)
            return nil
        } catch {
            return error
        }
    }

    private func put(batch: [Item]) async throws(TransferError) {
        try await limiter?.take(batch.count)
        var rest = [table.name: batch.map { BatchWrite.put(item: $0) }]
        var patience = Patience(table: table.title)
        while true {
            let before = rest.values.reduce(0) { $0 + $1.count }
            rest = try await patience.run { [rest] () async throws(DynamoDBError) in
                try await table.db.batchWriteItem(BatchWriteItemRequest(requestItems: rest)).unprocessedItems
            }
            let left = rest.values.reduce(0) { $0 + $1.count }
            if left == 0 { return }
            if left < before { patience.progress() }
            try await patience.wait()
        }
    }

    /// Puts one item, for finding the one that a batch was refused for.
    /// - Returns: the table's reason for refusing it; nil when it was put.
    func refusal(of item: Item) async throws(TransferError) -> String? {
        var patience = Patience(table: table.title)
        do throws(TransferError) {
            _ = try await patience.run { () async throws(DynamoDBError) in
                try await table.db.putItem(PutItemRequest(tableName: table.name, item: item))
            }
            return nil
        } catch {
            guard case .table(_, let reason) = error, reason.code == .validation else { throw error }
            return reason.message
        }
    }
}
