import HTTPServer
import JSONText
import Lexi

extension Routes {
    /// The caller's own account.
    static let me: [Route] = [register, readMe, patchMe, onboard, statistics, activity, progress]

    private static let target = Target<User>(
        load: { call in try call.user() }, tag: { EntityTag(version: $0.version) })

    private static let register = Route(
        .post, "/v1/users",
        RouteSummary("register", "me", "Registers the token's subject with the token's e-mail address."),
        access: .subject, body: UserForms.registration, answers: [.created(.component("User"), tag: true)],
        problems: [.alreadyRegistered, .duplicateEmail, .emailNotVerified]
    ) { call in
        guard case .subject(let token) = call.principal else { throw Problem(.forbidden, "Services do not register.") }
        // A bearer who can put any address into a token must not take it from its owner, nor become an admin by it.
        guard token.email == nil || token.isEmailVerified else {
            throw Problem(
                .emailNotVerified, "The token does not say that its e-mail address is verified (email_verified).")
        }
        let identity = try Identity(issuer: token.issuer, subject: token.subject)
        let new = try call.body.checked { errors in
            newUser(call.body.userFields, identity, token, admins: call.context.adminEmails, &errors)
        }
        let user = try await call.store.users.register(new)
        return answer(user, status: .created, location: "/v1/me")
    }

    private static func newUser(
        _ fields: UserFields, _ identity: Identity, _ token: AccessToken, admins: [EmailAddress],
        _ errors: inout FieldErrors
    ) -> NewUser? {
        guard let text = token.email, let email = try? EmailAddress(text) else {
            errors.add("/email", "comes from the token, which has no valid e-mail address")
            // The other fields are checked all the same, so that the answer lists everything wrong.
            _ = fields.profilePatch(&errors)
            return nil
        }
        return fields.registration(identity: identity, tokenEmail: email, isAdmin: admins.contains(email), &errors)
    }

    private static let readMe = Route(
        .get, "/v1/me", RouteSummary("readMe", "me", "The caller's profile."), access: .account, target: target,
        answers: [.ok(.component("User"), tag: true)]
    ) { _, user in answer(user) }

    private static let patchMe = Route(
        .patch, "/v1/me", RouteSummary("patchMe", "me", "Changes the caller's profile."), access: .user, target: target,
        body: UserForms.patch, precondition: .ifMatch, answers: [.ok(.component("User"), tag: true)]
    ) { call, user in
        let patch = try call.body.checked { errors in call.body.userFields.profilePatch(&errors) }
        return answer(
            try await call.store.users.update(
                user, patch, expectedVersion: call.expected(user.version), call.writeContext))
    }

    private static let onboard = Route(
        .post, "/v1/me/onboarding",
        RouteSummary("onboard", "me", "Sets the profile after registering; can be repeated."),
        access: .user, target: target, body: UserForms.onboarding, answers: [.ok(.component("User"), tag: true)]
    ) { call, user in
        let patch = try call.body.checked { errors in call.body.userFields.onboarding(&errors) }
        return answer(try await call.store.users.update(user, patch, call.writeContext))
    }

    static func answer(_ user: User, status: HTTPStatus = .ok, location: String? = nil) -> Answer {
        Answer(
            status: status, body: Answer.object(user) { Resources.write($0, to: &$1) },
            tag: EntityTag(version: user.version), location: location)
    }
}

// MARK: - What the caller did

extension Routes {
    /// How far the forecast of due cards looks.
    private static let forecastDays = 7

    private static let statistics = Route(
        .get, "/v1/me/statistics",
        RouteSummary("statistics", "me", "The caller's counters, streak and due cards."), access: .user,
        answers: [.ok(.component("Statistics"))]
    ) { call in
        let user = try call.user()
        let today = user.timeZone.day(at: call.now)
        let statistics = try await call.store.users.statistics(user.userID)
        let forecast = try await call.store.flashcards.forecast(of: user, days: forecastDays, at: call.now)
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        Resources.writeMembers(statistics, today: today, to: &json)
        json.member("cards_due", forecast.due)
        json.name("due_forecast")
        json.beginArray()
        for day in forecast.days {
            json.beginObject()
            json.member("day", day.day.text)
            json.member("cards", day.cards)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return .ok(json.line)
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
        let user = try call.user()
        let to = call.query.day("to") ?? user.timeZone.day(at: call.now)
        let from = call.query.day("from") ?? to.adding(days: -29)
        try checkPeriod(from, to)
        let days = try await call.store.users.activity(user.userID, from: from, to: to)
        var json = JSONWriter()
        json.beginObject()
        json.name("days")
        json.beginArray()
        for day in days { Resources.write(day, to: &json) }
        json.endArray()
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
        let user = try call.user()
        let to = call.query.day("to") ?? user.timeZone.day(at: call.now)
        let from = call.query.day("from") ?? to.adding(days: 1 - LexiLimits.activityDays)
        try checkPeriod(from, to)
        let end = user.timeZone.start(of: to.adding(days: 1)).adding(seconds: -1)
        let page = try await call.store.sessions.progress(
            of: user.userID, from: user.timeZone.start(of: from), through: end, try call.page())
        return .list(page.items, nextCursor: call.cursor(after: page)) { Resources.writeProgress($0, to: &$1) }
    }

    private static func checkPeriod(_ from: LocalDay, _ to: LocalDay) throws(Problem) {
        guard from <= to else { throw .invalid("/from", "must not be after to") }
        guard to.number - from.number < LexiLimits.activityDays else {
            throw .invalid("/to", "must be at most \(LexiLimits.activityDays - 1) days after from")
        }
    }
}
