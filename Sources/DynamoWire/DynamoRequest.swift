import DynamoModel
import JSONText

/// A request of any operation, as it goes over the wire.
public enum DynamoRequest: Sendable, Equatable {
    case batchExecuteStatement(BatchExecuteStatementRequest)
    case backup(BackupRequest)
    case batchGetItem(BatchGetItemRequest)
    case batchWriteItem(BatchWriteItemRequest)
    case createTable(CreateTableRequest)
    case deleteItem(DeleteItemRequest)
    case deleteTable(tableName: String)
    case describeEndpoints
    case describeLimits
    case describeTable(tableName: String)
    case describeTimeToLive(tableName: String)
    case executeStatement(ExecuteStatementRequest)
    case executeTransaction(ExecuteTransactionRequest)
    case feature(FeatureRead)
    case getItem(GetItemRequest)
    case oversight(OversightRequest)
    case listTables(exclusiveStartTableName: String?, limit: Int?)
    case listTagsOfResource(arn: String)
    case putItem(PutItemRequest)
    case query(QueryRequest)
    case scan(ScanRequest)
    case stream(StreamRequest)
    case tagResource(arn: String, tags: [Tag])
    case transfer(TransferRequest)
    case transactGetItems(TransactGetItemsRequest)
    case transactWriteItems(TransactWriteItemsRequest)
    case untagResource(arn: String, tagKeys: [String])
    case updateItem(UpdateItemRequest)
    case updateTable(UpdateTableRequest)
    case updateTimeToLive(tableName: String, TimeToLive)
}

extension DynamoRequest {
    /// How deep a request's JSON may be nested: attribute values of the deepest item, with room for the levels around
    /// it and for what is refused with DynamoDB's message on nesting.
    public static let jsonDepth = 256
    /// The largest request, in bytes.
    public static let maximumBytes = 16 * 1024 * 1024

    private static let limits = JSONLimits(maximumDepth: jsonDepth, maximumBytes: maximumBytes)

    /// Reads a request.
    ///
    /// - Throws: `serialization` when the text is not JSON or a value has the wrong type; `validation` when a
    ///   constraint of the service's model or a rule of a value is violated. What depends on tables is not checked.
    public init(_ operation: DynamoOperation, json: [UInt8]) throws(DynamoDBError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(json, limits: Self.limits)
        } catch {
            throw DynamoDBError(.serialization, error.description)
        }
        try RequestCheck.check(value, of: operation)
        do throws(DynamoDBError) {
            try self.init(operation, WireObject(value, operation.valueWording))
        } catch {
            throw operation.reportsFaultsAsViolations ? error.counted : error
        }
    }

    private init(_ operation: DynamoOperation, _ object: WireObject) throws(DynamoDBError) {
        switch operation {
        case .batchExecuteStatement: self = .batchExecuteStatement(try BatchExecuteStatementRequest(wire: object))
        case .batchGetItem: self = .batchGetItem(try BatchGetItemRequest(wire: object))
        case .batchWriteItem: self = .batchWriteItem(try BatchWriteItemRequest(wire: object))
        case .createTable: self = .createTable(try CreateTableRequest(wire: object))
        case .deleteItem: self = .deleteItem(try DeleteItemRequest(wire: object))
        case .deleteTable: self = .deleteTable(tableName: try object.tableName())
        case .describeEndpoints: self = .describeEndpoints
        case .describeLimits: self = .describeLimits
        case .describeTable: self = .describeTable(tableName: try object.tableName())
        case .describeTimeToLive: self = .describeTimeToLive(tableName: try object.tableName())
        case .executeStatement: self = .executeStatement(try ExecuteStatementRequest(wire: object))
        case .executeTransaction: self = .executeTransaction(try ExecuteTransactionRequest(wire: object))
        case .getItem: self = .getItem(try GetItemRequest(wire: object))
        case .listTables:
            self = .listTables(
                exclusiveStartTableName: object.string("ExclusiveStartTableName"), limit: object.int("Limit"))
        case .listTagsOfResource:
            // All labels of a table are in one answer.
            guard object["NextToken"] == nil else { throw .validation("Invalid NextToken") }
            self = .listTagsOfResource(arn: try object.resourceARN())
        case .putResourcePolicy, .deleteResourcePolicy, .updateContributorInsights:
            self = .oversight(try OversightRequest(operation, wire: object))
        case .putItem: self = .putItem(try PutItemRequest(wire: object))
        case .query: self = .query(try QueryRequest(wire: object))
        case .scan: self = .scan(try ScanRequest(wire: object))
        case .tagResource: self = .tagResource(arn: try object.resourceARN(), tags: try object.tags())
        case .transactGetItems: self = .transactGetItems(try TransactGetItemsRequest(wire: object))
        case .transactWriteItems: self = .transactWriteItems(try TransactWriteItemsRequest(wire: object))
        case .untagResource:
            self = .untagResource(arn: try object.resourceARN(), tagKeys: object.strings("TagKeys") ?? [])
        case .updateItem: self = .updateItem(try UpdateItemRequest(wire: object))
        case .updateTable: self = .updateTable(try UpdateTableRequest(wire: object))
        case .updateTimeToLive:
            self = .updateTimeToLive(tableName: try object.tableName(), try object.timeToLive())
        case .describeStream, .getRecords, .getShardIterator, .listStreams:
            self = .stream(try StreamRequest(operation, wire: object))
        case .createBackup, .deleteBackup, .describeBackup, .describeContinuousBackups, .listBackups,
            .restoreTableFromBackup, .restoreTableToPointInTime, .updateContinuousBackups:
            self = .backup(try BackupRequest(operation, wire: object))
        case .exportTableToPointInTime, .describeExport, .listExports, .importTable, .describeImport, .listImports:
            self = .transfer(try TransferRequest(operation, wire: object))
        case .describeContributorInsights, .describeGlobalTable, .describeGlobalTableSettings,
            .describeKinesisStreamingDestination, .describeTableReplicaAutoScaling,
            .disableKinesisStreamingDestination, .enableKinesisStreamingDestination,
            .updateKinesisStreamingDestination, .getResourcePolicy,
            .listContributorInsights, .listGlobalTables:
            self = .feature(try FeatureRead(operation, wire: object))
        }
    }

    /// The operation.
    public var operation: DynamoOperation {
        switch self {
        case .batchExecuteStatement: .batchExecuteStatement
        case .backup(let request): request.operation
        case .batchGetItem: .batchGetItem
        case .batchWriteItem: .batchWriteItem
        case .createTable: .createTable
        case .deleteItem: .deleteItem
        case .deleteTable: .deleteTable
        case .describeEndpoints: .describeEndpoints
        case .describeLimits: .describeLimits
        case .describeTable: .describeTable
        case .describeTimeToLive: .describeTimeToLive
        case .executeStatement: .executeStatement
        case .executeTransaction: .executeTransaction
        case .feature(let read): read.operation
        case .oversight(let request): request.operation
        case .getItem: .getItem
        case .listTables: .listTables
        case .listTagsOfResource: .listTagsOfResource
        case .putItem: .putItem
        case .query: .query
        case .scan: .scan
        case .stream(let request): request.operation
        case .tagResource: .tagResource
        case .transfer(let request): request.operation
        case .transactGetItems: .transactGetItems
        case .transactWriteItems: .transactWriteItems
        case .untagResource: .untagResource
        case .updateItem: .updateItem
        case .updateTable: .updateTable
        case .updateTimeToLive: .updateTimeToLive
        }
    }

    /// The request's JSON.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { write(to: &$0) }
        return writer.bytes
    }

    private func write(to writer: inout JSONWriter) {
        switch self {
        case .batchExecuteStatement(let request): request.write(to: &writer)
        case .backup(let request): request.write(to: &writer)
        case .batchGetItem(let request): request.write(to: &writer)
        case .batchWriteItem(let request): request.write(to: &writer)
        case .createTable(let request): request.write(to: &writer)
        case .deleteItem(let request): request.write(to: &writer)
        case .deleteTable(let name), .describeTable(let name), .describeTimeToLive(let name):
            writer.member("TableName", name)
        case .describeEndpoints, .describeLimits: break
        case .executeStatement(let request): request.write(to: &writer)
        case .executeTransaction(let request): request.write(to: &writer)
        case .feature(let read): read.write(to: &writer)
        case .oversight(let request): request.write(to: &writer)
        case .getItem(let request): request.write(to: &writer)
        case .listTables(let start, let limit):
            writer.member("ExclusiveStartTableName", start)
            writer.member("Limit", limit)
        case .listTagsOfResource(let arn): writer.member("ResourceArn", arn)
        case .putItem(let request): request.write(to: &writer)
        case .query(let request): request.write(to: &writer)
        case .scan(let request): request.write(to: &writer)
        case .stream(let request): request.write(to: &writer)
        case .tagResource(let arn, let tags):
            writer.member("ResourceArn", arn)
            writer.tags(tags)
        case .transfer(let request): request.write(to: &writer)
        case .transactGetItems(let request): request.write(to: &writer)
        case .transactWriteItems(let request): request.write(to: &writer)
        case .untagResource(let arn, let keys):
            writer.member("ResourceArn", arn)
            writer.member("TagKeys", keys) { $0.string($1) }
        case .updateItem(let request): request.write(to: &writer)
        case .updateTable(let request): request.write(to: &writer)
        case .updateTimeToLive(let name, let setting):
            writer.member("TableName", name)
            writer.timeToLiveSpecification(setting)
        }
    }
}

extension WireObject {
    fileprivate func resourceARN() throws(DynamoDBError) -> String {
        try required("ResourceArn", string("ResourceArn"))
    }

    func timeToLive() throws(DynamoDBError) -> TimeToLive {
        let setting = try required("TimeToLiveSpecification", object("TimeToLiveSpecification"))
        return TimeToLive(
            attributeName: setting.string("AttributeName"),
            isEnabled: try setting.required("Enabled", setting.bool("Enabled")))
    }
}

extension JSONWriter {
    mutating func timeToLiveSpecification(_ setting: TimeToLive) {
        name("TimeToLiveSpecification")
        object { writer in
            writer.member("Enabled", setting.isEnabled)
            writer.member("AttributeName", setting.attributeName)
        }
    }
}
