import DynamoModel

/// Why a text is not a statement that could be carried out.
package struct StatementError: Error, Sendable {
    /// The error in the service's words.
    package let error: DynamoDBError
    /// What the statement reads, as far as it is known: some tables are refused before the text.
    package let source: StatementSource?
}
