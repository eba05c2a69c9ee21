import DynamoModel
import DynamoWire
import JSONText

/// Puts and removes items 25 at a time, several such batches at once, and what was not processed again.
struct BatchWriter: Sendable {
    private static let batchesAtOnce = 8

    let table: TransferTable
    let limiter: RateLimiter?
    /// Hears how many writes each batch did.
    var onPut: @Sendable (Int) -> Void = { _ in }

    /// Puts items with distinct keys.
    /// - Throws: ``TransferError``; some of the items were put then, others not.
    func put(_ items: [Item]) async throws(TransferError) { try await write(items.map { .put(item: $0) }) }

    /// Writes to items with distinct keys.
    /// - Throws: ``TransferError``; some of the writes were done then, others not.
    func write(_ writes: [BatchWrite]) async throws(TransferError) {
        let batches = Self.batches(writes)
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

    /// As many writes in each batch as a request may have, by their number and by the bytes of their JSON.
    static func batches(_ writes: [BatchWrite]) -> [[BatchWrite]] {
        var batches: [[BatchWrite]] = []
        var room = 0
        for write in writes {
            let bytes = sentBytes(write.attributes)
            if let last = batches.indices.last, batches[last].count < DynamoLimits.batchWriteRequests, bytes <= room {
                batches[last].append(write)
            } else {
                batches.append([write])
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

    private func outcome(of batch: [BatchWrite]) async -> TransferError? {
        do throws(TransferError) {
            try await write(batch: batch)
            onPut(batch.count)
            return nil
        } catch {
            return error
        }
    }

    private func write(batch: [BatchWrite]) async throws(TransferError) {
        try await limiter?.take(batch.count)
        var rest = [table.name: batch]
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

    /// Does one write, for finding the one that a batch was refused for.
    /// - Returns: the table's reason for refusing it; nil when it was done.
    func refusal(of write: BatchWrite) async throws(TransferError) -> String? {
        var patience = Patience(table: table.title)
        do throws(TransferError) {
            _ = try await patience.run { () async throws(DynamoDBError) in
                switch write {
                case .put(let item):
                    _ = try await table.db.putItem(PutItemRequest(tableName: table.name, item: item))
                case .delete(let key):
                    _ = try await table.db.deleteItem(DeleteItemRequest(tableName: table.name, key: key))
                }
            }
            return nil
        } catch {
            guard case .table(_, let reason) = error, reason.code == .validation else { throw error }
            return reason.message
        }
    }
}

extension BatchWrite {
    /// What is sent of it: the item, or its key.
    fileprivate var attributes: Item {
        switch self {
        case .put(let item): item
        case .delete(let key): key
        }
    }
}
