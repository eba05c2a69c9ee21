/// One PartiQL statement, carried out by itself.
public struct ExecuteStatementRequest: Sendable, Equatable {
    /// The statement's text, at most 8,192 characters.
    public var statement: String
    /// What stands for the `?` of the statement, in order.
    public var parameters: [AttributeValue]
    /// Whether a read sees every write that was answered before it. Not for a global index.
    public var consistentRead: Bool
    /// Where to go on: the `nextToken` of the page before.
    public var nextToken: String?
    /// How many items to read at most, before conditions on other attributes than the key's are judged.
    public var limit: Int?
    /// How much of the capacity to report.
    public var returnConsumedCapacity: ReturnConsumedCapacity
    /// Whether a failed condition of a write returns the item.
    public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure

    /// A statement with a value for each `?`, in order.
    public init(
        _ statement: String, parameters: [AttributeValue] = [], consistentRead: Bool = false,
        nextToken: String? = nil, limit: Int? = nil, returnConsumedCapacity: ReturnConsumedCapacity = .none,
        returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure = .none
    ) {
        self.statement = statement
        self.parameters = parameters
        self.consistentRead = consistentRead
        self.nextToken = nextToken
        self.limit = limit
        self.returnConsumedCapacity = returnConsumedCapacity
        self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
    }
}
