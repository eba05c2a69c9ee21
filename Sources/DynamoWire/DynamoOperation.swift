/// The operations of DynamoDB that this package knows, by their names on the wire: those of tables and items, and all
/// that read a setting or list what there is.
public enum DynamoOperation: String, Sendable, CaseIterable {
    case batchExecuteStatement = "BatchExecuteStatement"
    case batchGetItem = "BatchGetItem"
    case batchWriteItem = "BatchWriteItem"
    case createTable = "CreateTable"
    case deleteItem = "DeleteItem"
    case deleteTable = "DeleteTable"
    case describeContinuousBackups = "DescribeContinuousBackups"
    case describeEndpoints = "DescribeEndpoints"
    case describeLimits = "DescribeLimits"
    case describeTable = "DescribeTable"
    case describeTimeToLive = "DescribeTimeToLive"
    case executeStatement = "ExecuteStatement"
    case executeTransaction = "ExecuteTransaction"
    case getItem = "GetItem"
    case listTables = "ListTables"
    case listTagsOfResource = "ListTagsOfResource"
    case putItem = "PutItem"
    case query = "Query"
    case scan = "Scan"
    case tagResource = "TagResource"
    case transactGetItems = "TransactGetItems"
    case transactWriteItems = "TransactWriteItems"
    case untagResource = "UntagResource"
    case updateItem = "UpdateItem"
    case updateTable = "UpdateTable"
    case updateTimeToLive = "UpdateTimeToLive"

    // Reads of features that are off here; see ``FeatureRead``.
    case describeBackup = "DescribeBackup"
    case describeBulkOperation = "DescribeBulkOperation"
    case describeContributorInsights = "DescribeContributorInsights"
    case describeExport = "DescribeExport"
    case describeGlobalTable = "DescribeGlobalTable"
    case describeGlobalTableSettings = "DescribeGlobalTableSettings"
    case describeImport = "DescribeImport"
    case describeKinesisStreamingDestination = "DescribeKinesisStreamingDestination"
    case describeTableReplicaAutoScaling = "DescribeTableReplicaAutoScaling"
    case getResourcePolicy = "GetResourcePolicy"
    case listBackups = "ListBackups"
    case listBulkOperations = "ListBulkOperations"
    case listContributorInsights = "ListContributorInsights"
    case listExports = "ListExports"
    case listGlobalTables = "ListGlobalTables"
    case listImports = "ListImports"
    case searchVectors = "SearchVectors"

    /// What stands before the operation's name in `X-Amz-Target`.
    public static let targetPrefix = "DynamoDB_20120810."

    /// The value of `X-Amz-Target`.
    public var target: String { Self.targetPrefix + rawValue }

    /// Whether the operation answers a missing table name with a separate message, before all else.
    var namesTableFirst: Bool {
        switch self {
        case .createTable, .describeTable, .updateTable, .deleteTable: true
        default: false
        }
    }
}
