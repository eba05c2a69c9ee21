import DynamoModel

/// Puts items 25 at a time, several such batches at once, and what was not processed again.
struct BatchWriter: Sendable {
    private static let batchesAtOnce = 8

    let table: TransferTable
    let limiter: RateLimiter?

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

    private static func batches(_ items: [Item]) -> [[Item]] {
        stride(from: 0, to: items.count, by: DynamoLimits.batchWriteRequests).map {
            Array(items[$0..<min($0 + DynamoLimits.batchWriteRequests, items.count)])
        }
    }

    private func outcome(of batch: [Item]) async -> TransferError? {
        do throws(TransferError) {
            try await put(batch: batch)
            return nil
        } catch {
            return error
        }
    }

    private func put(batch: [Item]) async throws(TransferError) {
        try await limiter?.take(batch.count)
        var rest = [table.name: batch.map { BatchWrite.put(item: $0) }]
        var patience = Patience(table: table.name)
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
        var patience = Patience(table: table.name)
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
