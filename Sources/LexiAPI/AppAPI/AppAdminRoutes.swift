import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension AppRoutes {
    /// What admins do.
    static let admin: [Route] = [listUsers, patchUser, listAllScenarios, makeScenario, patchScenario]

    private static let listUsers = Route(
        app: .get, "/admin/users", "ListUsers", "Users with their statistics, the newest first.", access: .admin,
        query: ["limit", "last_key"],
        data: .object([
            .required("users", .array(AppResources.user)), .required("total_count", Resources.count),
            .required("next_key", Schema.text().nullable),
        ]), problems: [.badCursor]
    ) { call in
        let limit = call.query.text("limit") == nil ? 100 : try call.appPage().limit
        let position = try call.appPage().position
        let administration = try call.userAdministration
        let page = try await administration.listWithStatistics(PageRequest(limit: limit, position: position))
        let count = try await administration.count(besides: page, isFirst: position == nil)
        return AppEnvelope.answer { json in
            json.beginObject()
            json.list("users", page.items) { AppResources.write($0, to: &$1) }
            json.member("total_count", count)
            json.member("next_key", call.cursor(after: page))
            json.endObject()
        }
    }

    private static let patchUser = Route(
        app: .patch, "/admin/users/{user_id}", "PatchUser", "Changes a user's levels, role or activity.",
        access: .admin, body: AppForms.user, data: AppResources.user, problems: [.ownRights, .invalidFields]
    ) { call in
        let administration = try call.userAdministration
        let user = try await administration.user(try call.id("user_id", "user"))
        let patch = try call.body.checked { errors in call.body.appUser.adminPatch(&errors) }
        if patch.isEmpty { try await administration.inspect(user, call.context.notes) }
        let changed = try await administration.withStatistics(try await administration.change(user, patch))
        return AppEnvelope.answer("Đã cập nhật người dùng.") { AppResources.write(changed, to: &$0) }
    }

    private static let listAllScenarios = Route(
        app: .get, "/admin/scenarios", "ListAllScenarios", "All scenarios in their order, up to 1,000.",
        access: .admin, data: .object([.required("scenarios", .array(AppResources.adminScenario))])
    ) { call in
        let page = try await call.scenarioAdministration.list(PageRequest(limit: PageRequest.maximumLimit))
        return AppEnvelope.answer { json in
            json.beginObject()
            json.list("scenarios", page.items) { AppResources.write($0, to: &$1) }
            json.endObject()
        }
    }

    private static let makeScenario = Route(
        app: .post, "/admin/scenarios", "MakeScenario", "Makes a scenario under an id made of its title.",
        access: .admin, body: AppForms.scenario, status: .created, data: AppResources.adminScenario,
        problems: [.duplicateScenario, .invalidFields]
    ) { call in
        var fields = call.body.appScenario
        if fields.difficultyLevel.isAbsent { fields.difficultyLevel = .set(CEFRLevel.b1.rawValue) }
        let scenario = try await call.scenarioAdministration.make(fields, call.body.errors)
        return AppEnvelope.answer("Đã tạo tình huống.", status: .created) {
            AppResources.write(ScenarioWithUsage(scenario: scenario, usageCount: 0), to: &$0)
        }
    }

    private static let patchScenario = Route(
        app: .patch, "/admin/scenarios/{scenario_id}", "PatchScenario", "Changes a scenario.", access: .admin,
        body: AppForms.scenarioPatch, data: AppResources.adminScenario, problems: [.invalidFields]
    ) { call in
        let administration = call.scenarioAdministration
        let scenario = try await administration.scenario(try call.slug("scenario_id", "scenario"))
        let patch = try call.body.checked { errors in call.body.appScenario.patch(&errors) }
        let changed = try await administration.change(scenario, patch)
        return AppEnvelope.answer("Đã cập nhật tình huống.") { AppResources.write(changed, to: &$0) }
    }
}

extension Body {
    fileprivate var appUser: UserFields {
        var fields = UserFields()
        fields.currentLevel = textField("current_level").unlessEmpty
        fields.targetLevel = textField("target_level").unlessEmpty
        fields.isActive = booleanField("is_active")
        fields.role = textField("role")
        if case .set(let name) = fields.role {
            // Versions of the app call a learner a user, and write roles small.
            let name = name.uppercased()
            fields.role = .set(name == "USER" ? Role.learner.rawValue : name)
        }
        return fields
    }

    fileprivate var appScenario: ScenarioFields {
        var fields = ScenarioFields()
        fields.scenarioTitle = textField("scenario_title")
        fields.context = textField("context")
        fields.roles = appRoles
        fields.goals = textsField("goals")
        fields.difficultyLevel = textField("difficulty_level").unlessEmpty
        if fields.difficultyLevel == .reset { fields.difficultyLevel = .absent }
        fields.order = integerField("order")
        fields.notes = textField("notes")
        fields.isActive = booleanField("is_active")
        return fields
    }

    /// Two roles: as a list, or by name as older versions send them. Any other form has not two roles.
    private var appRoles: FieldInput<[String]> {
        guard has("roles") else { return .absent }
        if let roles = nested("roles") {
            let names = [roles.textField("user_role"), roles.textField("ai_role")].compactMap { field in
                if case .set(let name) = field { name } else { nil as String? }
            }
            return .set(names)
        }
        let roles = textsField("roles")
        return roles.isAbsent ? .set([]) : roles
    }
}
