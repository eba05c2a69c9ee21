import DynamoModel

extension LexiTable {
    /// Carries out a transaction; when it is cancelled, returns the reasons in the order of its writes, otherwise nil.
    func transact(
        _ pattern: AccessPattern, _ writes: [TransactWrite]
    ) async throws(RepositoryError) -> [CancellationReason]? {
        do {
            _ = try await transactWriteItems(pattern, TransactWriteItemsRequest(transactItems: writes))
            return nil
        } catch  where error.code == .transactionCanceled && error.cancellationReasons.count == writes.count {
            return error.cancellationReasons
        } catch {
            throw RepositoryError(error)
        }
    }

    /// Removes items without conditions, in batches; after a failure the first ones may be removed.
    func delete(_ pattern: AccessPattern, _ keys: [ItemKey]) async throws(RepositoryError) {
        var start = 0
        while start < keys.count {
            let end = min(start + DynamoLimits.batchWriteRequests, keys.count)
            var rest = keys[start..<end].map { BatchWrite.delete(key: $0.item) }
            var attempt = 0
            while !rest.isEmpty {
                if attempt == Self.batchAttempts { throw .contention }
                if attempt > 0 { await backoff.wait(attempt) }
                attempt += 1
                let response: BatchWriteItemResponse
                do {
                    response = try await batchWriteItem(pattern, BatchWriteItemRequest(requestItems: [name: rest]))
                } catch { throw RepositoryError(error) }
                rest = response.unprocessedItems[name] ?? []
            }
            start = end
        }
    }
}
