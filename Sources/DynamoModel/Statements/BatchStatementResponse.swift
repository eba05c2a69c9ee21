/// What became of one statement of a batch.
public struct BatchStatementResponse: Sendable, Equatable {
    /// Why the statement was refused; nil when it was carried out.
    public var error: BatchStatementError?
    /// The table, as far as the statement came.
    public var tableName: String?
    /// The item that was read, or what `RETURNING` gives; nil for an item that is not there, and a write that returns
    /// nothing.
    public var item: Item?

    /// The outcome of one statement: an error, an item, or neither.
    public init(error: BatchStatementError? = nil, tableName: String? = nil, item: Item? = nil) {
        self.error = error
        self.tableName = tableName
        self.item = item
    }
}
