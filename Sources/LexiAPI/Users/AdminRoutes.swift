import HTTPServer
import JSONText
import Lexi

extension Routes {
    /// What admins do: users and scenarios.
    static let admin: [Route] = [
        listUsers, readUser, patchUser, listAllScenarios, makeScenario, readAdminScenario, patchScenario,
    ]

    // MARK: Users

    private static let userTarget = Target<User>(
        load: { call in
            let id: UserID = try call.id("user_id", "user")
            guard let user = try await call.service.users.user(id) else { throw RepositoryError.notFound }
            return user
        }, tag: { EntityTag(version: $0.version) })

    private static let userFilters = [
        QueryParameter(
            name: "email", kind: .text(maximumBytes: LexiLimits.emailBytes),
            description: "Addresses that begin so, A–Z; at least two characters."),
        QueryParameter(
            name: "role", kind: .choice(Role.allCases.map(\.rawValue)),
            description: "Users with this role, newest first."),
        QueryParameter(name: "active", kind: .boolean, description: "Active or deactivated users, newest first."),
    ]

    private static let listUsers = Route(
        .get, "/v1/admin/users",
        RouteSummary("listUsers", "admin", "Users: newest first, or by the beginning of the e-mail, role or activity."),
        access: .admin, query: QueryParameter.paging + userFilters, answers: [.ok(Resources.list(of: "User"))]
    ) { call in
        try call.query.atMostOne(of: ["email", "role", "active"])
        let users = call.service.users
        let page: Page<User>?
        if let prefix = call.query.text("email") {
            guard prefix.unicodeScalars.count >= 2 else {
                throw Problem.badParameter("email", "must have at least 2 characters")
            }
            page = try await users.list(emailPrefix: prefix, try call.page())
        } else if let role = call.query.text("role").flatMap({ try? Role($0) }) {
            page = try await users.list(role: role, try call.page())
        } else if let isActive = call.query.boolean("active") {
            page = try await users.list(isActive: isActive, try call.page())
        } else {
            page = try await users.list(try call.page())
        }
        guard let page else { throw Problem(.badCursor, "The cursor is of another list.") }
        return .list(page.items, nextCursor: call.cursor(after: page)) { Resources.write($0, to: &$1) }
    }

    private static let readUser = Route(
        .get, "/v1/admin/users/{user_id}", RouteSummary("readUser", "admin", "A user."), access: .admin,
        target: userTarget, answers: [.ok(.component("User"), tag: true)]
    ) { _, user in answer(user) }

    private static let patchUser = Route(
        .patch, "/v1/admin/users/{user_id}",
        RouteSummary("patchUser", "admin", "Changes a user's levels, role or activity."), access: .admin,
        target: userTarget, body: UserForms.adminPatch, precondition: .ifMatch,
        answers: [.ok(.component("User"), tag: true)]
    ) { call, user in
        let patch = try call.body.checked { errors in call.body.userFields.adminPatch(&errors) }
        return answer(
            try await call.service.users.update(
                user.userID, asAdmin: patch, by: try call.user().userID, expectedVersion: call.expected(user.version)))
    }

    // MARK: Scenarios

    private static let scenarioTarget = Target<Scenario>(
        load: { call in try await call.service.scenarios.scenario(try call.slug("scenario_id", "scenario")) },
        tag: { EntityTag(version: $0.version) })

    private static let listAllScenarios = Route(
        .get, "/v1/admin/scenarios", RouteSummary("listAllScenarios", "admin", "All scenarios in their order."),
        access: .admin, query: QueryParameter.paging, answers: [.ok(Resources.list(of: "AdminScenario"))]
    ) { call in
        let page = try await call.service.scenarios.allScenariosWithUsage(try call.page())
        return .list(page.items, nextCursor: call.cursor(after: page)) {
            Resources.writeForAdmin($0.scenario, usage: $0.usageCount, to: &$1)
        }
    }

    private static let makeScenario = Route(
        .post, "/v1/admin/scenarios", RouteSummary("makeScenario", "admin", "Makes a scenario."), access: .admin,
        body: ScenarioForms.creation, answers: [.created(.component("AdminScenario"), tag: true)],
        problems: [.duplicateScenario]
    ) { call in
        let new = try call.body.checked { errors in call.body.scenarioFields.creation(&errors) }
        let scenario = try await call.service.scenarios.create(new, by: try call.user().userID)
        return adminAnswer(
            scenario, usage: 0, status: .created, location: "/v1/admin/scenarios/\(scenario.scenarioID.text)")
    }

    private static let readAdminScenario = Route(
        .get, "/v1/admin/scenarios/{scenario_id}",
        RouteSummary("readAdminScenario", "admin", "A scenario with its notes and its exact usage."), access: .admin,
        target: scenarioTarget, answers: [.ok(.component("AdminScenario"), tag: true)]
    ) { call, scenario in
        let found = try await call.service.scenarios.scenarioWithUsage(scenario.scenarioID)
        return adminAnswer(found.scenario, usage: found.usageCount)
    }

    private static let patchScenario = Route(
        .patch, "/v1/admin/scenarios/{scenario_id}", RouteSummary("patchScenario", "admin", "Changes a scenario."),
        access: .admin, target: scenarioTarget, body: ScenarioForms.patch, precondition: .ifMatch,
        answers: [.ok(.component("AdminScenario"), tag: true)]
    ) { call, scenario in
        let patch = try call.body.checked { errors in call.body.scenarioFields.patch(&errors) }
        // Read first: when it fails, nothing has changed.
        let usage = try await call.service.scenarios.scenarioWithUsage(scenario.scenarioID).usageCount
        let changed = try await call.service.scenarios.change(
            scenario.scenarioID, patch, ifVersion: call.expected(scenario.version), by: try call.user().userID)
        return adminAnswer(changed, usage: usage)
    }

    private static func adminAnswer(
        _ scenario: Scenario, usage: Int, status: HTTPStatus = .ok, location: String? = nil
    ) -> Answer {
        Answer(
            status: status, body: Answer.object(scenario) { Resources.writeForAdmin($0, usage: usage, to: &$1) },
            tag: EntityTag(version: scenario.version), location: location)
    }
}
