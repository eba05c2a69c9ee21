import Lexi

/// What admins do with scenarios.
public struct ScenarioAdministration: Sendable {
    let store: LexiStore
    let context: WriteContext

    /// The administration in the hands of the context's actor, in a call at its time.
    public init(_ store: LexiStore, _ context: WriteContext) {
        self.store = store
        self.context = context
    }

    /// A scenario, active or not.
    ///
    /// - Throws: `notFound`.
    public func scenario(_ id: ScenarioID) async throws(RepositoryError) -> Scenario {
        try await store.scenarios.scenario(id)
    }

    /// A scenario with the exact number of its sessions.
    ///
    /// - Throws: `notFound`.
    public func scenarioWithUsage(_ id: ScenarioID) async throws(RepositoryError) -> ScenarioWithUsage {
        try await store.scenarios.scenarioWithUsage(id)
    }

    /// A page of all scenarios in their order.
    ///
    /// - Throws: `badPosition`.
    public func list(_ page: PageRequest) async throws(RepositoryError) -> Page<ScenarioWithUsage> {
        try await store.scenarios.allScenariosWithUsage(page)
    }

    /// Makes a scenario.
    ///
    /// - Throws: `duplicateScenario`.
    public func make(_ new: NewScenario) async throws(RepositoryError) -> Scenario {
        try await store.scenarios.create(new, context)
    }

    /// Changes a scenario.
    ///
    /// - Parameters:
    ///   - scenario: as the caller has read it.
    ///   - expectedVersion: the version that the caller knows; nil to change any.
    /// - Throws: `notFound`, `versionMismatch`.
    public func change(
        _ scenario: Scenario, _ patch: ScenarioPatch, expectedVersion: Int? = nil
    ) async throws(RepositoryError) -> ScenarioWithUsage {
        // Read first: when it fails, nothing has changed.
        let usage = try await store.scenarios.scenarioWithUsage(scenario.scenarioID).usageCount
        let changed = try await store.scenarios.change(
            scenario, patch, expectedVersion: expectedVersion, context)
        return ScenarioWithUsage(scenario: changed, usageCount: usage)
    }
}
