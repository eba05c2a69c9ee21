import DynamoModel

/// The table that a statement names, and the index that it reads.
package struct StatementSource: Sendable, Equatable {
    /// The table's name.
    package var table: String
    /// The index's name; nil for the table itself.
    package var index: String?
}
