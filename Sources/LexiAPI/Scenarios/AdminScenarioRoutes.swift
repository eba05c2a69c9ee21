import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension Routes {
    /// What admins do with scenarios.
    static let adminScenarios: [Route] = [listAllScenarios, makeScenario, readAdminScenario, patchScenario]

    private static let scenarioTarget = Target<Scenario>(
        load: { call in try await call.scenarioAdministration.scenario(try call.slug("scenario_id", "scenario")) },
        tag: { EntityTag(version: $0.version) })

    private static let listAllScenarios = Route(
        .get, "/v1/admin/scenarios", RouteSummary("listAllScenarios", "admin", "All scenarios in their order."),
        access: .admin, query: QueryParameter.paging, answers: [.ok(Resources.list(of: "AdminScenario"))]
    ) { call in
        let page = try await call.scenarioAdministration.list(try call.page())
        return .list(page.items, nextCursor: call.cursor(after: page)) {
            Resources.writeForAdmin($0.scenario, usage: $0.usageCount, to: &$1)
        }
    }

    private static let makeScenario = Route(
        .post, "/v1/admin/scenarios", RouteSummary("makeScenario", "admin", "Makes a scenario."), access: .admin,
        body: ScenarioForms.creation, answers: [.created(.component("AdminScenario"), tag: true)],
        problems: [.duplicateScenario],
        replay: { call, kept in
            guard case .scenario(let id) = kept else { throw Problem.notFound("scenario") }
            let found = try await call.scenarioAdministration.scenarioWithUsage(id)
            // As it was answered then, without sessions; a scenario that was changed since is shown as it is.
            return made(found.scenario, usage: found.scenario.isAsMade ? 0 : found.usageCount)
        }
    ) { call in
        let new = try call.body.checked { errors in call.body.scenarioFields.creation(&errors) }
        return made(try await call.scenarioAdministration.make(new), usage: 0)
    }

    private static func made(_ scenario: Scenario, usage: Int) -> Answer {
        adminAnswer(
            scenario, usage: usage, status: .created, location: "/v1/admin/scenarios/\(scenario.scenarioID.text)")
    }

    private static let readAdminScenario = Route(
        .get, "/v1/admin/scenarios/{scenario_id}",
        RouteSummary("readAdminScenario", "admin", "A scenario with its notes and its exact usage."), access: .admin,
        target: scenarioTarget, answers: [.ok(.component("AdminScenario"), tag: true)]
    ) { call, scenario in
        let found = try await call.scenarioAdministration.scenarioWithUsage(scenario.scenarioID)
        return adminAnswer(found.scenario, usage: found.usageCount)
    }

    private static let patchScenario = Route(
        .patch, "/v1/admin/scenarios/{scenario_id}", RouteSummary("patchScenario", "admin", "Changes a scenario."),
        access: .admin, target: scenarioTarget, body: ScenarioForms.patch, precondition: .ifMatch,
        answers: [.ok(.component("AdminScenario"), tag: true)]
    ) { call, scenario in
        let patch = try call.body.checked { errors in call.body.scenarioFields.patch(&errors) }
        let changed = try await call.scenarioAdministration.change(
            scenario, patch, expectedVersion: call.expected(scenario.version))
        return adminAnswer(changed.scenario, usage: changed.usageCount)
    }

    private static func adminAnswer(
        _ scenario: Scenario, usage: Int, status: HTTPStatus = .ok, location: String? = nil
    ) -> Answer {
        Answer(
            status: status, body: Answer.object(scenario) { Resources.writeForAdmin($0, usage: usage, to: &$1) },
            tag: EntityTag(version: scenario.version, counter: usage), location: location)
    }
}
