import Lexi

/// What admins read of audit trails.
public struct AuditUseCases: Sendable {
    let store: LexiStore
    let now: Timestamp

    /// The trails, in a call at a time.
    public init(_ store: LexiStore, at now: Timestamp) {
        self.store = store
        self.now = now
    }

    /// What was done to a user's account, the newest first.
    ///
    /// - Throws: `badPosition`.
    public func entries(of user: User, _ page: PageRequest) async throws(RepositoryError) -> Page<TrailEntry> {
        let found = try await store.audit.entries(of: user.userID, page)
        return Page(items: found.items.map { .ofUser($0) }, next: found.next)
    }

    /// What was done to a scenario, the newest first.
    ///
    /// - Throws: `badPosition`.
    public func entries(of scenario: Scenario, _ page: PageRequest) async throws(RepositoryError) -> Page<TrailEntry> {
        let found = try await store.audit.entries(of: scenario.scenarioID, page)
        return Page(items: found.items.map { .ofScenario($0) }, next: found.next)
    }

    /// What was done on a day of UTC, to users, scenarios and accounts that were erased, the newest first.
    ///
    /// - Parameter day: nil for today.
    /// - Throws: `badPosition`.
    public func entries(on day: LocalDay?, _ page: PageRequest) async throws(RepositoryError) -> Page<TrailEntry> {
        try await store.audit.entries(on: day ?? LocalDay(utc: now), page)
    }
}
