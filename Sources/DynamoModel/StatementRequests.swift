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
    /// How many items to read at most (before the conditions beside the key).
    public var limit: Int?
    /// How much of the capacity to tell.
    public var returnConsumedCapacity: ReturnConsumedCapacity
    /// Whether a failed condition of a write returns the item.
    public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure

    /// A statement.
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

/// The answer to an ``ExecuteStatementRequest``.
public struct ExecuteStatementResponse: Sendable, Equatable {
    /// The items of a read; of a write what `RETURNING` gives.
    public var items: [Item]
    /// Where the next page starts; nil when this was the last.
    public var nextToken: String?
    /// The key of the last item that was read, when there may be more.
    public var lastEvaluatedKey: Item?
    /// What it took, if asked for.
    public var consumedCapacity: ConsumedCapacity?

    /// What was found, and what it took.
    public init(
        items: [Item] = [], nextToken: String? = nil, lastEvaluatedKey: Item? = nil,
        consumedCapacity: ConsumedCapacity? = nil
    ) {
        self.items = items
        self.nextToken = nextToken
        self.lastEvaluatedKey = lastEvaluatedKey
        self.consumedCapacity = consumedCapacity
    }
}

/// One statement of a batch, which reads or writes one item.
public struct BatchStatement: Sendable, Equatable {
    /// The statement's text.
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

/// Up to 25 statements, each on its own: all reads or all writes, of different items.
public struct BatchExecuteStatementRequest: Sendable, Equatable {
    /// The statements.
    public var statements: [BatchStatement]
    /// How much of the capacity to tell.
    public var returnConsumedCapacity: ReturnConsumedCapacity

    /// Several statements.
    public init(_ statements: [BatchStatement], returnConsumedCapacity: ReturnConsumedCapacity = .none) {
        self.statements = statements
        self.returnConsumedCapacity = returnConsumedCapacity
    }
}

/// What became of one statement of a batch.
public struct BatchStatementResponse: Sendable, Equatable {
    /// Why the statement was refused; nil when it was carried out.
    public var error: BatchStatementError?
    /// The table, as far as the statement came.
    public var tableName: String?
    /// The item that was read, or what `RETURNING` gives; nil when there is none.
    public var item: Item?

    /// An outcome.
    public init(error: BatchStatementError? = nil, tableName: String? = nil, item: Item? = nil) {
        self.error = error
        self.tableName = tableName
        self.item = item
    }
}

/// Why one statement of a batch was refused.
public struct BatchStatementError: Sendable, Equatable {
    /// The code, such as `ValidationError` or `ConditionalCheckFailed`.
    public var code: String
    /// DynamoDB's message.
    public var message: String

    /// An error of this code.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

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

/// One statement of a transaction, which reads, checks or writes one item.
public struct TransactStatement: Sendable, Equatable {
    /// The statement's text.
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

/// Up to 100 statements, all or none: all reads, or all writes and checks, of different items.
public struct ExecuteTransactionRequest: Sendable, Equatable {
    /// The statements.
    public var transactStatements: [TransactStatement]
    /// With the same token, the same statements are carried out once within 10 minutes. 1 to 36 characters.
    public var clientRequestToken: String?
    /// How much of the capacity to tell.
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

/// The answer to an ``ExecuteTransactionRequest``.
public struct ExecuteTransactionResponse: Sendable, Equatable {
    /// One entry for each read, in order, nil where there is no item; empty for writes.
    public var items: [Item?]
    /// What it took, if asked for.
    public var consumedCapacity: [ConsumedCapacity]?

    /// What was read, and what it took.
    public init(items: [Item?] = [], consumedCapacity: [ConsumedCapacity]? = nil) {
        self.items = items
        self.consumedCapacity = consumedCapacity
    }
}
