/// One statement of a batch, which reads or writes one item.
public struct BatchStatement: Sendable, Equatable {
    /// The statement in PartiQL, up to 8,192 characters.
    public var statement: String
    /// What stands for the `?` of the statement, in order.
    public var parameters: [AttributeValue]
    /// Whether a read sees every write that was answered before it.
    public var consistentRead: Bool
    /// Taken, and without effect: a batch answers with no item of a failed condition.
    public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure
    /// What is wrong with the parameters; the statement fails by itself.
    public var parameterFault: DynamoDBError?

    /// A statement of a batch.
    public init(
        _ statement: String, parameters: [AttributeValue] = [], consistentRead: Bool = false,
        returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure = .none
    ) {
        self.statement = statement
        self.parameters = parameters
        self.consistentRead = consistentRead
        self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
    }
}
