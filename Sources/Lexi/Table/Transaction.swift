import DynamoModel

/// Writes that are done together or not at all: one attempt of a ``Writer``.
struct Transaction: WriteCollector, Sendable {
    let context: WriteContext
    let isRetry: Bool
    let tableName: String
    /// The items that stood in the way of the attempt before.
    let refused: [Item]
    private(set) var writes: [TransactWrite] = []
    private(set) var refusals: [Refusal] = []
    /// Whether it is known already that it would fail, since what was read does not fit together: it is not sent, and
    /// everything is read again.
    var isOutdated = false

    init(_ context: WriteContext, isRetry: Bool, tableName: String, refused: [Item]) {
        self.context = context
        self.isRetry = isRetry
        self.tableName = tableName
        self.refused = refused
    }

    mutating func append(_ write: TransactWrite, _ refusal: Refusal) {
        writes.append(write)
        refusals.append(refusal)
    }

    /// Adds the record of the call that the context brings along, with what the transaction makes.
    mutating func appendRecord(_ result: some Any) {
        guard let call = context.call, let result = result as? any KeptResultConvertible else { return }
        put(call.record(.result(result.keptResult)))
    }

    /// Puts the record of a call, unless there is one that has not expired.
    mutating func put(_ record: IdempotencyRecord) {
        put(record, if: .absentOrExpired(now), else: .failure { _ in .alreadyDone })
    }
}
