import DynamoModel

// The rule that somebody is always an active admin.
extension UserRepository {
    /// Pages of admins that are read to find one; of several hundred admins without a working one more are not sought.
    private static let pagesOfAdmins = 10

    /// Makes a transaction depend on an admin other than a user, so that the user can go.
    ///
    /// - Throws: `lastAdmin` when nobody else is an active admin.
    func requireAdmin(
        besides user: UserID, _ transaction: inout some WriteCollector
    ) async throws(RepositoryError) {
        var page = PageRequest(limit: 50)
        for _ in 0..<Self.pagesOfAdmins {
            let admins = try await readableAdmins(page)
            if let other = admins.items.first(where: { $0.userID != user && $0.isWorkingAdmin }) {
                return Self.require(other, &transaction)
            }
            guard let next = admins.next else { break }
            page = PageRequest(limit: page.limit, position: next)
        }
        throw .lastAdmin
    }

    /// A page of the admins without those whose items are damaged: they keep no others from going.
    private func readableAdmins(_ page: PageRequest) async throws(RepositoryError) -> Page<User> {
        let calls = (0..<Shard.users).map { AccessPatterns.usersByRole.call((Role.admin, ShardNumber($0))) }
        let (rows, next) = try await table.merged(calls, page)
        let items = try await table.items(
            calls[0].pattern, rows.compactMap { ItemKey($0) }, isConsistent: false)
        return Page(items: items.compactMap { try? User(item: $0) }, next: next)
    }

    /// Makes a transaction depend on an admin's being one, as they were read. Closing an account does not change the
    /// user's version, but it marks the statistics.
    static func require(_ admin: User, _ transaction: inout some WriteCollector) {
        transaction.check(admin.key, if: .version(admin.version))
        transaction.checkAccount(of: admin.userID, else: .again)
    }
}

extension User {
    /// Whether the user can act as an admin.
    var isWorkingAdmin: Bool { role == .admin && isActive && erasureStartedAt == nil }
}
