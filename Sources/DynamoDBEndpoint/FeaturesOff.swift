import DynamoModel
import DynamoWire

extension DynamoDB {
    /// Answers a question about a feature that is off: what has to be there for the question is looked for first.
    ///
    /// - Throws: `resourceNotFound` for a table or index that is not there; the error for what the feature would have
    ///   made.
    func featureOff(_ read: FeatureRead) async throws(DynamoDBError) -> DynamoResponse {
        switch read.operation {
        case .describeGlobalTable, .describeGlobalTableSettings:
            throw .missing(
                .globalTableNotFound,
                "Global table not found: Global table with name: '\(read.subject ?? "")' does not exist.")
        case .getResourcePolicy: throw try await missingPolicy(read.subject ?? "")
        case .enableKinesisStreamingDestination:
            try await checkPresent(read.tableName ?? "", nil)
            throw .validation("User does not have a permission to use kinesis stream")
        case .disableKinesisStreamingDestination, .updateKinesisStreamingDestination:
            try await checkPresent(read.tableName ?? "", nil)
            let isEnd = read.operation == .disableKinesisStreamingDestination
            throw .validation(
                "Table is not in a valid state to \(isEnd ? "disable" : "update") Kinesis Streaming Destination: "
                    + "KinesisStreamingDestination must be ACTIVE to perform \(isEnd ? "DISABLE" : "UPDATE") operation."
            )
        case .describeContributorInsights, .describeKinesisStreamingDestination, .describeTableReplicaAutoScaling,
            .listContributorInsights:
            if let name = read.tableName { try await checkPresent(name, read.indexName) }
            return .feature(read)
        default: return .feature(read)
        }
    }

    private func checkPresent(_ tableName: String, _ indexName: String?) async throws(DynamoDBError) {
        let table = try await describeTable(tableName: tableName)
        guard let indexName else { return }
        let indexes = table.globalSecondaryIndexes + table.localSecondaryIndexes
        guard indexes.contains(where: { $0.index.indexName.hasSameBytes(as: indexName) }) else {
            throw .missing(
                .resourceNotFound, "Requested resource not found: Index: \(indexName) for table: \(tableName) not found"
            )
        }
    }

    private func missingPolicy(_ arn: String) async throws(DynamoDBError) -> DynamoDBError {
        guard let table = ResourceName(arn)?.table else {
            return .validation("One or more parameter values were invalid: Invalid ResourceArn: \(arn)")
        }
        _ = try await describeTable(tableName: table)
        return .missing(
            .policyNotFound,
            "Resource-based policy not found for the provided ResourceArn: Requested policy not found: \(arn)")
    }
}

extension DynamoDBError {
    fileprivate static func missing(_ code: Code, _ message: String) -> DynamoDBError { DynamoDBError(code, message) }
}
