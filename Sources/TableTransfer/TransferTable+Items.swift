import DynamoModel
import ItemFiles

// Items one by one, for a command that makes others of them.
extension TransferTable {
    /// Hands over every item of the table, read by consistent reads, until `take` returns false.
    public func forEachItem(
        _ meter: TransferMeter, _ take: (Item) -> Bool
    ) async throws(TransferError) {
        _ = try await activeDescription()
        var request = ScanRequest(tableName: name, consistentRead: true)
        var patience = Patience(table: title)
        while true {
            guard !Task.isCancelled else { throw .stopped }
            let page = try await patience.run { [request] () async throws(DynamoDBError) in
                try await db.scan(request)
            }
            patience.progress()
            for item in page.items where !take(item) { return }
            meter.add(page.items.count)
            guard let last = page.lastEvaluatedKey else { return }
            request.exclusiveStartKey = last
        }
    }

    /// The items of these keys that are there, by consistent reads.
    ///
    /// - Parameter keys: distinct ones.
    public func items(_ keys: [Item]) async throws(TransferError) -> [Item] {
        var items: [Item] = []
        for start in stride(from: 0, to: keys.count, by: DynamoLimits.batchGetKeys) {
            let part = Array(keys[start..<min(start + DynamoLimits.batchGetKeys, keys.count)])
            var wanted = [name: KeysAndAttributes(keys: part, consistentRead: true)]
            var patience = Patience(table: title)
            while !wanted.isEmpty {
                let answer = try await patience.run { [wanted] () async throws(DynamoDBError) in
                    try await db.batchGetItem(BatchGetItemRequest(requestItems: wanted))
                }
                items += answer.responses[name] ?? []
                wanted = answer.unprocessedKeys
                if !wanted.isEmpty { try await patience.wait() }
            }
        }
        return items
    }

    /// Puts items with distinct keys, several batches at a time.
    ///
    /// - Throws: ``TransferError``; some of the items were put then, others not.
    public func put(_ items: [Item], limiter: RateLimiter?, _ meter: TransferMeter) async throws(TransferError) {
        try await BatchWriter(table: self, limiter: limiter) { meter.add($0) }.put(items)
    }
}

extension ImportFiles {
    /// Hands over every item of the files, until `take` returns false.
    ///
    /// - Throws: ``TransferError``: the first line that is no item ends it.
    public func forEachItem(_ meter: TransferMeter, _ take: (Item) -> Bool) async throws(TransferError) {
        for file in files {
            try file.checkDigest()
            let reader = try LineReader(file.path)
            var format = file.format
            while let line = try reader.next() {
                guard !Task.isCancelled else { throw .stopped }
                let known = format ?? ItemLine.format(of: line)
                format = known
                if ItemLine.isBlank(line, as: known) { continue }
                let item: Item
                do throws(ItemLine.Fault) { item = try ItemLine.item(line, as: known) } catch {
                    let bad = BadLine(file: reader.name, line: reader.number, reason: error.reason)
                    throw .badLines([bad], total: 1)
                }
                guard take(item) else { return }
                meter.add(1)
            }
        }
    }
}
