import Lexi

/// The registration of those whom an identity provider vouches for.
public struct Registration: Sendable {
    let store: LexiStore
    let admins: [EmailAddress]

    /// Registers users of this store.
    ///
    /// - Parameter admins: a user who registers with one of these addresses becomes an admin.
    public init(_ store: LexiStore, admins: [EmailAddress]) {
        self.store = store
        self.admins = admins
    }

    /// Registers somebody with the address in their token.
    ///
    /// - Parameters:
    ///   - fields: what the caller says of themselves.
    ///   - email: the address in the token, nil when it has none that is valid.
    ///   - isEmailVerified: whether it is known to belong to the bearer: if not, it makes no admin.
    ///   - found: what is known to be wrong with the fields.
    /// - Throws: `invalid` with every wrong field; `alreadyRegistered`, `duplicateEmail`.
    public func register(
        _ fields: UserFields, as identity: Identity, email: EmailAddress?, isEmailVerified: Bool,
        _ found: FieldErrors = FieldErrors()
    ) async throws(RepositoryError) -> User {
        var errors = found
        let new = email.flatMap { email in
            fields.registration(
                identity: identity, tokenEmail: email, isAdmin: isEmailVerified && admins.contains(email), &errors)
        }
        if email == nil {
            errors.add("/email", "comes from the token, which has no valid e-mail address")
            // The other fields are checked all the same, so that the answer lists everything wrong.
            _ = fields.profilePatch(&errors)
        }
        guard let new, errors.isEmpty else { throw .invalid(errors) }
        return try await store.users.register(new)
    }
}
