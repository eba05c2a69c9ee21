/// One statement of a transaction, which reads, checks or writes one item.
public struct TransactStatement: Sendable, Equatable {
    /// The statement in PartiQL, up to 8,192 characters.
    public var statement: String
    /// What stands for the `?` of the statement, in order.
    public var parameters: [AttributeValue]
    /// Whether a failed condition returns the item in its reason.
    public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure

    /// A statement of a transaction.
    public init(
        _ statement: String, parameters: [AttributeValue] = [],
        returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure = .none
    ) {
        self.statement = statement
        self.parameters = parameters
        self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
    }
}
