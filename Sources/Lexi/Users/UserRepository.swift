import DynamoModel

/// Users, their statistics and activity. Methods throw ``RepositoryError``; nothing has changed then.
public struct UserRepository: Sendable {
    let table: LexiTable
    let clock: WallClock
    let ids: ULIDGenerator
    let writer: UserWriter

    // MARK: Reads

    /// The user of an identity: what a token speaks for.
    ///
    /// Of a user id that was found before, ``user(_:)`` needs one read instead of two.
    public func user(_ identity: Identity) async throws(RepositoryError) -> User? {
        guard let id = try await userID(identity) else { return nil }
        return try await user(id)
    }

    /// The user id of an identity.
    public func userID(_ identity: Identity) async throws(RepositoryError) -> UserID? {
        let found: IdentityGuard? = try await table.get(AccessPatterns.identity, Keys.identityGuard(identity))
        return found?.userID
    }

    /// The user with an e-mail address.
    public func user(_ email: EmailAddress) async throws(RepositoryError) -> User? {
        let found: EmailGuard? = try await table.get(AccessPatterns.email, Keys.emailGuard(email))
        guard let found else { return nil }
        return try await user(found.userID)
    }

    /// The user with an id.
    public func user(_ id: UserID) async throws(RepositoryError) -> User? {
        try await table.get(AccessPatterns.user, Keys.userItem(id))
    }

    /// A user's statistics.
    ///
    /// - Throws: `notFound`.
    public func statistics(_ id: UserID) async throws(RepositoryError) -> UserStatistics {
        let found: UserStatistics? = try await table.get(AccessPatterns.statistics, Keys.statistics(id))
        guard let found else { throw .notFound }
        return found
    }

    /// A user with their statistics, as both are at one moment.
    ///
    /// - Throws: `notFound`.
    public func profile(_ id: UserID) async throws(RepositoryError) -> (user: User, statistics: UserStatistics) {
        var user: User?
        var statistics: UserStatistics?
        for item in try await table.all(AccessPatterns.profile, Keys.user(id), .beginsWith(Keys.metadata)) {
            guard let key = ItemKey(item) else { continue }
            if key == Keys.userItem(id) { user = try table.decode(item) }
            if key == Keys.statistics(id) { statistics = try table.decode(item) }
        }
        guard let user, let statistics else { throw .notFound }
        return (user, statistics)
    }

    /// A user's active days between two days, both included, the newest first. Days without activity are not there.
    public func activity(
        _ id: UserID, from first: LocalDay, to last: LocalDay
    ) async throws(RepositoryError) -> [ActivityDay] {
        let range = SortRange.between(Keys.day(first), Keys.day(last))
        var days: [ActivityDay] = []
        for item in try await table.all(AccessPatterns.activity, Keys.user(id), range) {
            days.append(try table.decode(item))
        }
        return days
    }

    // MARK: Registration

    /// Registers a user, with all that keeps identity and address unique, in one transaction.
    ///
    /// - Throws: `alreadyRegistered` when the identity has a user, `duplicateEmail` when another user has the address.
    public func register(_ new: NewUser) async throws(RepositoryError) -> User {
        let now = clock.now
        let id: UserID = ids.next()
        let feed = FeedPosition(time: now, sequence: 1)
        let plain = User(
            userID: id, email: new.email, displayName: new.displayName, avatarURL: .none,
            currentLevel: User.defaultCurrentLevel, targetLevel: User.defaultTargetLevel, role: new.role,
            isActive: true, isNewUser: true, learningGoal: "", timeZone: .standard, createdAt: now, updatedAt: now,
            version: 0, identity: new.identity, feedPosition: feed)
        let user = plain.applying(new.profile, at: now)
        let audit = AuditEntry(
            auditID: ids.next(), userID: id, actorID: id, action: .registered, subject: "", createdAt: now)
        let row = FeedRow(userID: id, position: feed, kind: .user, entityID: id.ulid, expiresAt: nil)
        let entities: [any ItemConvertible] = [
            IdentityGuard(user), EmailGuard(user), user, UserStatistics.initial(userID: id, feedPosition: feed), audit,
            row,
        ]
        try await putNew(entities)
        return user
    }

    /// The first two are the guards, whose reasons tell what is taken.
    private func putNew(_ entities: [any ItemConvertible]) async throws(RepositoryError) {
        let condition = WriteCondition.absent
        let writes = entities.map { entity in
            TransactWrite(
                tableName: table.name, .put(item: entity.item), conditionExpression: condition.expression,
                parameters: condition.parameters, returnValuesOnConditionCheckFailure: .allOld)
        }
        for attempt in 0..<UserWriter.attempts {
            if attempt > 0 { await table.backoff.wait(attempt) }
            guard let reasons = try await table.transact(AccessPatterns.register, writes) else { return }
            if reasons[0].code == .conditionalCheckFailed, let item = reasons[0].item {
                throw .alreadyRegistered(try table.decode(item, as: IdentityGuard.self).userID)
            }
            if reasons[1].code == .conditionalCheckFailed { throw .duplicateEmail }
            for reason in reasons where reason.code == .validationError {
                throw .refused(DynamoDBError(.validation, reason.message ?? "An item was refused"))
            }
        }
        throw .contention
    }

    // MARK: Changes

    /// Changes a user's profile: what the user themselves, or an onboarding, may change.
    ///
    /// - Parameter expectedVersion: the version that the caller knows; nil to change any.
    /// - Throws: `notFound`, `versionMismatch`.
    public func update(
        _ id: UserID, _ patch: UserPatch, expectedVersion: Int? = nil
    ) async throws(RepositoryError) -> User {
        try await change(id, patch, expectedVersion: expectedVersion, AccessPatterns.editUser) { _ in nil }
    }

    /// Changes a user as an admin, and notes it in the user's audit trail.
    ///
    /// - Throws: `notFound`, `versionMismatch`.
    public func update(
        _ id: UserID, asAdmin patch: UserPatch, by actor: UserID, expectedVersion: Int? = nil
    ) async throws(RepositoryError) -> User {
        let fields = patch.fieldNames.joined(separator: " ")
        return try await change(id, patch, expectedVersion: expectedVersion, AccessPatterns.changeUser) { now in
            AuditEntry(
                auditID: ids.next(), userID: id, actorID: actor, action: .userChanged, subject: fields, createdAt: now)
        }
    }

    private func change(
        _ id: UserID, _ patch: UserPatch, expectedVersion: Int?, _ pattern: AccessPattern,
        audit: (Timestamp) -> AuditEntry?
    ) async throws(RepositoryError) -> User {
        try await writer.commit(id, pattern) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> User in
            guard let user = try await user(id) else { throw .notFound }
            if let expectedVersion, expectedVersion != user.version { throw .versionMismatch(current: user.version) }
            if patch.isEmpty { return user }
            var changed = user.applying(patch, at: transaction.now)
            changed.feedPosition = transaction.recordChange(.user, id.ulid, replacing: user.feedPosition)
            transaction.put(changed, if: .version(user.version))
            if let entry = audit(transaction.now) { transaction.put(entry, if: .absent) }
            return changed
        }
    }
}
