/// How much of the consumed capacity an answer reports.
public enum ReturnConsumedCapacity: String, Sendable, CaseIterable {
    /// Nothing.
    case none = "NONE"
    /// The total of each table.
    case total = "TOTAL"
    /// The total, and what the table and each index took of it.
    case indexes = "INDEXES"
}
