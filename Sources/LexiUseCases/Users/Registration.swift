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
    ///   - call: the call, if its client gave it a key.
    /// - Throws: `invalid` with every wrong field; `alreadyRegistered`, `duplicateEmail`.
    public func register(
        _ fields: UserFields, as identity: Identity, email: EmailAddress?, isEmailVerified: Bool,
        _ found: FieldErrors = FieldErrors(), call: IdempotentCall? = nil
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
        return try await store.users.register(new, call: call)
    }

    /// A user who registered.
    ///
    /// - Throws: `notFound`.
    public func user(_ id: UserID) async throws(RepositoryError) -> User {
        guard let user = try await store.users.user(id) else { throw .notFound }
        return user
    }

    /// Registers somebody of whom nothing but the claims of their token is known. Concurrent first calls of one
    /// identity end in one user, which all of them get.
    ///
    /// An address counts here even when it is not proven, since pools say so of people who signed in with Google, and
    /// the app knows no other way in. It makes nobody an admin; a bearer who proves it later gets 409 until an
    /// operator decides (`schema/operations/sign-in.md`).
    ///
    /// - Parameters:
    ///   - name: what the token calls them; the part of the address before the @ when it says nothing that can be a
    ///     name. Longer names are cut.
    ///   - picture: its address, which is left out unless it is an https URL.
    /// - Throws: `duplicateEmail` when somebody else has the address; `contention`.
    public func registerOnFirstCall(
        as identity: Identity, email: EmailAddress, isEmailVerified: Bool, name: String?, picture: String?
    ) async throws(RepositoryError) -> User {
        var fields = UserFields()
        if let picture, (try? WebAddress(picture)) != nil { fields.avatarURL = .set(picture) }
        let isAdmin = isEmailVerified && admins.contains(email)
        var new: NewUser?
        for name in [name.map(Self.cut), nil] where new == nil {
            fields.displayName = name.map { .set($0) } ?? .absent
            var errors = FieldErrors()
            new = fields.registration(identity: identity, tokenEmail: email, isAdmin: isAdmin, &errors)
        }
        guard let new else { throw .invalid("/display_name", "cannot be made from the token") }
        do throws(RepositoryError) {
            return try await store.users.register(new)
        } catch {
            guard case .alreadyRegistered(let id) = error else { throw error }
            guard let user = try await store.users.user(id) else { throw .contention }
            return user
        }
    }

    private static func cut(_ name: String) -> String {
        var cut = ""
        cut.unicodeScalars.append(contentsOf: name.unicodeScalars.prefix(LexiLimits.displayName.upperBound))
        return cut
    }
}
