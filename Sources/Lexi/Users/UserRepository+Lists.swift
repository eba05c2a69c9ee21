import DynamoModel

// Lists of users, for admins. A position of another list reads as nil: the caller answers that its cursor is wrong.
extension UserRepository {
    /// All users, the newest first.
    ///
    /// - Returns: nil when the position is of another list.
    public func list(_ page: PageRequest) async throws(RepositoryError) -> Page<User>? {
        try await merged(AccessPatterns.users, page) { Keys.usersAll(shard: $0) }
    }

    /// The users with a role, the newest first.
    ///
    /// - Returns: nil when the position is of another list.
    public func list(role: Role, _ page: PageRequest) async throws(RepositoryError) -> Page<User>? {
        try await merged(AccessPatterns.usersByRole, page) { Keys.users(role: role, shard: $0) }
    }

    /// The active, or the deactivated users, the newest first.
    ///
    /// - Returns: nil when the position is of another list.
    public func list(isActive: Bool, _ page: PageRequest) async throws(RepositoryError) -> Page<User>? {
        try await merged(AccessPatterns.usersByStatus, page) { Keys.users(isActive: isActive, shard: $0) }
    }

    /// The users whose e-mail address begins so, A–Z.
    ///
    /// - Parameter prefix: two characters or more; compared in the addresses' normal form.
    /// - Throws: `invalid` when the prefix is shorter.
    public func list(emailPrefix prefix: String, _ page: PageRequest) async throws(RepositoryError) -> Page<User> {
        let normal = prefix.composedLowercase
        guard let directory = EmailAddress.directory(of: normal) else {
            throw .invalid(ValidationError("/email", "must have two characters or more"))
        }
        guard normal.utf8.count <= LexiLimits.emailBytes else { return Page(items: [], next: nil) }
        let (rows, mark) = try await table.keys(
            AccessPatterns.usersByEmail, Keys.emails(directory: directory),
            .beginsWith(KeyEncoding.component(normal)), limit: page.limit, after: page.position?.marks.first ?? .start)
        let guards = try await table.hydrate(AccessPatterns.usersByEmail, rows.map(\.item), as: EmailGuard.self)
        let users = try await table.hydrate(
            AccessPatterns.usersByEmail, guards.map { Keys.userItem($0.userID) }, as: User.self)
        return Page(items: users, next: mark == .end ? nil : Position([mark]))
    }

    private func merged(
        _ pattern: AccessPattern, _ page: PageRequest, _ partition: (Int) -> String
    ) async throws(RepositoryError) -> Page<User>? {
        let partitions = (0..<Shard.users).map(partition)
        guard let (rows, next) = try await table.mergedKeys(pattern, partitions, page) else { return nil }
        return Page(items: try await table.hydrate(pattern, rows.map(\.item)), next: next)
    }
}
