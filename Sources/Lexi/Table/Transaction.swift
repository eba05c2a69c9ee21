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
    /// Whether it is known already that it would fail, since the items that were read do not fit together: it is not
    /// sent, and everything is read again.
    var isOutdated = false

    init(_ context: WriteContext, isRetry: Bool, tableName: String, refused: [Item]) {
        self.context = context
        self.isRetry = isRetry
        self.tableName = tableName
        self.refused = refused
    }

    /// A review has five, six with an id of the client's, and one for each further day that it changes.
    private static let usualWrites = 8

    mutating func append(_ write: TransactWrite, _ refusal: Refusal) {
        if writes.isEmpty {
            writes.reserveCapacity(Self.usualWrites)
            refusals.reserveCapacity(Self.usualWrites)
        }
        writes.append(write)
        refusals.append(refusal)
    }

    /// Adds the record of the call that the context brings along, with what the transaction makes. Of a claimed call
    /// the claim is renewed instead, when it is due at `moment`.
    ///
    /// - Returns: what is done once the transaction is carried out.
    mutating func appendRecord(_ result: some Any, at moment: Timestamp) -> () -> Void {
        guard let call = context.call else { return {} }
        if let claim = call.claim {
            guard claim.isDue(at: moment) else { return {} }
            let renewed = claim.renewed(at: moment)
            put(call.record(.running(renewed)), replacing: claim)
            return { call.claim = renewed }
        }
        guard let result = result as? any KeptResultConvertible else { return {} }
        put(call.record(.result(result.keptResult)), replacing: nil)
        return { call.noteKept() }
    }

    /// Puts the record of a call in the place of its claim; without one, unless there is a record that has not expired.
    mutating func put(_ record: IdempotencyRecord, replacing claim: CallClaim?) {
        let condition = claim.map { IdempotencyRecord.isStill($0) } ?? .absentOrExpired(now)
        put(record, if: condition, else: .failure { _ in .alreadyDone })
    }
}
