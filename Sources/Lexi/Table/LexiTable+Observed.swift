import DynamoModel

// The calls of the executor. Nothing else in the repositories reaches the table.
extension LexiTable {
    func getItem(_ pattern: AccessPattern, _ request: GetItemRequest) async throws(DynamoDBError) -> GetItemResponse {
        trace(request)
        guard let observer else { return try await database.getItem(request) }
        var request = request
        let weight = ask(observer, pattern, .get, &request.returnConsumedCapacity)
        return try await observed(observer, pattern, .get, weight, { $0.consumedCapacity.map { [$0] } ?? [] }) {
            () async throws(DynamoDBError) in try await database.getItem(request)
        }
    }

    func query(_ pattern: AccessPattern, _ request: QueryRequest) async throws(DynamoDBError) -> PageResponse {
        let page = try await sent(pattern, request)
        trace(request, pattern.index, page)
        return page
    }

    private func sent(_ pattern: AccessPattern, _ request: QueryRequest) async throws(DynamoDBError) -> PageResponse {
        guard let observer else { return try await database.query(request) }
        var request = request
        let weight = ask(observer, pattern, pattern.operation, &request.returnConsumedCapacity)
        return try await observed(
            observer, pattern, pattern.operation, weight, { $0.consumedCapacity.map { [$0] } ?? [] }
        ) {
            () async throws(DynamoDBError) in try await database.query(request)
        }
    }

    func batchGetItem(
        _ pattern: AccessPattern, _ request: BatchGetItemRequest
    ) async throws(DynamoDBError) -> BatchGetItemResponse {
        trace(request)
        guard let observer else { return try await database.batchGetItem(request) }
        var request = request
        let weight = ask(observer, pattern, .batchGet, &request.returnConsumedCapacity)
        return try await observed(observer, pattern, .batchGet, weight, { $0.consumedCapacity ?? [] }) {
            () async throws(DynamoDBError) in try await database.batchGetItem(request)
        }
    }

    func batchWriteItem(
        _ pattern: AccessPattern, _ request: BatchWriteItemRequest
    ) async throws(DynamoDBError) -> BatchWriteItemResponse {
        traceWrite()
        guard let observer else { return try await database.batchWriteItem(request) }
        var request = request
        let weight = ask(observer, pattern, .batchDelete, &request.returnConsumedCapacity)
        return try await observed(observer, pattern, .batchDelete, weight, { $0.consumedCapacity ?? [] }) {
            () async throws(DynamoDBError) in try await database.batchWriteItem(request)
        }
    }

    func transactWriteItems(
        _ pattern: AccessPattern, _ request: TransactWriteItemsRequest
    ) async throws(DynamoDBError) -> TransactWriteItemsResponse {
        traceWrite()
        guard let observer else { return try await database.transactWriteItems(request) }
        var request = request
        let weight = ask(observer, pattern, .transaction, &request.returnConsumedCapacity)
        return try await observed(observer, pattern, .transaction, weight, { $0.consumedCapacity ?? [] }) {
            () async throws(DynamoDBError) in try await database.transactWriteItems(request)
        }
    }

    /// Lets a request ask for its units if they are wanted of this call.
    ///
    /// - Returns: for how many calls they count, see ``AccessObserver/weight(ofNext:_:)``.
    private func ask(
        _ observer: any AccessObserver, _ pattern: AccessPattern, _ operation: AccessPattern.Operation,
        _ capacity: inout ReturnConsumedCapacity
    ) -> Int {
        let weight = observer.weight(ofNext: pattern, operation)
        if weight > 0, capacity == .none { capacity = observer.consumedCapacity }
        return weight
    }

    private func observed<Response>(
        _ observer: any AccessObserver, _ pattern: AccessPattern, _ operation: AccessPattern.Operation,
        _ weight: Int, _ consumed: (Response) -> [ConsumedCapacity], _ call: () async throws(DynamoDBError) -> Response
    ) async throws(DynamoDBError) -> Response {
        let start = ContinuousClock.now
        let tally = RetryTally()
        let result = await RetryTally.$current.withValue(tally) { () async -> Result<Response, DynamoDBError> in
            do throws(DynamoDBError) { return .success(try await call()) } catch { return .failure(error) }
        }
        func end(_ error: DynamoDBError.Code?, _ consumed: [ConsumedCapacity]) {
            // A table that answers by itself, as an embedded one with too many writes waiting, says it with its error
            // alone.
            let throttles = max(tally.throttles, error?.isThrottle == true ? 1 : 0)
            observer.observe(
                AccessCall(
                    pattern: pattern, operation: operation, duration: start.duration(to: .now), error: error,
                    consumed: consumed, weight: weight, retries: tally.retries, throttles: throttles))
        }
        switch result {
        case .success(let response): end(nil, consumed(response))
        case .failure(let error): end(error.code, [])
        }
        return try result.get()
    }
}
