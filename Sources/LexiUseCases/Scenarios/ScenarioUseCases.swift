import Lexi

/// What everybody sees of the scenarios.
public struct ScenarioUseCases: Sendable {
    let store: LexiStore

    /// The scenarios of a store.
    public init(_ store: LexiStore) { self.store = store }

    /// An active scenario.
    ///
    /// - Throws: `notFound`, also for an inactive one.
    public func scenario(_ id: ScenarioID) async throws(RepositoryError) -> Scenario {
        try await store.scenarios.activeScenario(id)
    }

    /// All active scenarios in their order, up to ``PageRequest/maximumLimit``.
    public func all() async throws(RepositoryError) -> [Scenario] {
        try await list(level: nil, PageRequest(limit: PageRequest.maximumLimit)).items
    }

    /// A page of the active scenarios in their order.
    ///
    /// - Parameter level: only those of this level; nil for all.
    /// - Throws: `badPosition`.
    public func list(level: CEFRLevel?, _ page: PageRequest) async throws(RepositoryError) -> Page<Scenario> {
        try await store.scenarios.activeScenarios(level: level, page)
    }
}
