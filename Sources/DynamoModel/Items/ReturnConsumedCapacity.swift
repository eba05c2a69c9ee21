/// How much of the consumed capacity an answer reports.
public enum ReturnConsumedCapacity: String, Sendable, CaseIterable {
    /// No capacity is reported.
    case none = "NONE"
    /// The total of each table.
    case total = "TOTAL"
    /// The total, and what the table and each index took of it.
    case indexes = "INDEXES"
}
