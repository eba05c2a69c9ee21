/// How often a table's items are expected to be read.
public enum TableClass: String, Sendable, CaseIterable {
    /// For items that are read often.
    case standard = "STANDARD"
    /// For items that are seldom read: DynamoDB asks less for storage and more for reads.
    case standardInfrequentAccess = "STANDARD_INFREQUENT_ACCESS"
}
