/// The operations of DynamoDB that this package knows, by their names on the wire.
public enum DynamoOperation: String, Sendable, CaseIterable {
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

    /// What stands before the operation's name in `X-Amz-Target`.
    public static let targetPrefix = "DynamoDB_20120810."

    /// The value of `X-Amz-Target`.
    public var target: String { Self.targetPrefix + rawValue }

    /// Whether the operation answers a missing table name with a message of its own, before all else.
    var namesTableFirst: Bool {
        switch self {
        case .createTable, .describeTable, .updateTable, .deleteTable: true
        default: false
        }
    }
}
