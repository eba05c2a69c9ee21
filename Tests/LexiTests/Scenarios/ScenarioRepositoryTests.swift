import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct ScenarioRepositoryTests {
    // A scenario is read as it was made, and its id is taken from then on.
    @Test func create() async throws {
        try await SessionWorld.run { world in
            let admin = try await world.user("admin")
            let made = try await world.scenario(by: admin.userID)
            #expect(made.version == 1)
            #expect(made.notes == "For admins")
            #expect(try await world.scenarios.scenario(made.scenarioID) == made)
            #expect(try await world.scenarios.activeScenario(made.scenarioID) == made)
            try await world.refuses(.duplicateScenario) { try await world.scenario(by: admin.userID) }
            let missing = try Slug("nowhere")
            try await world.refuses(.notFound) { try await world.scenarios.scenario(missing) }
            try await world.refuses(.notFound) { try await world.scenarios.scenarioWithUsage(missing) }
            try await world.refuses(.notFound) {
                try await world.scenarios.change(missing, SessionWorld.patch(order: 2), ifVersion: nil, by: nil)
            }
        }
    }

    // The audit names who made and changed a scenario, and which fields. It is the scenario's own: nothing of it is in
    // the partition of the admin, whose account may go.
    @Test func audit() async throws {
        try await SessionWorld.run { world in
            let admin = try await world.user("admin")
            let made = try await world.scenario(by: admin.userID)
            let other = try await world.scenario("by-the-program")
            let patch = SessionWorld.patch(isActive: false, order: 9)
            world.time.advance(by: 1)
            _ = try await world.scenarios.change(made.scenarioID, patch, ifVersion: 1, by: admin.userID)
            let trail = try await world.store.audit.entries(of: made.scenarioID, PageRequest()).items
            #expect(trail.map(\.note.action) == [.scenarioChanged, .scenarioCreated])
            #expect(trail.allSatisfy { $0.note.actor == .user(admin.userID) && $0.scenarioID == made.scenarioID })
            #expect(trail.first?.note.subject == "order is_active")
            let program = try await world.store.audit.entries(of: other.scenarioID, PageRequest()).items
            #expect(program.map(\.note.actor) == [.operator])
            let own = try await world.table.queryPages(
                "PK = :user AND begins_with(SK, :created)",
                values: [":user": .s(User.key(admin.userID).partition), ":created": "CREATED#"]
            ).flatMap(\.items).map { try AuditEntry(item: $0).note.action }
            #expect(own == [.registered])
        }
    }

    // A change needs the version that the caller knows, if it names one; a patch that sets nothing writes nothing.
    @Test func versions() async throws {
        try await SessionWorld.run { world in
            let id = try await world.scenario().scenarioID
            world.time.advance(by: 60)
            let changed = try await world.scenarios.change(id, SessionWorld.patch(order: 5), ifVersion: 1, by: nil)
            #expect(changed.version == 2)
            #expect(changed.order == 5)
            #expect(changed.createdAt == SessionWorld.start)
            #expect(changed.updatedAt == SessionWorld.start.adding(seconds: 60))
            try await world.refuses(.versionMismatch(current: 2)) {
                try await world.scenarios.change(id, SessionWorld.patch(order: 6), ifVersion: 1, by: nil)
            }
            #expect(try await world.scenarios.change(id, ScenarioPatch(), ifVersion: 2, by: nil) == changed)
            #expect(try await world.scenarios.change(id, ScenarioPatch(), ifVersion: nil, by: nil) == changed)
            #expect(try await world.scenarios.scenario(id) == changed)
        }
    }

    // Of several changes of the same version at once exactly one is done; without a version all are, one after another.
    @Test func concurrentChanges() async throws {
        try await SessionWorld.run { world in
            let id = try await world.scenario().scenarioID
            let scenarios = world.scenarios
            let results = await withTaskGroup(of: Bool.self) { group in
                for order in 10..<18 {
                    group.addTask {
                        let patch = SessionWorld.patch(order: order)
                        return (try? await scenarios.change(id, patch, ifVersion: 1, by: nil)) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(results == 1)
            #expect(try await scenarios.scenario(id).version == 2)
            try await withThrowingTaskGroup { group in
                for order in 20..<26 {
                    group.addTask {
                        _ = try await scenarios.change(id, SessionWorld.patch(order: order), ifVersion: nil, by: nil)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await scenarios.scenario(id).version == 8)
        }
    }

    // Turning a scenario off takes it out of the learners' lists, moving it changes its place, and admins see all.
    @Test func lists() async throws {
        try await SessionWorld.run { world in
            let scenarios = world.scenarios
            for (id, level, order) in [("c", CEFRLevel.a1, 3), ("a", .a1, 1), ("b", .b1, 2), ("d", .a1, 3)] {
                try await world.scenario(id, level: level, order: order)
            }
            try await world.scenario("e", order: 0, isActive: false)
            #expect(try await scenarios.activeScenarios().items.map(\.scenarioID.text) == ["a", "b", "c", "d"])
            #expect(try await scenarios.activeScenarios(level: .a1).items.map(\.scenarioID.text) == ["a", "c", "d"])
            #expect(try await scenarios.allScenarios().items.map(\.scenarioID.text) == ["e", "a", "b", "c", "d"])
            let change = { (id: String, patch: ScenarioPatch) in
                _ = try await scenarios.change(try Slug(id), patch, ifVersion: nil, by: nil)
            }
            try await change("a", SessionWorld.patch(isActive: false))
            try await change("d", SessionWorld.patch(order: 1))
            try await change("c", SessionWorld.patch(level: .b1))
            try await change("e", SessionWorld.patch(isActive: true))
            #expect(try await scenarios.activeScenarios().items.map(\.scenarioID.text) == ["e", "d", "b", "c"])
            #expect(try await scenarios.activeScenarios(level: .a1).items.map(\.scenarioID.text) == ["e", "d"])
            #expect(try await scenarios.activeScenarios(level: .b1).items.map(\.scenarioID.text) == ["b", "c"])
            #expect(try await scenarios.activeScenarios(level: .c2).items.isEmpty)
            #expect(try await scenarios.allScenarios().items.map(\.scenarioID.text) == ["e", "a", "d", "b", "c"])
            let inactive = try Slug("a")
            try await world.refuses(.notFound) { try await scenarios.activeScenario(inactive) }
            #expect(try await scenarios.scenario(inactive).isActive == false)
        }
    }

    // Pages of every list together are the list, whatever their size.
    @Test(arguments: [1, 2, 3, 7]) func pages(limit: Int) async throws {
        try await SessionWorld.run { world in
            for number in 0..<7 { try await world.scenario("s-\(number)", order: number / 2) }
            let expected = (0..<7).map { "s-\($0)" }
            let lists: [(PageRequest) async throws -> Page<Scenario>] = [
                { try await world.scenarios.activeScenarios($0) },
                { try await world.scenarios.activeScenarios(level: .a1, $0) },
                { try await world.scenarios.allScenarios($0) },
            ]
            for list in lists { #expect(try await SessionWorld.all(limit, list).map(\.scenarioID.text) == expected) }
        }
    }

    // The usage count is exact over all shards, and sessions of other scenarios do not count.
    @Test func usage() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            let (one, other) = (try await world.scenario("one"), try await world.scenario("other"))
            #expect(try await world.scenarios.scenarioWithUsage(one.scenarioID).usageCount == 0)
            for _ in 0..<25 { _ = try await world.session(user, one) }
            _ = try await world.session(user, other)
            let used = try await world.scenarios.scenarioWithUsage(one.scenarioID)
            #expect(used == ScenarioWithUsage(scenario: one, usageCount: 25))
            let shards = try await world.table.queryPages(
                "PK = :scenario AND begins_with(SK, :usage)",
                values: [":scenario": .s(Scenario.key(one.scenarioID).partition), ":usage": "METADATA#USAGE#"]
            ).flatMap(\.items)
            #expect(shards.count > 1, "all starts hit one shard")
            #expect(shards.count <= Shard.usage)
        }
    }

    // The list of all scenarios has the same counts, page by page, also when more keys are needed than a batch takes.
    @Test(arguments: [1, 5, 100]) func usageInLists(limit: Int) async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            for number in 0..<12 {
                let scenario = try await world.scenario("s-\(number + 10)", order: number)
                for _ in 0..<(number % 4) { _ = try await world.session(user, scenario) }
            }
            let list = try await SessionWorld.all(limit) { try await world.scenarios.allScenariosWithUsage($0) }
            #expect(list.map(\.scenario.scenarioID.text) == (10..<22).map { "s-\($0)" })
            #expect(list.map(\.usageCount) == (0..<12).map { $0 % 4 })
            for found in list {
                #expect(try await world.scenarios.scenarioWithUsage(found.scenario.scenarioID) == found)
            }
            world.recording.reset()
            _ = try await world.scenarios.allScenariosWithUsage(PageRequest(limit: 100))
            // The keys, the scenarios, and 120 shards by a hundred.
            #expect(world.recording.notes.calls == ["query", "batchGetItem", "batchGetItem", "batchGetItem"])
        }
    }

    // Each pattern stays within its budget for a page of 20.
    @Test func budgets() async throws {
        try await SessionWorld.run { world in
            let user = try await world.user()
            for number in 0..<20 { try await world.scenario("s-\(number)", order: number) }
            let scenario = try await world.scenarios.scenario(try Slug("s-3"))
            for _ in 0..<30 { _ = try await world.session(user, scenario) }
            let reads: [(any RegisteredPattern, () async throws -> Void)] = [
                (AccessPatterns.scenarioItem, { _ = try await world.scenarios.scenario(scenario.scenarioID) }),
                (AccessPatterns.scenario, { _ = try await world.scenarios.scenarioWithUsage(scenario.scenarioID) }),
                (AccessPatterns.activeScenarios, { _ = try await world.scenarios.activeScenarios() }),
                (AccessPatterns.scenariosOfLevel, { _ = try await world.scenarios.activeScenarios(level: .a1) }),
                (AccessPatterns.allScenarios, { _ = try await world.scenarios.allScenarios() }),
            ]
            for (pattern, read) in reads {
                let units = try await world.units(read)
                #expect(units.read > 0)
                #expect(units.read <= pattern.budget.read, "\(pattern.access.number) \(pattern.access.name)")
            }
            let list = try await world.units { _ = try await world.scenarios.allScenariosWithUsage() }
            #expect(list.read > AccessPatterns.allScenarios.budget.read)
            #expect(
                list.read <= AccessPatterns.allScenarios.budget.read + AccessPatterns.usageOfScenarios.budget.read)
            let units = try await world.units {
                let patch = SessionWorld.patch(isActive: false, order: 8)
                _ = try await world.scenarios.change(scenario.scenarioID, patch, ifVersion: 1, by: user.userID)
            }
            #expect(units.write > 0)
            #expect(units.write <= AccessPatterns.changeScenario.budget.write)
        }
    }
}

extension SessionWorld {
    /// All elements of a list, read in pages of this size.
    static func all<Element>(
        _ limit: Int, _ list: (PageRequest) async throws -> Page<Element>
    ) async throws -> [Element] {
        var elements: [Element] = []
        var position: Position?
        repeat {
            let page = try await list(PageRequest(limit: limit, position: position))
            #expect(page.items.count <= limit)
            elements += page.items
            position = page.next
        } while position != nil && elements.count < 1000
        return elements
    }
}
