/// The operations of DynamoDB that this package knows, by their names on the wire: those of tables and items, and all
/// that read a setting or list what there is.
public enum DynamoOperation: String, Sendable, CaseIterable {
    case batchExecuteStatement = "BatchExecuteStatement"
    case batchGetItem = "BatchGetItem"
    case batchWriteItem = "BatchWriteItem"
    case createBackup = "CreateBackup"
    case createTable = "CreateTable"
    case deleteBackup = "DeleteBackup"
    case deleteItem = "DeleteItem"
    case deleteResourcePolicy = "DeleteResourcePolicy"
    case deleteTable = "DeleteTable"
    case describeBackup = "DescribeBackup"
    case describeContinuousBackups = "DescribeContinuousBackups"
    case describeEndpoints = "DescribeEndpoints"
    case describeExport = "DescribeExport"
    case describeImport = "DescribeImport"
    case describeLimits = "DescribeLimits"
    case describeTable = "DescribeTable"
    case describeTimeToLive = "DescribeTimeToLive"
    case executeStatement = "ExecuteStatement"
    case executeTransaction = "ExecuteTransaction"
    case exportTableToPointInTime = "ExportTableToPointInTime"
    case getItem = "GetItem"
    case importTable = "ImportTable"
    case listBackups = "ListBackups"
    case listExports = "ListExports"
    case listImports = "ListImports"
    case listTables = "ListTables"
    case listTagsOfResource = "ListTagsOfResource"
    case putItem = "PutItem"
    case putResourcePolicy = "PutResourcePolicy"
    case query = "Query"
    case restoreTableFromBackup = "RestoreTableFromBackup"
    case restoreTableToPointInTime = "RestoreTableToPointInTime"
    case scan = "Scan"
    case tagResource = "TagResource"
    case transactGetItems = "TransactGetItems"
    case transactWriteItems = "TransactWriteItems"
    case untagResource = "UntagResource"
    case updateContributorInsights = "UpdateContributorInsights"
    case updateContinuousBackups = "UpdateContinuousBackups"
    case updateItem = "UpdateItem"
    case updateTable = "UpdateTable"
    case updateTimeToLive = "UpdateTimeToLive"

    // DynamoDB Streams.
    case describeStream = "DescribeStream"
    case getRecords = "GetRecords"
    case getShardIterator = "GetShardIterator"
    case listStreams = "ListStreams"

    // Reads of features that are off here; see ``FeatureRead``.
    case describeContributorInsights = "DescribeContributorInsights"
    case describeGlobalTable = "DescribeGlobalTable"
    case describeGlobalTableSettings = "DescribeGlobalTableSettings"
    case describeKinesisStreamingDestination = "DescribeKinesisStreamingDestination"
    case disableKinesisStreamingDestination = "DisableKinesisStreamingDestination"
    case enableKinesisStreamingDestination = "EnableKinesisStreamingDestination"
    case updateKinesisStreamingDestination = "UpdateKinesisStreamingDestination"
    case describeTableReplicaAutoScaling = "DescribeTableReplicaAutoScaling"
    case getResourcePolicy = "GetResourcePolicy"
    case listContributorInsights = "ListContributorInsights"
    case listGlobalTables = "ListGlobalTables"

    /// What stands before the operation's name in `X-Amz-Target`.
    public static let targetPrefix = "DynamoDB_20120810."
    /// What stands there for an operation of DynamoDB Streams.
    public static let streamsTargetPrefix = "DynamoDBStreams_20120810."

    /// Whether it is one of DynamoDB Streams.
    public var isOfStreams: Bool {
        switch self {
        case .describeStream, .getRecords, .getShardIterator, .listStreams: true
        default: false
        }
    }

    /// The value of `X-Amz-Target`.
    public var target: String { (isOfStreams ? Self.streamsTargetPrefix : Self.targetPrefix) + rawValue }

    /// The operation of a value of `X-Amz-Target`; nil for a name that DynamoDB does not have.
    public init?(target: some Collection<UInt8>) {
        let prefixes = [Self.targetPrefix, Self.streamsTargetPrefix]
        guard let prefix = prefixes.first(where: { target.starts(with: $0.utf8) }),
            let operation = DynamoOperation(
                rawValue: String(decoding: target.dropFirst(prefix.utf8.count), as: UTF8.self)),
            operation.isOfStreams == (prefix == Self.streamsTargetPrefix)
        else { return nil }
        self = operation
    }

    /// Whether the operation answers a missing table name with a separate message, before all else.
    var namesTableFirst: Bool {
        switch self {
        case .createTable, .describeTable, .updateTable, .deleteTable: true
        default: false
        }
    }
}
