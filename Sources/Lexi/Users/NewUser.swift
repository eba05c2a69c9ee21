/// Someone to register. Made from fields that were checked.
public struct NewUser: Sendable, Equatable {
    /// Who the identity provider says it is.
    public let identity: Identity
    /// Unique among users: registering fails with a conflict when another user has it.
    public let email: EmailAddress
    let displayName: String
    let role: Role
    let profile: UserPatch
}
