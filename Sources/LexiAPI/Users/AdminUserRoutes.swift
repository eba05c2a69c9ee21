import HTTPServer
import JSONText
import Lexi

extension Routes {
    /// What admins do with users.
    static let adminUsers: [Route] = [listUsers, readUser, patchUser]

    private static let userTarget = Target<User>(
        load: { call in
            let id: UserID = try call.id("user_id", "user")
            guard let user = try await call.store.users.user(id) else { throw RepositoryError.notFound }
            return user
        }, tag: { EntityTag(version: $0.version) })

    private static let userFilters = [
        QueryParameter(
            name: "email", kind: .text(2...LexiLimits.emailBytes),
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
        let users = call.store.users
        let page: Page<User>
        if let prefix = call.query.text("email") {
            page = try await users.list(emailPrefix: prefix, try call.page())
        } else if let role = call.query.text("role").flatMap({ try? Role($0) }) {
            page = try await users.list(role: role, try call.page())
        } else if let isActive = call.query.boolean("active") {
            page = try await users.list(isActive: isActive, try call.page())
        } else {
            page = try await users.list(try call.page())
        }
        return .list(page.items, nextCursor: call.cursor(after: page)) { Resources.write($0, to: &$1) }
    }

    private static let readUser = Route(
        .get, "/v1/admin/users/{user_id}", RouteSummary("readUser", "admin", "A user."), access: .admin,
        target: userTarget, answers: [.ok(.component("User"), tag: true)]
    ) { _, user in answer(user) }

    private static let patchUser = Route(
        .patch, "/v1/admin/users/{user_id}",
        RouteSummary(
            "patchUser", "admin", "Changes a user's levels, role or activity; of admins themselves the levels only."),
        access: .admin,
        target: userTarget, body: UserForms.adminPatch, precondition: .ifMatch,
        answers: [.ok(.component("User"), tag: true)], problems: [.ownRights]
    ) { call, user in
        let patch = try call.body.checked { errors in call.body.userFields.adminPatch(&errors) }
        return answer(
            try await call.store.users.administrate(
                user, patch, expectedVersion: call.expected(user.version), by: try call.user(), call.writeContext))
    }
}
