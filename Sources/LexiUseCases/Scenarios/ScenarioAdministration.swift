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

    /// Makes a scenario under a free id: that of its title, followed by a number when that is taken.
    ///
    /// - Parameters:
    ///   - fields: without an id.
    ///   - found: what is known to be wrong with the fields.
    /// - Throws: `invalid` with every wrong field; `duplicateScenario` when ``numberedIDs`` of the title are taken.
    public func make(_ fields: ScenarioFields, _ found: FieldErrors) async throws(RepositoryError) -> Scenario {
        var errors = found
        guard let new = fields.creation(&errors), errors.isEmpty else { throw .invalid(errors) }
        var fields = fields
        for number in 1...Self.numberedIDs {
            do throws(RepositoryError) {
                if number == 1 { return try await make(new) }
                fields.scenarioID = .set(Self.numbered(new.scenarioID, number))
                guard let other = fields.creation(&errors) else { throw .invalid(errors) }
                return try await make(other)
            } catch {
                guard error == .duplicateScenario else { throw error }
            }
        }
        throw .duplicateScenario
    }

    /// Scenarios of one title that get ids by themselves.
    static let numberedIDs = 50

    private static func numbered(_ id: ScenarioID, _ number: Int) -> String {
        let end = "-\(number)"
        var start = id.text.prefix(LexiLimits.slug.upperBound - end.count)
        while start.last == "-" { start.removeLast() }
        return start + end
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
