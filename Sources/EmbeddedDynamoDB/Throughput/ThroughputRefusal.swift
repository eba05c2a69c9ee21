import DynamoModel

/// A use for which there are no units now.
struct ThroughputRefusal: Sendable, Equatable {
    let tableName: String
    let indexName: String?
    let isWrite: Bool
    let isProvisioned: Bool
    let limit: PartThroughput.Limit

    /// The reason in the service's form.
    func reason(_ place: ResourcePlace) -> ThrottlingReason {
        let subject = indexName == nil ? "Table" : "Index"
        return ThrottlingReason(
            reason: "\(subject)\(isWrite ? "Write" : "Read")\(limit.rawValue)",
            resource: indexName.map { place.index($0, of: tableName) } ?? place.table(tableName))
    }

    /// The service's words (API reference, `TransactWriteItems`, "Cancellation reason codes").
    var message: String {
        switch (isProvisioned, indexName) {
        case (true, nil):
            "The level of configured provisioned throughput for the table was exceeded. Consider increasing your "
                + "provisioning level with the UpdateTable API."
        case (true, _):
            "The level of configured provisioned throughput for one or more global secondary indexes of the table was "
                + "exceeded. Consider increasing your provisioning level for the under-provisioned global secondary "
                + "indexes with the UpdateTable API."
        case (false, nil):
            "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your "
                + "table or index so please try again shortly. If exceptions persist, check if you have a hot key: "
                + "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html"
        case (false, _):
            "Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB is "
                + "automatically scaling your index so please try again shortly."
        }
    }

    /// The error of a request that is refused for this.
    func error(_ place: ResourcePlace) -> DynamoDBError {
        DynamoDBError(
            isProvisioned ? .provisionedThroughputExceeded : .throttling, message, throttlingReasons: [reason(place)])
    }

    /// The reason of a transaction that is cancelled for this.
    var cancellationReason: CancellationReason {
        CancellationReason(isProvisioned ? .provisionedThroughputExceeded : .throttlingError, message: message)
    }

    /// What a statement of a batch answers.
    var statementError: BatchStatementError {
        BatchStatementError(
            code: isProvisioned ? "ProvisionedThroughputExceeded" : "ThrottlingError", message: message)
    }
}
