import DynamoModel

/// Users, their statistics and activity. Unless it throws `outcomeUnknown`, a failed call wrote nothing.
public struct UserRepository: Sendable {
    let table: LexiTable
    let ids: ULIDGenerator
    let writer: Writer

    // MARK: Reads

    /// The user of an identity: what a token speaks for.
    ///
    /// Of a user id that was found before, ``user(_:)`` needs one read instead of two.
    public func user(_ identity: Identity) async throws(RepositoryError) -> User? {
        guard let id = try await userID(identity) else { return nil }
        return try await user(id)
    }

    /// Resolves an issuer and subject to the registered user; nil when nobody registered with them.
    public func userID(_ identity: Identity) async throws(RepositoryError) -> UserID? {
        try await table.get(AccessPatterns.identity, (identity.issuer, identity.subject))?.userID
    }

    /// When the account of an identity was erased, if that was within a day.
    public func erasure(of identity: Identity) async throws(RepositoryError) -> Timestamp? {
        let erased = try await table.get(AccessPatterns.erasedIdentity, ErasedIdentity.hash(identity))
        return erased?.erasedAt
    }

    /// The user with an e-mail address.
    public func user(_ email: EmailAddress) async throws(RepositoryError) -> User? {
        guard let id = try await userID(email) else { return nil }
        return try await user(id)
    }

    /// The user id of an e-mail address.
    public func userID(_ email: EmailAddress) async throws(RepositoryError) -> UserID? {
        try await table.get(AccessPatterns.email, email.text)?.userID
    }

    /// The user with an id.
    public func user(_ id: UserID) async throws(RepositoryError) -> User? {
        try await table.get(AccessPatterns.user, id)
    }

    /// A user's statistics.
    ///
    /// - Throws: `notFound`.
    public func statistics(_ id: UserID) async throws(RepositoryError) -> UserStatistics {
        guard let found = try await table.get(AccessPatterns.statistics, id) else { throw .notFound }
        return found
    }

    /// A user with their statistics, as both are at one moment.
    ///
    /// - Throws: `notFound`.
    public func profile(_ id: UserID) async throws(RepositoryError) -> (user: User, statistics: UserStatistics) {
        guard let (user, statistics) = try await userAndStatistics(id), let statistics else { throw .notFound }
        return (user, statistics)
    }

    /// A user with their statistics, which an account that is being erased may have lost; nil when there is no such
    /// user. One query, which costs a unit as one get does.
    public func userAndStatistics(
        _ id: UserID
    ) async throws(RepositoryError) -> (user: User, statistics: UserStatistics?)? {
        var user: User?
        var statistics: UserStatistics?
        for item in try await table.all(AccessPatterns.profile, of: id) {
            switch ItemKind(of: item) {
            case .user: user = try table.decode(item)
            case .statistics: statistics = try table.decode(item)
            default: break
            }
        }
        return user.map { ($0, statistics) }
    }

    /// A user's active days between two days, both included, the newest first. Days without activity are not there.
    ///
    /// - Parameter known: the user's statistics, if they were read already.
    public func activity(
        _ id: UserID, from first: LocalDay, to last: LocalDay, _ known: UserStatistics? = nil
    ) async throws(RepositoryError) -> [ActivityDay] {
        let days = try await table.days(of: id, known) { () async throws(RepositoryError) in
            try await table.all(AccessPatterns.activity, of: id, .between(first, last))
        }
        return days.filter { $0.count > 0 && first <= $0.day && $0.day <= last }
    }

    // MARK: Registration

    /// Registers a user, with all that keeps identity and address unique, in one transaction.
    ///
    /// - Parameters:
    ///   - id: the user's id, for data that brings it along; nil makes one.
    ///   - context: who registers the user; nil for the user themselves, now.
    ///   - call: with a context of nil, the call that is carried out, if its client gave it a key.
    /// - Throws: `alreadyRegistered` when the identity has a user, `duplicateEmail` when another user has the address.
    public func register(
        _ new: NewUser, id: UserID? = nil, _ context: WriteContext? = nil, call: IdempotentCall? = nil
    ) async throws(RepositoryError) -> User {
        let id = id ?? ids.next()
        let context = context ?? WriteContext(.user(id), at: writer.clock.now, call: call)
        let user = User(new, id: id, at: context.now)
        do {
            return try await register(user, context)
        } catch {
            switch error {
            case .duplicateEmail, .alreadyRegistered: break
            default: throw error
            }
            guard try await freeGuards(of: user) else { throw error }
        }
        return try await register(user, context)
    }

    private func register(_ user: User, _ context: WriteContext) async throws(RepositoryError) -> User {
        let id = user.userID
        let row = FeedRow(userID: id, position: user.feedPosition, kind: .user, entityID: id.ulid, expiresAt: nil)
        return try await writer.commit(AccessPatterns.register, context) { (transaction: inout Transaction) in
            transaction.put(IdentityGuard(user), if: .absent, else: Self.identityTaken)
            transaction.put(EmailGuard(user), if: .absent, else: .failure { _ in .duplicateEmail })
            transaction.put(user, if: .absent)
            transaction.put(UserStatistics.initial(userID: id, feedPosition: user.feedPosition), if: .absent)
            transaction.audit(.registered, ids.next(), of: id)
            transaction.put(row, if: .absent)
            return user
        }
    }

    /// Removes guards in the way of a registration whose user's partition is empty: an account was erased whose damaged
    /// items no longer named them. While anything of an account is left, the guards lead an operator to it.
    ///
    /// - Returns: whether there was one.
    private func freeGuards(of user: User) async throws(RepositoryError) -> Bool {
        let identity = (user.identity.issuer, user.identity.subject)
        return try await writer.commit(AccessPatterns.removeGuards, writer.context(.service)) {
            (transaction: inout Transaction) async throws(RepositoryError) -> Bool in
            let guards = [
                try await table.item(AccessPatterns.identity, identity, ()),
                try await table.item(AccessPatterns.email, user.email.text, ()),
            ]
            for item in guards {
                guard let item, let key = ItemKey(item), let owner = item["user_id"]?.string.flatMap({ UserID($0) }),
                    try await !table.holdsItems(of: owner)
                else { continue }
                transaction.delete(key, if: .unchanged("user_id", of: item))
            }
            return !transaction.writes.isEmpty
        }
    }

    private static let identityTaken = Refusal.failure { item in
        guard let item else { return .contention }
        do throws(CorruptItem) {
            return .alreadyRegistered(try IdentityGuard(item: item).userID)
        } catch { return .corrupt(error) }
    }

    // MARK: Changes

    /// Changes a user's profile: what the user themselves, or an onboarding, may change.
    ///
    /// - Parameters:
    ///   - user: as the caller has read them.
    ///   - expectedVersion: the version that the caller knows; nil to change any.
    ///   - context: nil for the user themselves, now.
    /// - Throws: `notFound`, `versionMismatch`.
    public func update(
        _ user: User, _ patch: UserPatch, expectedVersion: Int? = nil, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> User {
        let context = context ?? writer.context(.user(user.userID))
        return try await change(user, patch, expectedVersion, AccessPatterns.editUser, context) {
            (_: inout UserTransaction, _, _) async throws(RepositoryError) in
        }
    }

    /// Changes a user as an admin or operator, and notes it in the user's audit trail.
    ///
    /// Nobody is left without an admin: a change of role or activity is refused for the admin's own account, and its
    /// transaction holds only while the acting admin's item is the one that was read, with these rights, and their
    /// account is not being erased. Of two admins who demote each other at the same time one comes too late and is
    /// refused, so that after each change somebody is an active admin: the one who made it.
    ///
    /// - Parameters:
    ///   - user: as the caller has read them.
    ///   - expectedVersion: the version that the caller knows; nil to change any.
    ///   - admin: who acts, as the caller has read them; nil for an operator, whom no table can lock out.
    /// - Throws: `notFound`, `versionMismatch`, `ownRights`, `notAdmin`.
    public func administrate(
        _ user: User, _ patch: UserPatch, expectedVersion: Int? = nil, by admin: User? = nil, _ context: WriteContext
    ) async throws(RepositoryError) -> User {
        try await change(user, patch, expectedVersion, AccessPatterns.changeUser, context) {
            (transaction: inout UserTransaction, now, changed) async throws(RepositoryError) in
            transaction.audit(.userChanged, ids.next(), of: user.userID, patch.auditSubject)
            guard let admin, now.role != changed.role || now.isActive != changed.isActive else { return }
            try await requireRights(of: admin, over: user, &transaction)
        }
    }

    private func requireRights(
        of admin: User, over user: User, _ transaction: inout UserTransaction
    ) async throws(RepositoryError) {
        guard admin.userID != user.userID else { throw .ownRights }
        let acting = try await transaction.current(admin) { () async throws(RepositoryError) -> User in
            guard let acting = try await self.user(admin.userID) else { throw .notAdmin }
            return acting
        }
        guard acting.isWorkingAdmin else { throw .notAdmin }
        Self.require(acting, &transaction)
    }

    private func change(
        _ known: User, _ patch: UserPatch, _ expectedVersion: Int?, _ pattern: AccessPattern, _ context: WriteContext,
        _ also: (inout UserTransaction, User, User) async throws(RepositoryError) -> Void
    ) async throws(RepositoryError) -> User {
        try await writer.commit(pattern, for: known.userID, context) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> User in
            let user = try await transaction.current(known) { () async throws(RepositoryError) -> User in
                guard let user = try await self.user(known.userID) else { throw .notFound }
                return user
            }
            if let expectedVersion, expectedVersion != user.version { throw .versionMismatch(current: user.version) }
            if patch.isEmpty { return user }
            var changed = user.applying(patch, at: transaction.now)
            changed.feedPosition = transaction.recordChange(.user, user.userID.ulid, replacing: user.feedPosition)
            transaction.put(changed, if: .version(user.version))
            if changed.schedulerMark != user.schedulerMark {
                transaction.statistics.scheduler = changed.schedulerMark
                transaction.statistics.hasCardsToFold = transaction.statistics.totalWordsLearned > 0
            }
            try await also(&transaction, user, changed)
            return changed
        }
    }
}

extension User {
    /// A user as they are when they register.
    init(_ new: NewUser, id: UserID, at now: Timestamp) {
        let plain = User(
            userID: id, email: new.email, displayName: new.displayName, avatarURL: .none,
            currentLevel: User.defaultCurrentLevel, targetLevel: User.defaultTargetLevel, role: new.role,
            isActive: true, isNewUser: true, learningGoal: "", timeZone: .standard, createdAt: now, updatedAt: now,
            version: 0, identity: new.identity, feedPosition: FeedPosition(time: now, sequence: 1))
        self = plain.applying(new.profile, at: now)
    }
}
