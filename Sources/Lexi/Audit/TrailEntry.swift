/// An entry of whatever trail.
public enum TrailEntry: Sendable, Equatable {
    /// Of a user's.
    case ofUser(AuditEntry)
    /// Of a scenario's.
    case ofScenario(ScenarioAuditEntry)
    /// About the end of an account.
    case ofErasure(ErasureAuditEntry)

    /// What was done.
    public var note: AuditNote {
        switch self {
        case .ofUser(let entry): entry.note
        case .ofScenario(let entry): entry.note
        case .ofErasure(let entry): entry.note
        }
    }
}
