/// What an audit trail remembers of one action.
public struct AuditNote: Sendable, Equatable {
    /// What was done.
    public enum Action: String, Vocabulary {
        /// Written with the user, in one transaction.
        case registered = "user.registered"
        /// An operator brought a user over from the real app's former back end.
        case migrated = "user.migrated"
        /// An admin or operator changed a user.
        case userChanged = "user.changed"
        /// A user took another e-mail address.
        case emailChanged = "user.email-changed"
        /// A user, or an operator for them, took along what is held about them.
        case userExported = "user.exported"
        /// An admin or operator read the data held about a user.
        case userInspected = "user.inspected"
        /// A user called what is for admins, and was refused.
        case refusedToUser = "access.forbidden"
        /// A deactivated user called, and was refused.
        case refusedToDeactivated = "access.deactivated"
        /// An account was closed, to be erased.
        case accountClosed = "account.closed"
        /// Nothing is left of an account.
        case accountErased = "account.erased"
        /// Somebody called with a token from before the erasure of its account, and was refused.
        case tokenOutdated = "account.token-refused"
        /// An admin asked again for the scores of a user's session.
        case scoringRetried = "session.scoring-retried"
        /// An admin or operator made a scenario.
        case scenarioCreated = "scenario.created"
        /// An admin or operator changed a scenario.
        case scenarioChanged = "scenario.changed"
    }

    /// The note's own id.
    public internal(set) var auditID: ULID
    /// Who did it.
    public internal(set) var actor: WriteContext.Actor
    /// What was done.
    public internal(set) var action: Action
    /// Names of the fields that were changed, separated by spaces; of role and activity with the values that they got,
    /// as `role=ADMIN`, except in entries of older programs.
    public internal(set) var subject: String
    /// The request in which it was done, as the log names it; nil for what commands do, and in entries of older
    /// programs.
    public internal(set) var requestID: String?
    /// When it was done.
    public internal(set) var createdAt: Timestamp

    /// The fields that were changed, each with the value that it got where the note has it.
    public var changes: [(field: Substring, value: Substring?)] {
        subject.split(separator: " ").map { word in
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts[0], parts.count == 2 ? parts[1] : nil)
        }
    }
}
