/// Up to 25 statements, each on its own: all reads or all writes, of different items.
public struct BatchExecuteStatementRequest: Sendable, Equatable {
    /// 1 to 25 statements: all read or all write.
    public var statements: [BatchStatement]
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity

    /// Several statements.
    public init(_ statements: [BatchStatement], returnConsumedCapacity: ReturnConsumedCapacity = .none) {
        self.statements = statements
        self.returnConsumedCapacity = returnConsumedCapacity
    }
}
