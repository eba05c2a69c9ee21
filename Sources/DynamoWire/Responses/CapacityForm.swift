import DynamoModel

/// How consumed capacity is reported: by what the request asked for, and split into reads and writes for transactions.
struct CapacityForm {
    let detail: ReturnConsumedCapacity
    let isTransaction: Bool

    init(_ detail: ReturnConsumedCapacity, isTransaction: Bool = false) {
        self.detail = detail
        self.isTransaction = isTransaction
    }
}
