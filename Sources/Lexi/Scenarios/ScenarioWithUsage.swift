/// A scenario with the number of sessions that were started from it.
public struct ScenarioWithUsage: Sendable, Equatable {
    /// As the table holds it, active or not.
    public let scenario: Scenario
    /// Sessions started, exact at the time of the read.
    public let usageCount: Int

    /// A scenario with its number.
    public init(scenario: Scenario, usageCount: Int) {
        self.scenario = scenario
        self.usageCount = usageCount
    }
}
