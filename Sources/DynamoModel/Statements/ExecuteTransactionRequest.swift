/// Up to 100 statements, all or none: all reads, or all writes and checks, of different items.
public struct ExecuteTransactionRequest: Sendable, Equatable {
    /// 1 to 100 statements of different items: all read, or all write and check.
    public var transactStatements: [TransactStatement]
    /// With the same token, the same statements are carried out once within 10 minutes. 1 to 36 characters.
    public var clientRequestToken: String?
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity

    /// Statements, all or none.
    public init(
        _ transactStatements: [TransactStatement], clientRequestToken: String? = nil,
        returnConsumedCapacity: ReturnConsumedCapacity = .none
    ) {
        self.transactStatements = transactStatements
        self.clientRequestToken = clientRequestToken
        self.returnConsumedCapacity = returnConsumedCapacity
    }
}
