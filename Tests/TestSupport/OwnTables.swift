import DynamoModel
import Synchronization

/// A service elsewhere, of which a test sees no tables but its own: in truth their names begin with a text that no
/// other test has.
///
/// Many tests, runs and people can share one service so, and nobody's table is touched that has the name of a test's.
final class OwnTables: DynamoDB {
    private struct Names {
        /// The test's names by those of the service.
        var ours: [String: String] = [:]
        /// Tables that are to be removed at the end, by the names of the service.
        var made: Set<String> = []
    }

    private let service: any DynamoDB
    private let prefix: String
    private let names = Mutex(Names())

    /// - Parameter prefix: letters, digits, `-`, `_` and dots; different for each test.
    init(_ service: any DynamoDB, prefix: String) {
        self.service = service
        self.prefix = prefix
    }

    /// Removes every table that the test left.
    func removeTables() async throws {
        for name in names.withLock({ $0.made }) {
            try await waitFor("table \(name) to be removed") { [service] () -> Bool? in
                do throws(DynamoDBError) {
                    _ = try await service.deleteTable(tableName: name)
                    return true
                } catch {
                    switch error.code {
                    case .resourceNotFound: return true
                    // It is still being made, or another one is.
                    case .resourceInUse, .limitExceeded: return nil
                    case .validation:
                        _ = try await service.updateTable(
                            UpdateTableRequest(tableName: name, deletionProtectionEnabled: false))
                        return nil
                    default: throw error
                    }
                }
            }
        }
    }
}

// MARK: Names

extension OwnTables {
    /// The service's name of a table. What no name can be stays as it is, so that it is refused for what is wrong with
    /// it.
    private func theirs(_ name: String) -> String {
        let isName = (3...255).contains(name.utf8.count) && name.utf8.allSatisfy(Self.isNameByte)
        guard isName else { return name }
        let excess = max(0, prefix.utf8.count + name.utf8.count - 255)
        let theirs = prefix + name.dropFirst(excess)
        names.withLock { $0.ours[theirs] = name }
        return theirs
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// The test's name of a table.
    private func ours(_ name: String) -> String { names.withLock { $0.ours[name] } ?? name }

    /// The service's ARN of a table: that with its name there.
    private func theirs(arn: String) -> String {
        guard let slash = arn.lastIndex(of: "/") else { return arn }
        return arn[...slash] + theirs(String(arn[arn.index(after: slash)...]))
    }

    private func ours(_ table: TableDescription) -> TableDescription {
        var table = table
        let (theirs, ours) = ("table/\(table.tableName)", "table/\(ours(table.tableName))")
        table.tableName = self.ours(table.tableName)
        table.tableArn = table.tableArn.replacing(theirs, with: ours)
        for index in table.localSecondaryIndexes.indices {
            table.localSecondaryIndexes[index].indexArn.replace(theirs, with: ours)
        }
        for index in table.globalSecondaryIndexes.indices {
            table.globalSecondaryIndexes[index].indexArn.replace(theirs, with: ours)
        }
        return table
    }

    private func ours(_ capacity: ConsumedCapacity) -> ConsumedCapacity {
        var capacity = capacity
        capacity.tableName = ours(capacity.tableName)
        return capacity
    }

    private func theirs<Value>(_ tables: [String: Value]) -> [String: Value] {
        Dictionary(tables.map { (theirs($0), $1) }, uniquingKeysWith: { first, _ in first })
    }

    private func ours<Value>(_ tables: [String: Value]) -> [String: Value] {
        Dictionary(tables.map { (ours($0), $1) }, uniquingKeysWith: { first, _ in first })
    }

    private func ours(_ response: WriteItemResponse) -> WriteItemResponse {
        var response = response
        response.consumedCapacity = response.consumedCapacity.map(ours)
        return response
    }

    private func ours(_ response: PageResponse) -> PageResponse {
        var response = response
        response.consumedCapacity = response.consumedCapacity.map(ours)
        return response
    }
}

// MARK: Items

extension OwnTables {
    func getItem(_ request: GetItemRequest) async throws(DynamoDBError) -> GetItemResponse {
        var request = request
        request.tableName = theirs(request.tableName)
        var response = try await service.getItem(request)
        response.consumedCapacity = response.consumedCapacity.map(ours)
        return response
    }

    func putItem(_ request: PutItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        var request = request
        request.tableName = theirs(request.tableName)
        return ours(try await service.putItem(request))
    }

    func updateItem(_ request: UpdateItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        var request = request
        request.tableName = theirs(request.tableName)
        return ours(try await service.updateItem(request))
    }

    func deleteItem(_ request: DeleteItemRequest) async throws(DynamoDBError) -> WriteItemResponse {
        var request = request
        request.tableName = theirs(request.tableName)
        return ours(try await service.deleteItem(request))
    }

    func query(_ request: QueryRequest) async throws(DynamoDBError) -> PageResponse {
        var request = request
        request.tableName = theirs(request.tableName)
        return ours(try await service.query(request))
    }

    func scan(_ request: ScanRequest) async throws(DynamoDBError) -> PageResponse {
        var request = request
        request.tableName = theirs(request.tableName)
        return ours(try await service.scan(request))
    }

    func batchGetItem(_ request: BatchGetItemRequest) async throws(DynamoDBError) -> BatchGetItemResponse {
        var request = request
        request.requestItems = theirs(request.requestItems)
        var response = try await service.batchGetItem(request)
        response.responses = ours(response.responses)
        response.unprocessedKeys = ours(response.unprocessedKeys)
        response.consumedCapacity = response.consumedCapacity?.map(ours)
        return response
    }

    func batchWriteItem(_ request: BatchWriteItemRequest) async throws(DynamoDBError) -> BatchWriteItemResponse {
        var request = request
        request.requestItems = theirs(request.requestItems)
        var response = try await service.batchWriteItem(request)
        response.unprocessedItems = ours(response.unprocessedItems)
        response.itemCollectionMetrics = response.itemCollectionMetrics.map(ours)
        response.consumedCapacity = response.consumedCapacity?.map(ours)
        return response
    }

    func transactGetItems(_ request: TransactGetItemsRequest) async throws(DynamoDBError) -> TransactGetItemsResponse {
        var request = request
        for index in request.transactItems.indices {
            request.transactItems[index].tableName = theirs(request.transactItems[index].tableName)
        }
        var response = try await service.transactGetItems(request)
        response.consumedCapacity = response.consumedCapacity?.map(ours)
        return response
    }

    /// A statement with the service's names in place of ours, which stand in double quotes.
    private func theirs(statement: String) -> String {
        names.withLock { $0.ours }.reduce(statement) { $0.replacing("\"\($1.value)\"", with: "\"\($1.key)\"") }
    }

    func executeStatement(
        _ request: ExecuteStatementRequest
    ) async throws(DynamoDBError) -> ExecuteStatementResponse {
        var request = request
        request.statement = theirs(statement: request.statement)
        var response = try await service.executeStatement(request)
        response.consumedCapacity = response.consumedCapacity.map(ours)
        return response
    }

    func batchExecuteStatement(
        _ request: BatchExecuteStatementRequest
    ) async throws(DynamoDBError) -> BatchExecuteStatementResponse {
        var request = request
        for index in request.statements.indices {
            request.statements[index].statement = theirs(statement: request.statements[index].statement)
        }
        var response = try await service.batchExecuteStatement(request)
        response.consumedCapacity = response.consumedCapacity?.map(ours)
        for index in response.responses.indices {
            response.responses[index].tableName = response.responses[index].tableName.map(ours)
        }
        return response
    }

    func executeTransaction(
        _ request: ExecuteTransactionRequest
    ) async throws(DynamoDBError) -> ExecuteTransactionResponse {
        var request = request
        for index in request.transactStatements.indices {
            request.transactStatements[index].statement = theirs(statement: request.transactStatements[index].statement)
        }
        var response = try await service.executeTransaction(request)
        response.consumedCapacity = response.consumedCapacity?.map(ours)
        return response
    }

    func transactWriteItems(
        _ request: TransactWriteItemsRequest
    ) async throws(DynamoDBError) -> TransactWriteItemsResponse {
        var request = request
        for index in request.transactItems.indices {
            request.transactItems[index].tableName = theirs(request.transactItems[index].tableName)
        }
        var response = try await service.transactWriteItems(request)
        response.consumedCapacity = response.consumedCapacity?.map(ours)
        response.itemCollectionMetrics = response.itemCollectionMetrics.map(ours)
        return response
    }
}

// MARK: Tables

extension OwnTables {
    func createTable(_ request: CreateTableRequest) async throws(DynamoDBError) -> TableDescription {
        var request = request
        request.tableName = theirs(request.tableName)
        let table = try await service.createTable(request)
        names.withLock { _ = $0.made.insert(table.tableName) }
        return ours(table)
    }

    func describeTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        ours(try await service.describeTable(tableName: theirs(tableName)))
    }

    func updateTable(_ request: UpdateTableRequest) async throws(DynamoDBError) -> TableDescription {
        var request = request
        request.tableName = theirs(request.tableName)
        return ours(try await service.updateTable(request))
    }

    func deleteTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        ours(try await service.deleteTable(tableName: theirs(tableName)))
    }

    // The test's tables stand together in the order of names, after the text that they begin with.
    func listTables(exclusiveStartTableName: String?, limit: Int?) async throws(DynamoDBError) -> ListTablesResponse {
        let page = try await service.listTables(
            exclusiveStartTableName: exclusiveStartTableName.map { theirs($0) } ?? prefix, limit: limit)
        let own = page.tableNames.prefix { $0.hasPrefix(prefix) }
        let isWhole = own.count == page.tableNames.count
        return ListTablesResponse(
            tableNames: own.map(ours), lastEvaluatedTableName: isWhole ? page.lastEvaluatedTableName.map(ours) : nil)
    }

    func updateTimeToLive(tableName: String, _ timeToLive: TimeToLive) async throws(DynamoDBError) -> TimeToLive {
        try await service.updateTimeToLive(tableName: theirs(tableName), timeToLive)
    }

    func describeTimeToLive(tableName: String) async throws(DynamoDBError) -> TimeToLive {
        try await service.describeTimeToLive(tableName: theirs(tableName))
    }

    func tagResource(arn: String, tags: [Tag]) async throws(DynamoDBError) {
        try await service.tagResource(arn: theirs(arn: arn), tags: tags)
    }

    func untagResource(arn: String, tagKeys: [String]) async throws(DynamoDBError) {
        try await service.untagResource(arn: theirs(arn: arn), tagKeys: tagKeys)
    }

    func listTagsOfResource(arn: String) async throws(DynamoDBError) -> [Tag] {
        try await service.listTagsOfResource(arn: theirs(arn: arn))
    }
}
