import DynamoModel
import DynamoWire

// Batches: what was left unprocessed is asked for again, with pauses, as long as the call has time.
extension RemoteTable {
    /// Reads a batch. Keys that are left when the time is up, or that did not fit into 16 MB, come back.
    public func batchGetItem(_ request: BatchGetItemRequest) async throws(DynamoDBError) -> BatchGetItemResponse {
        let deadline = surroundings.monotonic() + options.deadline
        var result = try await batchGet(request, until: deadline)
        var round = 0
        while !result.unprocessedKeys.isEmpty {
            let (keys, rest) = Self.split(result.unprocessedKeys, first: Self.room(in: result))
            round += 1
            guard !keys.isEmpty, await pause(round, until: deadline) else { break }
            var next = request
            next.requestItems = keys
            // Each read stands on its own: what was read stays read when a later round fails.
            guard let answer = try? await batchGet(next, until: deadline, isFurtherRound: true) else { break }
            result.add(answer, besides: rest)
        }
        return result
    }

    private func batchGet(
        _ request: BatchGetItemRequest, until deadline: Duration, isFurtherRound: Bool = false
    ) async throws(DynamoDBError) -> BatchGetItemResponse {
        let answer = try await call(.batchGetItem(request), until: deadline, isFurtherRound: isFurtherRound)
        guard case .batchGetItem(let answer) = answer else { throw .otherAnswer }
        return answer
    }

    /// Writes a batch. Writes that are left when the time is up come back.
    ///
    /// - Throws: after the first round only when the outcome of a write is unknown: what was certainly not done comes
    ///   back as unprocessed.
    public func batchWriteItem(_ request: BatchWriteItemRequest) async throws(DynamoDBError) -> BatchWriteItemResponse {
        let deadline = surroundings.monotonic() + options.deadline
        var result = try await batchWrite(request, until: deadline)
        var round = 0
        while !result.unprocessedItems.isEmpty {
            round += 1
            guard await pause(round, until: deadline) else { break }
            var next = request
            next.requestItems = result.unprocessedItems
            do throws(DynamoDBError) {
                result.add(try await batchWrite(next, until: deadline, isFurtherRound: true))
            } catch {
                guard error.code.outcomeIsKnown else { throw error }
                break
            }
        }
        return result
    }

    private func batchWrite(
        _ request: BatchWriteItemRequest, until deadline: Duration, isFurtherRound: Bool = false
    ) async throws(DynamoDBError) -> BatchWriteItemResponse {
        let answer = try await call(.batchWriteItem(request), until: deadline, isFurtherRound: isFurtherRound)
        guard case .batchWriteItem(let answer) = answer else { throw .otherAnswer }
        return answer
    }

    /// Waits before a round of what was left. False when there is no time, or no budget, for another.
    private func pause(_ round: Int, until deadline: Duration) async -> Bool {
        let pause = pauses.pause(before: round, random: surroundings.random(), atLeast: nil)
        guard round < options.maximumAttempts, surroundings.monotonic() + pause < deadline, !Task.isCancelled,
            budget.take(RetryBudget.cost)
        else { return false }
        await surroundings.sleep(pause)
        return true
    }

    /// How many more items fit into an answer for certain.
    private static func room(in answer: BatchGetItemResponse) -> Int {
        let size = answer.responses.values.joined().reduce(0) { $0 + $1.itemSize }
        return max(0, DynamoLimits.batchGetSize - size) / DynamoLimits.itemSize
    }

    /// The first keys, and the others.
    private static func split(
        _ tables: [String: KeysAndAttributes], first count: Int
    ) -> (first: [String: KeysAndAttributes], rest: [String: KeysAndAttributes]) {
        var (first, rest) = ([String: KeysAndAttributes](), [String: KeysAndAttributes]())
        var room = count
        for (name, table) in tables {
            var (head, tail) = (table, table)
            head.keys = Array(table.keys.prefix(room))
            tail.keys = Array(table.keys.dropFirst(room))
            room -= head.keys.count
            if !head.keys.isEmpty { first[name] = head }
            if !tail.keys.isEmpty { rest[name] = tail }
        }
        return (first, rest)
    }
}

extension BatchGetItemResponse {
    /// Adds the answer of a further round, for which `rest` was not asked.
    fileprivate mutating func add(_ next: BatchGetItemResponse, besides rest: [String: KeysAndAttributes]) {
        for (name, items) in next.responses { responses[name, default: []] += items }
        unprocessedKeys = next.unprocessedKeys.merging(rest) { left, right in
            var both = left
            both.keys += right.keys
            return both
        }
        consumedCapacity = consumedCapacity.adding(next.consumedCapacity)
    }
}

extension BatchWriteItemResponse {
    /// Adds the answer of a further round.
    fileprivate mutating func add(_ next: BatchWriteItemResponse) {
        unprocessedItems = next.unprocessedItems
        consumedCapacity = consumedCapacity.adding(next.consumedCapacity)
        if let metrics = next.itemCollectionMetrics {
            itemCollectionMetrics = (itemCollectionMetrics ?? [:]).merging(metrics) { $0 + $1 }
        }
    }
}

extension [ConsumedCapacity]? {
    /// The sum, table by table.
    fileprivate func adding(_ others: [ConsumedCapacity]?) -> [ConsumedCapacity]? {
        guard var sum = self else { return others }
        for other in others ?? [] {
            guard let index = sum.firstIndex(where: { $0.tableName == other.tableName }) else {
                sum.append(other)
                continue
            }
            sum[index].table = sum[index].table + other.table
            sum[index].localIndexes.merge(other.localIndexes) { $0 + $1 }
            sum[index].globalIndexes.merge(other.globalIndexes) { $0 + $1 }
        }
        return sum
    }
}
