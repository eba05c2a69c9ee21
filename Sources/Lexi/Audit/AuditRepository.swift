import DynamoModel

/// The audit trails. Entries are made by the writes that they are about; see ``WriteCollector``.
public struct AuditRepository: Sendable {
    let table: LexiTable
    let ids: ULIDGenerator
    let writer: Writer

    /// What was done to a user's account, the newest first.
    public func entries(of user: UserID, _ page: PageRequest) async throws(RepositoryError) -> Page<AuditEntry> {
        try await table.page(AccessPatterns.auditOfUser, of: user, page)
    }

    /// What was done to a scenario, the newest first.
    public func entries(
        of scenario: ScenarioID, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<ScenarioAuditEntry> {
        try await table.page(AccessPatterns.auditOfScenario, of: scenario, page)
    }

    /// What was done on a day (UTC), to users, scenarios and accounts that were erased, the newest first. The index can
    /// be a moment late; entries of accounts that were erased since are left out.
    public func entries(on day: LocalDay, _ page: PageRequest) async throws(RepositoryError) -> Page<TrailEntry> {
        try await entries(AccessPatterns.auditOfDay.call(day), page)
    }

    /// What a user did to others and to scenarios, the oldest first.
    public func entries(by user: UserID, _ page: PageRequest) async throws(RepositoryError) -> Page<TrailEntry> {
        try await entries(AccessPatterns.actions.call(user), page)
    }

    /// The entries that an index with those of both kinds lists.
    private func entries(_ call: QueryCall, _ page: PageRequest) async throws(RepositoryError) -> Page<TrailEntry> {
        let (rows, mark) = try await table.rows(call, limit: page.limit, after: try page.mark())
        let keys = rows.map(\.item)
        let users = try await table.hydrate(
            call.pattern, keys.filter { AuditEntry.isTrail($0) }, as: AuditEntry.self)
        let erasures = try await table.hydrate(
            call.pattern, keys.filter { ErasureAuditEntry.isTrail($0) }, as: ErasureAuditEntry.self)
        let scenarios = try await table.hydrate(
            call.pattern, keys.filter { !AuditEntry.isTrail($0) && !ErasureAuditEntry.isTrail($0) },
            as: ScenarioAuditEntry.self)
        var found = Dictionary(uniqueKeysWithValues: users.map { ($0.key, TrailEntry.ofUser($0)) })
        for entry in scenarios { found[entry.key] = .ofScenario(entry) }
        for entry in erasures { found[entry.key] = .ofErasure(entry) }
        return Page(items: keys.compactMap { found[$0] }, next: Position(next: mark))
    }

    /// Notes an event that changes nothing in a user's trail.
    ///
    /// - Throws: `notFound` when the account is gone, or being erased; `alreadyDone` when the context brings a call
    ///   along whose record is there.
    public func note(
        _ action: AuditNote.Action, of user: UserID, _ context: WriteContext
    ) async throws(RepositoryError) {
        let id = ids.next()
        _ = try await writer.commit(AccessPatterns.noteEvent, context) {
            (transaction: inout Transaction) throws(RepositoryError) -> NotedEvent in
            transaction.audit(action, id, of: user)
            transaction.checkAccount(of: user)
            return NotedEvent(user: user)
        }
    }

    /// Notes an event in a user's trail, unless the same actor's same event was noted within a time: so that what
    /// comes again and again costs no more than a few writes.
    ///
    /// - Returns: whether it was noted now.
    /// - Throws: `notFound` when the account is gone, or being erased.
    @discardableResult
    public func noteOnce(
        _ action: AuditNote.Action, of user: UserID, within time: EventPeriod, _ context: WriteContext
    ) async throws(RepositoryError) -> Bool {
        let call = IdempotentCall(noting: action, of: user, by: context.actor, within: time, at: context.now)
        do throws(RepositoryError) {
            try await note(
                action, of: user,
                WriteContext(
                    context.actor, at: context.now, statistics: context.statistics, requestID: context.requestID,
                    call: call))
        } catch {
            guard error == .alreadyDone else { throw error }
            return false
        }
        return true
    }

    /// Notes that somebody used a token from before the erasure of its account: once, in a list that names nobody.
    ///
    /// - Returns: whether it was noted now.
    @discardableResult
    public func noteOutdatedToken(
        of identity: Identity, _ context: WriteContext
    ) async throws(RepositoryError) -> Bool {
        let id = ids.next()
        return try await writer.commit(AccessPatterns.noteOutdatedToken, context) {
            (transaction: inout Transaction) async throws(RepositoryError) -> Bool in
            let hash = ErasedIdentity.hash(identity)
            guard var erased = try await table.get(AccessPatterns.erasedIdentity, hash), erased.tokenRefusedAt == nil
            else { return false }
            erased.tokenRefusedAt = transaction.now
            transaction.put(erased, if: .without(ErasedIdentity.refusalAttribute))
            transaction.audit(.tokenOutdated, id, ofErasure: erased.erasureID ?? id)
            return true
        }
    }
}

/// That an event was noted: what is kept of it says in whose trail.
private struct NotedEvent: KeptResultConvertible {
    let user: UserID

    var keptResult: KeptResult { .user(user) }
}
