import DynamoModel

// Lists of users, for admins.
extension UserRepository {
    /// All users, the newest first.
    public func list(_ page: PageRequest) async throws(RepositoryError) -> Page<User> {
        try await merged(page) { AccessPatterns.users.call($0) }
    }

    /// How many users there are, when they are not too many to be counted: of each shard of the directory no more than
    /// ``pagesCounted`` pages of the table are read, which is some hundred thousand users in all.
    public func count() async throws(RepositoryError) -> Int {
        var count = 0
        for shard in 0..<Shard.users {
            count += try await table.total(
                AccessPatterns.userCount, of: ShardNumber(shard), pages: Self.pagesCounted)
        }
        return count
    }

    private static let pagesCounted = 8

    /// The users with a role, the newest first.
    public func list(role: Role, _ page: PageRequest) async throws(RepositoryError) -> Page<User> {
        try await merged(page) { AccessPatterns.usersByRole.call((role, $0)) }
    }

    /// The active, or the deactivated users, the newest first.
    public func list(isActive: Bool, _ page: PageRequest) async throws(RepositoryError) -> Page<User> {
        try await merged(page) { AccessPatterns.usersByStatus.call((User.Status(isActive: isActive), $0)) }
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
        let guards = try await table.page(AccessPatterns.usersByEmail, of: directory, normal, page)
        let users = try await table.hydrate(
            AccessPatterns.usersByEmail.access, guards.items.map { User.key($0.userID) }, as: User.self)
        return Page(items: users, next: guards.next)
    }

    /// The statistics of some users, in any order; those of users who are gone are left out. They can be a moment old.
    public func statistics(of users: [UserID]) async throws(RepositoryError) -> [UserStatistics] {
        try await table.get(AccessPatterns.statisticsOfUsers, users.map { ($0, ()) })
    }

    private func merged(
        _ page: PageRequest, _ call: (ShardNumber) -> QueryCall
    ) async throws(RepositoryError) -> Page<User> {
        let calls = (0..<Shard.users).map { call(ShardNumber($0)) }
        let (items, next) = try await table.merged(calls, page)
        return Page(
            items: try await table.hydrate(calls[0].pattern, items.compactMap { ItemKey($0) }), next: next)
    }
}
