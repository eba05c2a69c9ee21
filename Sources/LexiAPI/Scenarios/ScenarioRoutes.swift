import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension Routes {
    /// What everybody can practise.
    static let scenarios: [Route] = [listScenarios, readScenario]

    /// For how long others may keep a scenario, in seconds.
    private static let publicSeconds = 60

    private static let listScenarios = Route(
        .get, "/v1/scenarios", RouteSummary("listScenarios", "scenarios", "The active scenarios in their order."),
        access: .open,
        query: QueryParameter.paging + [
            QueryParameter(
                name: "level", kind: .choice(CEFRLevel.allCases.map(\.rawValue)),
                description: "Only those of this level.")
        ],
        answers: [.ok(Resources.list(of: "Scenario"), tag: true)]
    ) { call in
        let level = call.query.text("level").flatMap { try? CEFRLevel($0) }
        let page = try await call.scenarios.list(level: level, try call.page())
        var answer = Answer.list(page.items, nextCursor: call.cursor(after: page)) { Resources.write($0, to: &$1) }
            .taggedByContent
        answer.publicSeconds = publicSeconds
        return answer
    }

    private static let readScenario = Route(
        .get, "/v1/scenarios/{scenario_id}", RouteSummary("readScenario", "scenarios", "An active scenario."),
        access: .open,
        target: Target(load: { call in
            try await call.scenarios.scenario(try call.slug("scenario_id", "scenario"))
        }),
        answers: [.ok(.component("Scenario"), tag: true)]
    ) { _, scenario in
        var answer = Answer.ok(Answer.object(scenario) { Resources.write($0, to: &$1) }).taggedByContent
        answer.publicSeconds = publicSeconds
        return answer
    }
}
