/// Something that an audit trail remembers: who did what to a user or scenario.
public struct AuditEntry: Sendable, Equatable {
    /// What was done.
    public enum Action: String, Vocabulary {
        /// A user registered.
        case registered = "user.registered"
        /// An admin changed a user.
        case userChanged = "user.changed"
        /// An admin made a scenario.
        case scenarioCreated = "scenario.created"
        /// An admin changed a scenario.
        case scenarioChanged = "scenario.changed"
    }

    /// The entry's own id.
    public internal(set) var auditID: ULID
    /// In whose trail it stands: the user that was changed, or the admin who changed a scenario.
    public internal(set) var userID: UserID
    /// Who did it.
    public internal(set) var actorID: UserID
    /// What was done.
    public internal(set) var action: Action
    /// Names of the fields that were changed, or the scenario; no values.
    public internal(set) var subject: String
    /// When it was done.
    public internal(set) var createdAt: Timestamp
}
