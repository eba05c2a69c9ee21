/// The answer to a ``BatchExecuteStatementRequest``.
public struct BatchExecuteStatementResponse: Sendable, Equatable {
    /// One entry for each statement, in order.
    public var responses: [BatchStatementResponse]
    /// What it took by table, if asked for.
    public var consumedCapacity: [ConsumedCapacity]?

    /// An outcome for each statement.
    public init(responses: [BatchStatementResponse], consumedCapacity: [ConsumedCapacity]? = nil) {
        self.responses = responses
        self.consumedCapacity = consumedCapacity
    }
}
