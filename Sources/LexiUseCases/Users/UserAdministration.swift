import Lexi

/// What admins do with users.
public struct UserAdministration: Sendable {
    let store: LexiStore
    let admin: User
    let context: WriteContext

    /// The administration in the hands of an admin, in a call at the context's time.
    public init(_ store: LexiStore, _ admin: User, _ context: WriteContext) {
        self.store = store
        self.admin = admin
        self.context = context
    }

    /// A user.
    ///
    /// - Throws: `notFound`.
    public func user(_ id: UserID) async throws(RepositoryError) -> User {
        guard let user = try await store.users.user(id) else { throw .notFound }
        return user
    }

    /// Notes in a user's trail that the admin read their data.
    public func inspect(_ user: User, _ notes: EventNotes) async throws(RepositoryError) {
        try await notes.inspection(of: user.userID, context)
    }

    /// A page of users.
    ///
    /// - Throws: `badPosition`; `invalid` for a prefix that is too short.
    public func list(_ filter: UserFilter, _ page: PageRequest) async throws(RepositoryError) -> Page<User> {
        switch filter {
        case .newest: try await store.users.list(page)
        case .emailPrefix(let prefix): try await store.users.list(emailPrefix: prefix, page)
        case .role(let role): try await store.users.list(role: role, page)
        case .isActive(let isActive): try await store.users.list(isActive: isActive, page)
        }
    }

    /// How many users there are, of whom some are on a page; see ``UserRepository/count()``.
    public func count(
        besides page: Page<UserWithStatistics>, isFirst: Bool
    ) async throws(RepositoryError) -> Int {
        isFirst && page.next == nil ? page.items.count : try await store.users.count()
    }

    /// A page of users with their statistics, the newest first.
    ///
    /// - Throws: `badPosition`.
    public func listWithStatistics(_ page: PageRequest) async throws(RepositoryError) -> Page<UserWithStatistics> {
        let users = try await store.users.list(page)
        var statistics: [UserID: UserStatistics] = [:]
        for found in try await store.users.statistics(of: users.items.map(\.userID)) {
            statistics[found.userID] = found
        }
        let found = users.items.map { user in
            UserWithStatistics(
                user: user, statistics: statistics[user.userID], today: user.timeZone.day(at: context.now))
        }
        return Page(items: found, next: users.next)
    }

    /// A user with their statistics.
    public func withStatistics(_ user: User) async throws(RepositoryError) -> UserWithStatistics {
        let statistics = try await store.users.statistics(user.userID)
        return UserWithStatistics(user: user, statistics: statistics, today: user.timeZone.day(at: context.now))
    }

    /// Changes a user's levels, role or activity; of the admin themselves the levels only.
    ///
    /// - Parameters:
    ///   - user: as the caller has read them.
    ///   - expectedVersion: the version that the caller knows; nil to change any.
    /// - Throws: `notFound`, `versionMismatch`, `ownRights`, `notAdmin`.
    public func change(
        _ user: User, _ patch: UserPatch, expectedVersion: Int? = nil
    ) async throws(RepositoryError) -> User {
        try await store.users.administrate(user, patch, expectedVersion: expectedVersion, by: admin, context)
    }
}
