import HTTPServer
import Lexi
import LexiUseCases

extension Routes {
    /// Audit trails, for admins.
    static let audit: [Route] = [auditOfUser, auditOfScenario, auditOfDay]

    private static let auditOfUser = Route(
        .get, "/v1/admin/users/{user_id}/audit",
        RouteSummary("auditOfUser", "admin", "The audit trail of a user's account, newest first."), access: .admin,
        target: Target<User>(load: { call in
            try await call.userAdministration.user(try call.id("user_id", "user"))
        }), query: QueryParameter.paging, answers: [.ok(Resources.list(of: "AuditEntry"))]
    ) { call, user in
        list(try await call.audit.entries(of: user, try call.page()), call)
    }

    private static let auditOfScenario = Route(
        .get, "/v1/admin/scenarios/{scenario_id}/audit",
        RouteSummary("auditOfScenario", "admin", "The audit trail of a scenario, newest first."), access: .admin,
        target: Target<Scenario>(load: { call in
            try await call.scenarioAdministration.scenario(try call.slug("scenario_id", "scenario"))
        }), query: QueryParameter.paging, answers: [.ok(Resources.list(of: "AuditEntry"))]
    ) { call, scenario in
        list(try await call.audit.entries(of: scenario, try call.page()), call)
    }

    private static let auditOfDay = Route(
        .get, "/v1/admin/audit",
        RouteSummary(
            "auditOfDay", "admin",
            "The audit trail of a day: of users, scenarios and erased accounts, newest first."),
        access: .admin,
        query: QueryParameter.paging + [
            QueryParameter(name: "day", kind: .day, description: "A day of UTC; today when left out.")
        ], answers: [.ok(Resources.list(of: "AuditEntry"))]
    ) { call in
        list(try await call.audit.entries(on: call.query.day("day"), try call.page()), call)
    }

    private static func list(_ page: Page<TrailEntry>, _ call: Call) -> Answer {
        .list(page.items, nextCursor: call.cursor(after: page)) { Resources.write($0, to: &$1) }
    }
}
