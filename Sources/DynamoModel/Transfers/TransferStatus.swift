/// The states of exports and imports.
public enum TransferStatus: String, Sendable {
    /// It is under way.
    case inProgress = "IN_PROGRESS"
    /// All files are written, or all items are in the table.
    case completed = "COMPLETED"
    /// It ended with a failure.
    case failed = "FAILED"
}
