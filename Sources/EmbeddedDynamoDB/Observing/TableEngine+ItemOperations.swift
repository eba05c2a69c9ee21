import DynamoExpressions
import DynamoModel
import TableStore

// The operations of the protocol on items: each is carried out, and reported to the observer.

extension TableEngine {
    /// Reads one item; see ``DynamoDB/getItem(_:)``.
    public func getItem(_ request: GetItemRequest) async throws(DynamoDBError) -> GetItemResponse {
        guard instruments != nil else { return try await carryOut(request) }
        return try await reported(
            "GetItem", request, request.tableName, uses: { () throws(EngineFault) in try self.uses(of: request) }
        ) { (asked) async throws(DynamoDBError) in
            try await carryOut(asked)
        } work: { answer in
            ObservedWork(answer.consumedCapacity, answer.item.map { [$0] } ?? [], answer.wireItem)
        }
    }

    /// Puts an item; see ``DynamoDB/putItem(_:)``.
    public func putItem(_ request: PutItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        guard instruments != nil else { return try await carryOut(request) }
        let note = WriteNote()
        return try await reported(
            "PutItem", request, request.tableName, uses: { () throws(EngineFault) in try self.uses(of: request) },
            note: note
        ) { (asked) async throws(DynamoDBError) in
            try await carryOut(asked, note)
        } work: { answer in
            ObservedWork([answer.consumedCapacity], items: 1, bytes: note.bytes)
        }
    }

    /// Changes an item; see ``DynamoDB/updateItem(_:)``.
    public func updateItem(_ request: UpdateItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        guard instruments != nil else { return try await carryOut(request) }
        let note = WriteNote()
        return try await reported(
            "UpdateItem", request, request.tableName, uses: { () throws(EngineFault) in try self.uses(of: request) },
            note: note
        ) { (asked) async throws(DynamoDBError) in
            try await carryOut(asked, note)
        } work: { answer in
            ObservedWork([answer.consumedCapacity], items: 1, bytes: note.bytes)
        }
    }

    /// Removes an item; see ``DynamoDB/deleteItem(_:)``.
    public func deleteItem(_ request: DeleteItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        guard instruments != nil else { return try await carryOut(request) }
        let note = WriteNote()
        return try await reported(
            "DeleteItem", request, request.tableName, uses: { () throws(EngineFault) in try self.uses(of: request) },
            note: note
        ) { (asked) async throws(DynamoDBError) in
            try await carryOut(asked, note)
        } work: { answer in
            ObservedWork([answer.consumedCapacity], items: 1, bytes: note.bytes)
        }
    }

    /// Reads items of one partition; see ``DynamoDB/query(_:)``.
    public func query(_ request: QueryRequest) async throws(DynamoDBError) -> PageResponse {
        guard instruments != nil else { return try await carryOut(request) }
        return try await reported(
            "Query", request, request.tableName, request.indexName,
            uses: { () throws(EngineFault) in try self.uses(of: request) }
        ) { (asked) async throws(DynamoDBError) in
            try await carryOut(asked)
        } work: { answer in
            ObservedWork(answer.consumedCapacity, answer.items, answer.wireItems)
        }
    }

    /// Reads a table, an index or a segment; see ``DynamoDB/scan(_:)``.
    public func scan(_ request: ScanRequest) async throws(DynamoDBError) -> PageResponse {
        guard instruments != nil else { return try await carryOut(request) }
        return try await reported(
            "Scan", request, request.tableName, request.indexName,
            uses: { () throws(EngineFault) in try self.uses(of: request) }
        ) { (asked) async throws(DynamoDBError) in
            try await carryOut(asked)
        } work: { answer in
            ObservedWork(answer.consumedCapacity, answer.items, answer.wireItems)
        }
    }

    /// Reads several items; see ``DynamoDB/batchGetItem(_:)``.
    public func batchGetItem(_ request: BatchGetItemRequest) async throws(DynamoDBError) -> BatchGetItemResponse {
        guard instruments != nil else { return try await carryOut(request) }
        return try await reported(
            "BatchGetItem", request, request.onlyTable, tables: { Array(request.requestItems.keys) }
        ) { (asked) async throws(DynamoDBError) in
            try await limited(asked)
        } work: { answer in
            ObservedWork(answer.consumedCapacity ?? [], answer.responses.values.flatMap(\.self))
        }
    }

    /// Puts and removes several items; see ``DynamoDB/batchWriteItem(_:)``.
    public func batchWriteItem(_ request: BatchWriteItemRequest) async throws(DynamoDBError) -> BatchWriteItemResponse {
        guard instruments != nil else { return try await carryOut(request) }
        let note = WriteNote()
        return try await reported(
            "BatchWriteItem", request, request.onlyTable, tables: { Array(request.requestItems.keys) }
        ) { (asked) async throws(DynamoDBError) in
            try await limited(asked, note)
        } work: { answer in
            let asked = request.requestItems.values.reduce(0) { $0 + $1.count }
            let left = answer.unprocessedItems.values.reduce(0) { $0 + $1.count }
            return ObservedWork(answer.consumedCapacity ?? [], items: asked - left, bytes: note.bytes)
        }
    }

    /// Reads several items at one moment; see ``DynamoDB/transactGetItems(_:)``.
    public func transactGetItems(_ request: TransactGetItemsRequest) async throws(DynamoDBError)
        -> TransactGetItemsResponse
    {
        guard instruments != nil else { return try await carryOut(request) }
        return try await reported(
            "TransactGetItems", request, nil, tables: { request.transactItems.map(\.tableName) }, isTransaction: true,
            uses: { () throws(EngineFault) in try self.uses(of: request) }
        ) { (asked) async throws(DynamoDBError) in
            try await carryOut(asked)
        } work: { answer in
            ObservedWork(answer.consumedCapacity ?? [], answer.items.compactMap(\.self))
        }
    }

    /// Carries out a write transaction; see ``DynamoDB/transactWriteItems(_:)``.
    public func transactWriteItems(_ request: TransactWriteItemsRequest) async throws(DynamoDBError)
        -> TransactWriteItemsResponse
    {
        guard instruments != nil else { return try await carryOut(request) }
        let note = WriteNote()
        return try await reported(
            "TransactWriteItems", request, nil, tables: { request.transactItems.map(\.tableName) }, isTransaction: true,
            uses: { () throws(EngineFault) in try self.uses(of: request) }, note: note
        ) { (asked) async throws(DynamoDBError) in
            try await carryOut(asked, note)
        } work: { answer in
            ObservedWork(answer.consumedCapacity ?? [], items: request.transactItems.count, bytes: note.bytes)
        }
    }

    /// Carries out a statement; see ``DynamoDB/executeStatement(_:)``.
    public func executeStatement(_ request: ExecuteStatementRequest) async throws(DynamoDBError)
        -> ExecuteStatementResponse
    {
        guard instruments != nil else { return try await carryOut(request) }
        let note = WriteNote()
        return try await reported(
            "ExecuteStatement", request, nil, tables: { Self.table(ofStatement: request.statement).map { [$0] } ?? [] },
            uses: { () throws(EngineFault) in try self.uses(of: request) }, note: note
        ) { (asked) async throws(DynamoDBError) in
            try await carryOut(asked, note)
        } work: { answer in
            ObservedWork([answer.consumedCapacity], answer.items)
        }
    }

    /// Carries out statements, each on its own; see ``DynamoDB/batchExecuteStatement(_:)``.
    public func batchExecuteStatement(_ request: BatchExecuteStatementRequest) async throws(DynamoDBError)
        -> BatchExecuteStatementResponse
    {
        guard instruments != nil else { return try await carryOut(request) }
        return try await reported(
            "BatchExecuteStatement", request, nil,
            tables: { request.statements.compactMap { Self.table(ofStatement: $0.statement) } }
        ) { (asked) async throws(DynamoDBError) in
            try await limited(asked)
        } work: { answer in
            var work = ObservedWork(answer.consumedCapacity ?? [], answer.responses.compactMap(\.item))
            work.refusedParts = answer.responses.compactMap(\.refusedPart)
            return work
        }
    }

    /// Carries out statements, all or none; see ``DynamoDB/executeTransaction(_:)``.
    public func executeTransaction(_ request: ExecuteTransactionRequest) async throws(DynamoDBError)
        -> ExecuteTransactionResponse
    {
        guard instruments != nil else { return try await carryOut(request) }
        let note = WriteNote()
        return try await reported(
            "ExecuteTransaction", request, nil,
            tables: { request.transactStatements.map { Self.table(ofStatement: $0.statement) ?? "" } },
            isTransaction: true,
            uses: { () throws(EngineFault) in try self.uses(of: request) }, note: note
        ) { (asked) async throws(DynamoDBError) in
            try await carryOut(asked, note)
        } work: { answer in
            ObservedWork(answer.consumedCapacity ?? [], answer.items.compactMap(\.self))
        }
    }
}

extension TableEngine {
    /// Carries out a request and reports it: with what it took, whether or not the caller asked for that.
    ///
    /// - Parameters: those of `observed`, and the request.
    @inline(__always)
    private func reported<Request: CapacityAsking, Answer: CapacityAnswering>(
        _ operation: StaticString, _ request: Request, _ tableName: String?, _ indexName: String? = nil,
        tables: () -> [String] = { [] }, isTransaction: Bool = false,
        uses: (() throws(EngineFault) -> [ThroughputUse])? = nil, note: WriteNote? = nil,
        _ body: (Request) async throws(DynamoDBError) -> Answer, work: (Answer) -> ObservedWork
    ) async throws(DynamoDBError) -> Answer {
        var asked = request
        if asked.returnConsumedCapacity == .none { asked.returnConsumedCapacity = .total }
        var answer = try await observed(
            operation, tableName, indexName, tables: tables, isTransaction: isTransaction, uses: uses, note: note,
            { () async throws(DynamoDBError) in try await body(asked) }, work: work)
        if request.returnConsumedCapacity == .none { answer.consumedCapacity = nil }
        return answer
    }

    /// The table that a statement names; nil when the text is not a statement. The parsed statement is kept.
    fileprivate static func table(ofStatement text: String) -> String? {
        (try? StatementCache.shared.parsed(text))?.source.table
    }
}

extension BatchStatementResponse {
    /// The statement as one that was refused because of the data of its table.
    fileprivate var refusedPart: RefusedPart? {
        guard let table = tableName, let error, let reason = CancellationReason.Code(rawValue: error.code) else {
            return nil
        }
        return RefusedPart(tableName: table, reason: reason)
    }
}

/// A request that can ask for what it takes.
private protocol CapacityAsking {
    var returnConsumedCapacity: ReturnConsumedCapacity { get set }
}

extension GetItemRequest: CapacityAsking {}
extension PutItemRequest: CapacityAsking {}
extension UpdateItemRequest: CapacityAsking {}
extension DeleteItemRequest: CapacityAsking {}
extension QueryRequest: CapacityAsking {}
extension ScanRequest: CapacityAsking {}
extension BatchGetItemRequest: CapacityAsking {}
extension BatchWriteItemRequest: CapacityAsking {}
extension TransactGetItemsRequest: CapacityAsking {}
extension TransactWriteItemsRequest: CapacityAsking {}
extension ExecuteStatementRequest: CapacityAsking {}
extension BatchExecuteStatementRequest: CapacityAsking {}
extension ExecuteTransactionRequest: CapacityAsking {}

/// An answer that can say what it took.
private protocol CapacityAnswering {
    associatedtype Capacity
    var consumedCapacity: Capacity? { get set }
}

extension GetItemResponse: CapacityAnswering {}
extension WriteItemResponse: CapacityAnswering {}
extension PageResponse: CapacityAnswering {}
extension BatchGetItemResponse: CapacityAnswering {}
extension BatchWriteItemResponse: CapacityAnswering {}
extension TransactGetItemsResponse: CapacityAnswering {}
extension TransactWriteItemsResponse: CapacityAnswering {}
extension ExecuteStatementResponse: CapacityAnswering {}
extension BatchExecuteStatementResponse: CapacityAnswering {}
extension ExecuteTransactionResponse: CapacityAnswering {}

extension BatchGetItemRequest {
    fileprivate var onlyTable: String? { requestItems.count == 1 ? requestItems.first?.key : nil }
}

extension BatchWriteItemRequest {
    fileprivate var onlyTable: String? { requestItems.count == 1 ? requestItems.first?.key : nil }
}
