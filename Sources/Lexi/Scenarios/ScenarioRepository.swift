import DynamoModel

/// Scenarios: the role-plays that sessions follow. Everybody reads the active ones; admins look after all of them.
///
/// Unless it throws `outcomeUnknown`, a failed call wrote nothing.
public struct ScenarioRepository: Sendable {
    let table: LexiTable
    let ids: ULIDGenerator
    let writer: Writer

    // MARK: Reads

    /// A scenario, active or not.
    ///
    /// - Throws: `notFound`.
    public func scenario(_ id: ScenarioID) async throws(RepositoryError) -> Scenario {
        guard let found = try await table.get(AccessPatterns.scenarioItem, id) else { throw .notFound }
        return found
    }

    /// A scenario that learners see: an inactive one answers like one that does not exist.
    ///
    /// - Throws: `notFound`.
    public func activeScenario(_ id: ScenarioID) async throws(RepositoryError) -> Scenario {
        let found = try await scenario(id)
        guard found.isActive else { throw .notFound }
        return found
    }

    /// A scenario with the exact number of sessions that were started from it.
    ///
    /// - Throws: `notFound`.
    public func scenarioWithUsage(_ id: ScenarioID) async throws(RepositoryError) -> ScenarioWithUsage {
        var scenario: Scenario?
        var usage = 0
        for item in try await table.all(AccessPatterns.scenario, of: id) {
            if ItemKind(of: item) == .usage {
                usage += try table.decode(item, as: UsageShard.self).count
            } else {
                scenario = try table.decode(item)
            }
        }
        guard let scenario else { throw .notFound }
        return ScenarioWithUsage(scenario: scenario, usageCount: usage)
    }

    /// The active scenarios by their order, those of one level if it is named.
    public func activeScenarios(
        level: CEFRLevel? = nil, _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<Scenario> {
        guard let level else {
            return try await table.page(AccessPatterns.activeScenarios, of: (), page)
        }
        let found = try await table.page(AccessPatterns.scenariosOfLevel, of: level, page)
        // The index can lag: a scenario that it still lists may have been turned off or moved since.
        return Page(items: found.items.filter { $0.isActive && $0.difficultyLevel == level }, next: found.next)
    }

    /// All scenarios by their order, for admins.
    public func allScenarios(_ page: PageRequest = PageRequest()) async throws(RepositoryError) -> Page<Scenario> {
        try await table.page(AccessPatterns.allScenarios, of: (), page)
    }

    /// All scenarios by their order with the numbers of their sessions, for admins. The numbers can lag by a moment.
    public func allScenariosWithUsage(
        _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<ScenarioWithUsage> {
        let found = try await allScenarios(page)
        let keys = found.items.flatMap { scenario in
            (0..<Shard.usage).map { (scenario.scenarioID, ShardNumber($0)) }
        }
        var usage: [ScenarioID: Int] = [:]
        for shard in try await table.get(AccessPatterns.usageOfScenarios, keys) {
            usage[shard.scenarioID, default: 0] += shard.count
        }
        return found.map { ScenarioWithUsage(scenario: $0, usageCount: usage[$0.scenarioID] ?? 0) }
    }

    // MARK: Writes

    /// Makes a scenario, and notes it in its audit trail.
    ///
    /// - Throws: `duplicateScenario` when there is one with its id.
    public func create(_ new: NewScenario, _ context: WriteContext) async throws(RepositoryError) -> Scenario {
        let scenario = Scenario(new, at: context.now)
        return try await writer.commit(AccessPatterns.createScenario, context) { (transaction: inout Transaction) in
            transaction.put(scenario, if: .absent, else: .failure { _ in .duplicateScenario })
            transaction.audit(.scenarioCreated, ids.next(), of: scenario.scenarioID)
            return scenario
        }
    }

    /// Changes a scenario: also turns it on and off, and moves it in the list. Index keys follow from the whole entity.
    /// The names of the changed fields are noted in its audit trail.
    ///
    /// - Parameters:
    ///   - scenario: as the caller has read it.
    ///   - expectedVersion: the version that the caller knows; nil to change any.
    /// - Returns: the scenario as it is now; a patch that sets nothing writes nothing.
    /// - Throws: `notFound`, `versionMismatch`, `contention`.
    public func change(
        _ scenario: Scenario, _ patch: ScenarioPatch, expectedVersion: Int? = nil, _ context: WriteContext
    ) async throws(RepositoryError) -> Scenario {
        try await writer.commit(AccessPatterns.changeScenario, context) {
            (transaction: inout Transaction) async throws(RepositoryError) -> Scenario in
            let current = try await transaction.current(scenario) { () async throws(RepositoryError) in
                try await self.scenario(scenario.scenarioID)
            }
            if let expectedVersion, expectedVersion != current.version {
                throw .versionMismatch(current: current.version)
            }
            if patch.isEmpty { return current }
            let changed = current.applying(patch, at: transaction.now)
            transaction.put(changed, if: .version(current.version))
            transaction.audit(.scenarioChanged, ids.next(), of: scenario.scenarioID, patch.fieldNames)
            return changed
        }
    }
}
