import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension AppRoutes {
    /// The caller's role-play sessions. The talking itself is another service's.
    static let sessions: [Route] = [startSession, listSessions, readSession, appendTurn, completeSession]

    /// Sessions that the list has.
    private static let listedSessions = 100

    private static let startSession = Route(
        app: .post, "/sessions", "StartSession", "Starts a session that follows a scenario.", body: AppForms.session,
        status: .created,
        data: .object([.required("session_id", Resources.id), .required("session", AppResources.session)]),
        problems: [.invalidFields]
    ) { call in
        let session = try await call.sessions.start(call.body.appSession, choosesRole: true, call.body.errors)
        return AppEnvelope.answer("Đã bắt đầu phiên luyện tập.", status: .created) { json in
            json.beginObject()
            json.member("session_id", session.sessionID.text)
            json.name("session")
            AppResources.write(session, to: &json)
            json.endObject()
        }
    }

    private static let listSessions = Route(
        app: .get, "/sessions", "ListSessions", "The caller's newest sessions, up to 100, with their scores.",
        data: .object([.required("sessions", .array(AppResources.session)), .required("total", Resources.count)])
    ) { call in
        let sessions = try await call.sessions.newestWithScores(of: try call.user(), limit: listedSessions)
        return AppEnvelope.answer { json in
            json.beginObject()
            json.list("sessions", sessions) { AppResources.write($0.session, scoring: $0.scoring, to: &$1) }
            json.member("total", sessions.count)
            json.endObject()
        }
    }

    private static let readSession = Route(
        app: .get, "/sessions/{session_id}", "ReadSession", "A session with its turns and scores.",
        data: .object([.required("session", AppResources.session)])
    ) { call in
        let opened = try await call.sessions.opened(try id(call))
        return try await SessionText(opened: opened, sessions: call.sessions, form: AppResources.wholeSession).answer()
    }

    private static let appendTurn = Route(
        app: .post, "/sessions/{session_id}/turns", "AppendTurn", "Appends a turn of the learner's.",
        body: AppForms.turn,
        data: .object([
            .required("success", .boolean), .required("session", AppResources.session),
            .required("user_turn", AppResources.turn),
        ]), problems: [.invalidFields, .wrongState, .limitReached]
    ) { call in
        let session = try await call.sessions.session(try id(call))
        let turn = try call.body.checked { errors in call.body.appTurn.creation(asService: false, &errors) }
        let appended = try await call.sessions.append([turn], to: session)
        return AppEnvelope.answer { json in
            json.beginObject()
            json.member("success", true)
            json.name("session")
            AppResources.write(appended.session, to: &json)
            json.name("user_turn")
            for turn in appended.turns { AppResources.write(turn, isSaved: false, to: &json) }
            json.endObject()
        }
    }

    private static let completeSession = Route(
        app: .post, "/sessions/{session_id}/complete", "CompleteSession",
        "Completes a session; the scores come later. One that is completed stays so.",
        data: .object([
            .required("success", .boolean), .required("session", AppResources.session),
            .required("scoring", AppResources.scoring.nullable),
        ]), problems: [.wrongState]
    ) { call in
        let session = try await call.sessions.session(try id(call))
        let ended = try await call.sessions.completeOnce(session)
        return AppEnvelope.answer("Đã hoàn thành phiên luyện tập.") { json in
            json.beginObject()
            json.member("success", true)
            json.name("session")
            AppResources.write(ended.session, scoring: ended.scoring, to: &json)
            json.name("scoring")
            AppResources.write(ended.scoring, to: &json)
            json.endObject()
        }
    }

    private static func id(_ call: Call) throws(Problem) -> SessionID { try call.id("session_id", "session") }
}

extension Body {
    /// A session as the app starts it. `prompt_snapshot` is ignored: the model's instructions do not come from a
    /// browser.
    fileprivate var appSession: SessionFields {
        var fields = SessionFields()
        fields.scenarioID = textField("scenario_id")
        if case .set(let id) = fields.scenarioID { fields.scenarioID = .set(id.lowercased()) }
        fields.learnerRole = firstText("user_role", "learner_role_id").unlessEmpty
        fields.aiRole = firstText("ai_role", "ai_role_id").unlessEmpty
        fields.level = firstText("level", "difficulty_level").unlessEmpty
        fields.selectedGoal = textField("selected_goal").unlessEmpty
        if case .set = fields.selectedGoal {
        } else if case .set(let goals) = textsField("selected_goals"), let goal = goals.first {
            fields.selectedGoal = FieldInput.set(goal).unlessEmpty
        }
        if case .set(let name) = textField("ai_character"), let character = try? AICharacter(name) {
            fields.aiCharacter = .set(character.rawValue)
        }
        return fields
    }

    fileprivate var appTurn: TurnFields {
        var fields = TurnFields()
        fields.content = textField("text")
        fields.isHintUsed = booleanField("is_hint_used")
        fields.audioURL = textField("audio_url").ifWebAddress
        return fields
    }
}
