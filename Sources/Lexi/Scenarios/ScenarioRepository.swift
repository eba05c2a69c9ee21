import DynamoModel

/// Scenarios: the role-plays that sessions follow. Everybody reads the active ones; admins look after all of them.
///
/// Every call answers with ``RepositoryError``; after an error nothing has changed, but for `outcomeUnknown`.
public struct ScenarioRepository: Sendable {
    let table: LexiTable
    let clock: WallClock
    let ids: ULIDGenerator

    // MARK: Reads

    /// A scenario, active or not.
    ///
    /// - Throws: `notFound`.
    public func scenario(_ id: ScenarioID) async throws(RepositoryError) -> Scenario {
        guard let found: Scenario = try await table.get(AccessPatterns.scenarioItem, Keys.scenarioItem(id)) else {
            throw .notFound
        }
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
        for item in try await table.all(
            AccessPatterns.scenario, Keys.scenario(id), .beginsWith(Keys.metadata))
        {
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
            return try await table.page(AccessPatterns.activeScenarios, Keys.activeScenarios, .all, page)
        }
        let found: Page<Scenario> = try await table.hydratedPage(
            AccessPatterns.scenariosOfLevel, Keys.activeScenarios(level: level), page)
        // The index can lag behind: what it still lists may have been turned off or moved since.
        return Page(items: found.items.filter { $0.isActive && $0.difficultyLevel == level }, next: found.next)
    }

    /// All scenarios by their order, for admins.
    public func allScenarios(_ page: PageRequest = PageRequest()) async throws(RepositoryError) -> Page<Scenario> {
        try await table.hydratedPage(AccessPatterns.allScenarios, Keys.allScenarios, page)
    }

    /// All scenarios by their order with the numbers of their sessions, for admins. The numbers can be a moment behind.
    public func allScenariosWithUsage(
        _ page: PageRequest = PageRequest()
    ) async throws(RepositoryError) -> Page<ScenarioWithUsage> {
        let found = try await allScenarios(page)
        let keys = found.items.flatMap { scenario in
            (0..<Shard.usage).map { Keys.usage(scenario.scenarioID, shard: $0) }
        }
        var usage: [ScenarioID: Int] = [:]
        for shard: UsageShard in try await table.get(AccessPatterns.usageOfScenarios, keys) {
            usage[shard.scenarioID, default: 0] += shard.count
        }
        return found.map { ScenarioWithUsage(scenario: $0, usageCount: usage[$0.scenarioID] ?? 0) }
    }

    // MARK: Writes

    /// Makes a scenario.
    ///
    /// - Parameter actor: the admin, in whose audit trail it is noted; nil for the program itself, which has none.
    /// - Throws: `duplicateScenario` when there is one with its id.
    public func create(_ new: NewScenario, by actor: UserID?) async throws(RepositoryError) -> Scenario {
        let scenario = Scenario(new, at: clock.now)
        let writes = [table.put(scenario, if: .absent)] + audit(.scenarioCreated, scenario.scenarioID.text, actor)
        for attempt in 0..<UserWriter.attempts {
            if attempt > 0 { await table.backoff.wait(attempt) }
            switch try await table.write(AccessPatterns.writeScenario, writes) {
            case .done: return scenario
            case .conditionFailed: throw .duplicateScenario
            case .conflict: continue
            }
        }
        throw .contention
    }

    /// Changes a scenario: also turns it on and off, and moves it in the list. Index keys follow from the whole entity.
    ///
    /// - Parameters:
    ///   - expectedVersion: the version that the caller knows; nil to change any.
    ///   - actor: the admin, in whose audit trail the names of the fields are noted; nil for the program itself.
    /// - Returns: the scenario as it is now; a patch that sets nothing writes nothing.
    /// - Throws: `notFound`, `versionMismatch`, `contention`.
    public func change(
        _ id: ScenarioID, _ patch: ScenarioPatch, ifVersion expectedVersion: Int?, by actor: UserID?
    ) async throws(RepositoryError) -> Scenario {
        for attempt in 0..<UserWriter.attempts {
            if attempt > 0 { await table.backoff.wait(attempt) }
            // Whenever somebody was faster, the caller's version is looked at anew.
            let current = try await scenario(id)
            if let expectedVersion, expectedVersion != current.version {
                throw .versionMismatch(current: current.version)
            }
            if patch.isEmpty { return current }
            let changed = current.applying(patch, at: clock.now)
            let subject = ([id.text] + patch.fieldNames).joined(separator: " ")
            let writes =
                [table.put(changed, if: .version(current.version))] + audit(.scenarioChanged, subject, actor)
            if case .done = try await table.write(AccessPatterns.writeScenario, writes) { return changed }
        }
        throw .contention
    }

    private func audit(_ action: AuditEntry.Action, _ subject: String, _ actor: UserID?) -> [TransactWrite] {
        guard let actor else { return [] }
        let entry = AuditEntry(
            auditID: ids.next(), userID: actor, actorID: actor, action: action, subject: subject, createdAt: clock.now)
        return [table.put(entry, if: .absent)]
    }
}
