/// The state of a table.
public enum TableStatus: String, Sendable, CaseIterable {
    /// It is being made.
    case creating = "CREATING"
    /// It is being changed; it can be read and written.
    case updating = "UPDATING"
    /// It is being removed.
    case deleting = "DELETING"
    /// It can be read and written.
    case active = "ACTIVE"
}
