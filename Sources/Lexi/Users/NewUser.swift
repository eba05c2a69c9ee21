/// Someone to register. Made from fields that were checked.
public struct NewUser: Sendable, Equatable {
    /// Who the identity provider says it is.
    public let identity: Identity
    /// The address.
    public let email: EmailAddress
    let displayName: String
    let role: Role
    let profile: UserPatch
}
