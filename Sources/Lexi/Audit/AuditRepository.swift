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

    /// What was done on a day (UTC), to users and scenarios, the newest first. The index can be a moment late;
    /// entries of accounts that were erased since are left out.
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
        let scenarios = try await table.hydrate(
            call.pattern, keys.filter { !AuditEntry.isTrail($0) }, as: ScenarioAuditEntry.self)
        var found = Dictionary(uniqueKeysWithValues: users.map { ($0.key, TrailEntry.ofUser($0)) })
        for entry in scenarios { found[entry.key] = .ofScenario(entry) }
        return Page(items: keys.compactMap { found[$0] }, next: Position(next: mark))
    }

    /// Notes an event that changes nothing in a user's trail.
    ///
    /// - Throws: `notFound` when the account is gone, or being erased.
    public func note(
        _ action: AuditNote.Action, of user: UserID, _ context: WriteContext
    ) async throws(RepositoryError) {
        let id = ids.next()
        try await writer.commit(AccessPatterns.noteEvent, context) {
            (transaction: inout Transaction) throws(RepositoryError) -> Void in
            transaction.audit(action, id, of: user)
            transaction.checkAccount(of: user)
        }
    }
}
