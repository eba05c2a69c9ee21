/// The state of an index.
public enum IndexStatus: String, Sendable, CaseIterable {
    /// It is being made, and filled from the table.
    case creating = "CREATING"
    /// It is being changed.
    case updating = "UPDATING"
    /// It is being removed.
    case deleting = "DELETING"
    /// It holds an entry for each item that has its keys, and can be read.
    case active = "ACTIVE"
}
