import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension Routes {
    /// What admins do with users.
    static let adminUsers: [Route] = [listUsers, readUser, patchUser]

    private static let userTarget = Target<User>(
        load: { call in try await call.userAdministration.user(try call.id("user_id", "user")) },
        tag: { EntityTag(version: $0.version) })

    private static let userFilters = [
        QueryParameter(
            name: "email", kind: .text(2...LexiLimits.emailBytes),
            description: "Addresses that begin with this text, A–Z; at least two characters."),
        QueryParameter(
            name: "role", kind: .choice(Role.allCases.map(\.rawValue)),
            description: "Users with this role, newest first."),
        QueryParameter(name: "active", kind: .boolean, description: "Active or deactivated users, newest first."),
    ]

    private static let listUsers = Route(
        .get, "/v1/admin/users",
        RouteSummary("listUsers", "admin", "Users: newest first, or by the beginning of the e-mail, role or activity."),
        access: .admin, query: QueryParameter.paging + userFilters, answers: [.ok(Resources.list(of: "User"))],
        problems: [.invalidFields]
    ) { call in
        let filter = try userFilter(call.query)
        let page = try await call.userAdministration.list(filter, try call.page())
        return .list(page.items, nextCursor: call.cursor(after: page)) { Resources.write($0, to: &$1) }
    }

    private static func userFilter(_ query: QueryValues) throws(Problem) -> UserFilter {
        try query.atMostOne(of: ["email", "role", "active"])
        if let prefix = query.text("email") { return .emailPrefix(prefix) }
        if let role = query.text("role").flatMap({ try? Role($0) }) { return .role(role) }
        return query.boolean("active").map { .isActive($0) } ?? .newest
    }

    private static let readUser = Route(
        .get, "/v1/admin/users/{user_id}",
        RouteSummary("readUser", "admin", "A user; the reading is noted in their audit trail."), access: .admin,
        target: userTarget, answers: [.ok(.component("User"), tag: true)]
    ) { call, user in
        try await call.userAdministration.inspect(user, call.context.notes)
        return answer(user)
    }

    private static let patchUser = Route(
        .patch, "/v1/admin/users/{user_id}",
        RouteSummary(
            "patchUser", "admin", "Changes a user's levels, role or activity; of admins themselves the levels only."),
        access: .admin,
        target: userTarget, body: UserForms.adminPatch, precondition: .ifMatch,
        answers: [.ok(.component("User"), tag: true)], problems: [.ownRights]
    ) { call, user in
        let patch = try call.body.checked { errors in call.body.userFields.adminPatch(&errors) }
        // It shows the user, and changes nothing that would be noted.
        if patch.isEmpty { try await call.userAdministration.inspect(user, call.context.notes) }
        return answer(
            try await call.userAdministration.change(user, patch, expectedVersion: call.expected(user.version)))
    }
}
