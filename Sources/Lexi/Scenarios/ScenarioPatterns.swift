// Reads of scenarios.
extension AccessPatterns {
    static let activeScenarios = items(
        "24", "Learning path: active scenarios by order", .all(Scenario.active), read: 4)
    static let scenariosOfLevel = keys("25", "Active scenarios of a level by order", .all(Scenario.ofLevel), read: 22)
    static let scenario = mixed(
        "26", "Scenario with its exact usage count", Scenario.tableKey, beginning: "METADATA#", read: 2)
    static let scenarioItem = get("26a", "Scenario without its usage count", Scenario.self)
    static let allScenarios = keys("27", "All scenarios by order (admin)", .all(Scenario.all), read: 22)
    static let usageOfScenarios = batchGet(
        "27a", "Usage counts of a page of scenarios (admin)", UsageShard.self, read: 100,
        scale: "a page of 20, of ten shards each")

    static let ofScenarios: [any RegisteredPattern] = [
        activeScenarios, scenariosOfLevel, scenario, scenarioItem, allScenarios, usageOfScenarios,
    ]
}
