import DynamoModel
import Lexi
import Synchronization

/// Hands every call on to a table, and notes what the service must never do: a scan, a filter, a single write, a
/// statement, and reads, batches and transactions that no access pattern declares. It also adds up the units that were
/// consumed.
public final class RecordingTable: DynamoDB {
    /// What was noted.
    public struct Notes: Sendable {
        /// What the service must never do.
        public internal(set) var faults: [String] = []
        /// The units of all calls.
        public internal(set) var units = CapacityUnits()
        /// The same, for the table (under its name) and each index (under its own).
        public internal(set) var unitsByPlace: [String: CapacityUnits] = [:]
        /// The calls in their order.
        public internal(set) var calls: [String] = []
        /// What IAM would have been asked for.
        public internal(set) var permissions: Set<Permission> = []
        /// Errors that the next calls of an operation throw before the table sees them.
        var injected: [String: [DynamoDBError?]] = [:]
        /// What is run before the calls of an operation.
        var hooks: [String: @Sendable () -> Void] = [:]
        /// How many keys of a batch are read at most; the others come back unprocessed.
        var batchLimit: Int?
    }

    /// What IAM must allow for a call.
    public struct Permission: Sendable, Hashable {
        /// The action, without the service's prefix.
        public let action: String
        /// The index; nil for the table.
        public let index: String?
        /// Whether it is asked for as part of a transaction.
        public let isTransactional: Bool

        /// A permission.
        public init(_ action: String, index: String? = nil, isTransactional: Bool = false) {
            self.action = action
            self.index = index
            self.isTransactional = isTransactional
        }
    }

    /// The table that carries the calls out.
    public let table: any DynamoDB
    private let state = Mutex(Notes())

    /// Notes of a table.
    public init(_ table: any DynamoDB) { self.table = table }

    /// What was noted so far.
    public var notes: Notes { state.withLock { $0 } }
    /// Forgets everything but faults.
    public func reset() {
        state.withLock {
            $0.units = CapacityUnits()
            $0.unitsByPlace = [:]
            $0.permissions = []
            $0.calls = []
        }
    }

    /// Makes the next calls of an operation fail, as a busy or broken table does.
    public func fail(_ call: String, _ error: DynamoDBError, times: Int = 1) {
        state.withLock { $0.injected[call, default: []] += [DynamoDBError?](repeating: error, count: times) }
    }

    /// Lets so many calls of an operation through, and makes further ones fail: all, or so many.
    public func fail(_ call: String, _ error: DynamoDBError, after count: Int, times: Int = 1_000) {
        state.withLock {
            $0.injected[call] =
                [DynamoDBError?](repeating: nil, count: count) + [DynamoDBError?](repeating: error, count: times)
        }
    }

    /// Takes back all failures that were not thrown yet.
    public func recover() { state.withLock { $0.injected = [:] } }

    /// Lets batches read so many keys at a time.
    public func limitBatches(to count: Int) { state.withLock { $0.batchLimit = count } }

    /// Runs something before each call of an operation, on the thread that makes the call.
    public func before(_ call: String, _ hook: @escaping @Sendable () -> Void) {
        state.withLock { $0.hooks[call] = hook }
    }

    private func failIfTold(_ call: String) throws(DynamoDBError) {
        state.withLock { $0.hooks[call] }?()
        let error = state.withLock { state -> DynamoDBError? in
            guard let errors = state.injected[call], let first = errors.first else { return nil }
            state.injected[call] = Array(errors.dropFirst())
            return first
        }
        if let error { throw error }
    }

    private func note(
        _ call: String, _ consumed: [ConsumedCapacity], _ permissions: [Permission], fault: String? = nil
    ) {
        state.withLock {
            $0.calls.append(call)
            $0.permissions.formUnion(permissions)
            for capacity in consumed {
                $0.units = $0.units + capacity.total
                let places = capacity.globalIndexes.merging(capacity.localIndexes) { $0 + $1 }
                $0.unitsByPlace[capacity.tableName] =
                    ($0.unitsByPlace[capacity.tableName] ?? CapacityUnits()) + capacity.table
                for (place, units) in places {
                    $0.unitsByPlace[place] = ($0.unitsByPlace[place] ?? CapacityUnits()) + units
                }
            }
            if let fault { $0.faults.append(fault) }
        }
    }

    private func cut(_ request: inout BatchGetItemRequest) -> [String: KeysAndAttributes]? {
        guard let limit = notes.batchLimit else { return nil }
        var rest: [String: KeysAndAttributes] = [:]
        for (name, wanted) in request.requestItems where wanted.keys.count > limit {
            request.requestItems[name]?.keys = Array(wanted.keys[..<limit])
            rest[name] = KeysAndAttributes(
                keys: Array(wanted.keys[limit...]), consistentRead: wanted.consistentRead)
        }
        return rest
    }

    private static func permission(_ write: TransactWrite) -> Permission {
        switch write.action {
        case .put: Permission("PutItem", isTransactional: true)
        case .update: Permission("UpdateItem", isTransactional: true)
        case .delete: Permission("DeleteItem", isTransactional: true)
        case .conditionCheck: Permission("ConditionCheckItem", isTransactional: true)
        }
    }

    private func judge(_ request: QueryRequest) -> String? {
        if request.filterExpression != nil { return "A query filters: \(request)" }
        return fault(AccessPatterns.declaring(request), request)
    }

    private func fault(_ pattern: AccessPattern?, _ request: some Sendable) -> String? {
        pattern == nil ? "No pattern declares \(request)" : nil
    }

    // MARK: The operations

    /// Reads, judges and notes it.
    public func getItem(_ request: GetItemRequest) async throws(DynamoDBError) -> GetItemResponse {
        var request = request
        request.returnConsumedCapacity = .indexes
        try failIfTold("getItem")
        let response = try await table.getItem(request)
        note(
            "getItem", [response.consumedCapacity].compactMap { $0 }, [Permission("GetItem")],
            fault: fault(AccessPatterns.declaring(request), request))
        return response
    }

    /// Writes, and notes it as a fault: what belongs together is written in transactions.
    public func putItem(_ request: PutItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        var request = request
        request.returnConsumedCapacity = .indexes
        let response = try await table.putItem(request)
        note(
            "putItem", [response.consumedCapacity].compactMap { $0 }, [Permission("PutItem")],
            fault: "A single write: \(request)")
        return response
    }

    /// Writes, and notes it as a fault: what belongs together is written in transactions.
    public func updateItem(_ request: UpdateItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        var request = request
        request.returnConsumedCapacity = .indexes
        let response = try await table.updateItem(request)
        note(
            "updateItem", [response.consumedCapacity].compactMap { $0 }, [Permission("UpdateItem")],
            fault: "A single write: \(request)")
        return response
    }

    /// Writes, and notes it as a fault: what belongs together is written in transactions.
    public func deleteItem(_ request: DeleteItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        var request = request
        request.returnConsumedCapacity = .indexes
        let response = try await table.deleteItem(request)
        note(
            "deleteItem", [response.consumedCapacity].compactMap { $0 }, [Permission("DeleteItem")],
            fault: "A single write: \(request)")
        return response
    }

    /// Reads, judges and notes it.
    public func query(_ request: QueryRequest) async throws(DynamoDBError) -> PageResponse {
        var request = request
        request.returnConsumedCapacity = .indexes
        try failIfTold("query")
        let response = try await table.query(request)
        note(
            "query", [response.consumedCapacity].compactMap { $0 }, [Permission("Query", index: request.indexName)],
            fault: judge(request))
        return response
    }

    /// Reads, and notes it as a fault.
    public func scan(_ request: ScanRequest) async throws(DynamoDBError) -> PageResponse {
        var request = request
        request.returnConsumedCapacity = .indexes
        let response = try await table.scan(request)
        note(
            "scan", [response.consumedCapacity].compactMap { $0 }, [Permission("Scan", index: request.indexName)],
            fault: "A scan")
        return response
    }

    /// Reads, judges and notes it.
    public func batchGetItem(_ request: BatchGetItemRequest) async throws(DynamoDBError) -> BatchGetItemResponse {
        var request = request
        request.returnConsumedCapacity = .indexes
        try failIfTold("batchGetItem")
        let rest = cut(&request)
        var response = try await table.batchGetItem(request)
        if let rest { response.unprocessedKeys = rest }
        note(
            "batchGetItem", response.consumedCapacity ?? [], [Permission("BatchGetItem")],
            fault: fault(AccessPatterns.declaring(request), request))
        return response
    }

    /// Writes, judges and notes it.
    public func batchWriteItem(_ request: BatchWriteItemRequest) async throws(DynamoDBError) -> BatchWriteItemResponse {
        var request = request
        request.returnConsumedCapacity = .indexes
        try failIfTold("batchWriteItem")
        let response = try await table.batchWriteItem(request)
        note(
            "batchWriteItem", response.consumedCapacity ?? [], [Permission("BatchWriteItem")],
            fault: fault(AccessPatterns.declaring(request), request))
        return response
    }

    /// Reads, and notes it as a fault.
    public func transactGetItems(_ request: TransactGetItemsRequest) async throws(DynamoDBError)
        -> TransactGetItemsResponse
    {
        var request = request
        request.returnConsumedCapacity = .indexes
        let response = try await table.transactGetItems(request)
        note(
            "transactGetItems", response.consumedCapacity ?? [], [Permission("GetItem", isTransactional: true)],
            fault: "A transaction of reads: \(request)")
        return response
    }

    /// Writes, judges and notes it.
    public func transactWriteItems(_ request: TransactWriteItemsRequest) async throws(DynamoDBError)
        -> TransactWriteItemsResponse
    {
        var request = request
        request.returnConsumedCapacity = .indexes
        try failIfTold("transactWriteItems")
        let response = try await table.transactWriteItems(request)
        note(
            "transactWriteItems \(request.transactItems.count)", response.consumedCapacity ?? [],
            request.transactItems.map(Self.permission), fault: fault(AccessPatterns.declaring(request), request))
        return response
    }

    /// Notes it as a fault and hands on.
    public func executeStatement(_ request: ExecuteStatementRequest) async throws(DynamoDBError)
        -> ExecuteStatementResponse
    {
        note("executeStatement", [], [], fault: "A statement: \(request)")
        return try await table.executeStatement(request)
    }

    /// Notes it as a fault and hands on.
    public func batchExecuteStatement(_ request: BatchExecuteStatementRequest) async throws(DynamoDBError)
        -> BatchExecuteStatementResponse
    {
        note("batchExecuteStatement", [], [], fault: "A statement: \(request)")
        return try await table.batchExecuteStatement(request)
    }

    /// Notes it as a fault and hands on.
    public func executeTransaction(_ request: ExecuteTransactionRequest) async throws(DynamoDBError)
        -> ExecuteTransactionResponse
    {
        note("executeTransaction", [], [], fault: "A statement: \(request)")
        return try await table.executeTransaction(request)
    }

    /// Hands on.
    public func createTable(_ request: CreateTableRequest) async throws(DynamoDBError) -> TableDescription {
        try await table.createTable(request)
    }

    /// Notes it and hands on.
    public func describeTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        _ = state.withLock { $0.permissions.insert(Permission("DescribeTable")) }
        return try await table.describeTable(tableName: tableName)
    }

    /// Hands on.
    public func updateTable(_ request: UpdateTableRequest) async throws(DynamoDBError) -> TableDescription {
        try await table.updateTable(request)
    }

    /// Hands on.
    public func deleteTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        try await table.deleteTable(tableName: tableName)
    }

    /// Hands on.
    public func listTables(exclusiveStartTableName: String?, limit: Int?) async throws(DynamoDBError)
        -> ListTablesResponse
    {
        try await table.listTables(exclusiveStartTableName: exclusiveStartTableName, limit: limit)
    }

    /// Hands on.
    public func updateTimeToLive(tableName: String, _ timeToLive: TimeToLive) async throws(DynamoDBError) -> TimeToLive
    {
        try await table.updateTimeToLive(tableName: tableName, timeToLive)
    }

    /// Notes it and hands on.
    public func describeTimeToLive(tableName: String) async throws(DynamoDBError) -> TimeToLive {
        _ = state.withLock { $0.permissions.insert(Permission("DescribeTimeToLive")) }
        return try await table.describeTimeToLive(tableName: tableName)
    }

    /// Hands on.
    public func tagResource(arn: String, tags: [Tag]) async throws(DynamoDBError) {
        try await table.tagResource(arn: arn, tags: tags)
    }

    /// Hands on.
    public func untagResource(arn: String, tagKeys: [String]) async throws(DynamoDBError) {
        try await table.untagResource(arn: arn, tagKeys: tagKeys)
    }

    /// Hands on.
    public func listTagsOfResource(arn: String) async throws(DynamoDBError) -> [Tag] {
        try await table.listTagsOfResource(arn: arn)
    }
}
