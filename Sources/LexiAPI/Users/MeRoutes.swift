import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension Routes {
    /// The caller's own account.
    static let me: [Route] = [register, readMe, patchMe, onboard, statistics, activity, progress]

    private static let target = Target<User>(
        load: { call in try call.user() }, tag: { EntityTag(version: $0.version) })

    private static let register = Route(
        .post, "/v1/users",
        RouteSummary("register", "me", "Registers the token's subject with the token's e-mail address."),
        access: .subject, body: UserForms.registration, answers: [.created(.component("User"), tag: true)],
        problems: [.alreadyRegistered, .duplicateEmail, .emailNotVerified],
        replay: { call, kept in
            guard case .user(let id) = kept else { throw Problem.notFound("user") }
            return answer(try await call.registration.user(id), status: .created, location: "/v1/me")
        }
    ) { call in
        guard case .subject(let token) = call.principal else { throw Problem(.forbidden, "Services do not register.") }
        // A bearer who can put any address into a token must not take it from its owner, nor become an admin by it.
        guard token.email == nil || token.isEmailVerified else {
            throw Problem(
                .emailNotVerified, "The token does not say that its e-mail address is verified (email_verified).")
        }
        let identity = try Identity(issuer: token.issuer, subject: token.subject)
        let user = try await call.registration.register(
            call.body.userFields, as: identity, email: token.email.flatMap { try? EmailAddress($0) },
            isEmailVerified: token.isEmailVerified, call.body.errors, call: call.idempotent)
        return answer(user, status: .created, location: "/v1/me")
    }

    private static let readMe = Route(
        .get, "/v1/me", RouteSummary("readMe", "me", "The caller's profile."), access: .account, target: target,
        answers: [.ok(.component("User"), tag: true)]
    ) { _, user in
        var answer = answer(user)
        answer.holdsThrough = .maximum
        return answer
    }.remembered

    private static let patchMe = Route(
        .patch, "/v1/me", RouteSummary("patchMe", "me", "Changes the caller's profile."), access: .user, target: target,
        body: UserForms.patch, precondition: .ifMatch, answers: [.ok(.component("User"), tag: true)]
    ) { call, user in
        let patch = try call.body.checked { errors in call.body.userFields.profilePatch(&errors) }
        let changed = try await call.account.change(patch, expectedVersion: call.expected(user.version))
        // Folding all cards may take long; an interrupted run continues when a server starts.
        if changed.scheduler != user.scheduler { call.context.foldings.fold(user.userID) }
        return answer(changed)
    }

    private static let onboard = Route(
        .post, "/v1/me/onboarding",
        RouteSummary("onboard", "me", "Sets the profile after registering; can be repeated."),
        access: .user, target: target, body: UserForms.onboarding, answers: [.ok(.component("User"), tag: true)]
    ) { call, _ in
        let patch = try call.body.checked { errors in call.body.userFields.onboarding(&errors) }
        return answer(try await call.account.change(patch))
    }

    static func answer(_ user: User, status: HTTPStatus = .ok, location: String? = nil) -> Answer {
        Answer(
            status: status, body: Answer.object(user) { Resources.write($0, to: &$1) },
            tag: EntityTag(version: user.version), location: location)
    }
}

// MARK: - What the caller did

extension Routes {
    private static let statistics = Route(
        .get, "/v1/me/statistics",
        RouteSummary("statistics", "me", "The caller's counters, streak, retention and due cards."), access: .user,
        query: [
            QueryParameter(
                name: "forecast_days", kind: .integer(LexiLimits.forecastDays),
                description: "How many days `due_forecast` has; \(LexiLimits.forecastDays.upperBound) when left out.")
        ],
        answers: [.ok(.component("Statistics"))]
    ) { call in
        let statistics = try await call.account.statistics(forecastDays: call.query.integer("forecast_days"))
        return .ok(Answer.object(statistics) { Resources.write($0, to: &$1) })
    }

    private static let activity = Route(
        .get, "/v1/me/activity",
        RouteSummary("activity", "me", "The days on which the caller reviewed or completed a session, newest first."),
        access: .user,
        query: [
            QueryParameter(name: "from", kind: .day, description: "The first day; 30 days before `to` when left out."),
            QueryParameter(name: "to", kind: .day, description: "The last day; today when left out."),
        ],
        answers: [.ok(.object([.required("days", .array(.component("ActivityDay")))]))], problems: [.invalidFields]
    ) { call in
        let days = try await call.account.activity(from: call.query.day("from"), to: call.query.day("to"))
        var json = JSONWriter()
        json.beginObject()
        json.list("days", days) { Resources.write($0, to: &$1) }
        json.endObject()
        return .ok(json.line)
    }

    private static let progress = Route(
        .get, "/v1/me/progress",
        RouteSummary("progress", "me", "The scores of the caller's completed sessions in a period, oldest first."),
        access: .user,
        query: QueryParameter.paging + [
            QueryParameter(name: "from", kind: .day, description: "The first day; a year before `to` when left out."),
            QueryParameter(name: "to", kind: .day, description: "The last day; today when left out."),
        ],
        answers: [.ok(Resources.list(of: "Progress"))], problems: [.invalidFields]
    ) { call in
        let page = try await call.account.progress(
            from: call.query.day("from"), to: call.query.day("to"), try call.page())
        return .list(page.items, nextCursor: call.cursor(after: page)) { Resources.writeProgress($0, to: &$1) }
    }
}
