/// The states of exports and imports.
public enum TransferStatus: String, Sendable {
    /// It is under way.
    case inProgress = "IN_PROGRESS"
    /// All is done.
    case completed = "COMPLETED"
    /// It ended with a failure.
    case failed = "FAILED"
}
