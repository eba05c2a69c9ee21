/// An entry of whatever trail.
public enum TrailEntry: Sendable, Equatable {
    /// Of a user's.
    case ofUser(AuditEntry)
    /// Of a scenario's.
    case ofScenario(ScenarioAuditEntry)

    /// What was done.
    public var note: AuditNote {
        switch self {
        case .ofUser(let entry): entry.note
        case .ofScenario(let entry): entry.note
        }
    }
}
