/// A page of table names.
public struct ListTablesResponse: Sendable, Equatable {
    /// Names in byte order.
    public var tableNames: [String]
    /// Where the next page starts; nil when this was the last.
    public var lastEvaluatedTableName: String?

    /// A page of names in byte order, and the name to go on after; nil after the last page.
    public init(tableNames: [String], lastEvaluatedTableName: String? = nil) {
        self.tableNames = tableNames
        self.lastEvaluatedTableName = lastEvaluatedTableName
    }
}
