/// How an operation words what is wrong with the values of a request: the service checks them in one of two places.
///
/// Source: the conformance suite paritysuite/dynamodb-conformance (`tests/tier3/error-messages/valueLayers.test.ts`),
/// from captures of four regions in October 2026.
enum ValueWording: Sendable {
    /// Repeated elements are quoted and in order; values of expressions are reported like any other.
    case inOrder
    /// Repeated elements are as they were sent; values of expressions are reported with their placeholders.
    case asSent
    /// The parameters of statements: a number is read as Java does, and the first fault in the text counts.
    case statement
}

extension DynamoOperation {
    /// How the operation words it.
    var valueWording: ValueWording {
        switch self {
        case .batchWriteItem, .scan, .transactGetItems, .transactWriteItems: .asSent
        case .executeStatement, .batchExecuteStatement, .executeTransaction: .statement
        default: .inOrder
        }
    }

    /// Whether the operation counts what is wrong with values and expressions like violated constraints.
    var reportsFaultsAsViolations: Bool { self == .putItem || self == .updateItem || self == .deleteItem }
}
