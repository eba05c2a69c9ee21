import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension Routes {
    /// Role-play sessions of the caller; services work on those of any user.
    static let sessions: [Route] = [
        startSession, listSessions, readSession, deleteSession, listTurns, appendTurns, completeSession, abandonSession,
        scoreSession, failScoring, retryScoring, cardsOfSession,
    ]

    /// The session that the path names: the caller's, or for services anybody's.
    private static let target = Target<Session>(load: { call in
        try await call.sessions.session(try sessionID(call))
    })

    private static func sessionID(_ call: Call) throws(Problem) -> SessionID { try call.id("session_id", "session") }

    // MARK: Starting

    private static let startSession = Route(
        .post, "/v1/sessions", RouteSummary("startSession", "sessions", "Starts a session that follows a scenario."),
        access: .userOrService, body: SessionForms.start, answers: [.created(.component("Session"))],
        replay: { call, kept in
            guard case .turns(let id, _, _) = kept else { throw Problem.notFound("session") }
            return started(try await call.sessions.session(id))
        }
    ) { call in
        let session = try await call.sessions.start(
            call.body.sessionFields, for: call.body.textField("user_id"), call.body.errors)
        return started(session)
    }

    private static func started(_ session: Session) -> Answer {
        .created(Answer.object(session) { Resources.write($0, to: &$1) }, location: location(session))
    }

    private static func location(_ session: Session) -> String { "/v1/sessions/\(session.sessionID)" }

    // MARK: Reading

    private static let listSessions = Route(
        .get, "/v1/sessions", RouteSummary("listSessions", "sessions", "The caller's sessions, newest first."),
        access: .user,
        query: QueryParameter.paging + [
            QueryParameter(
                name: "status", kind: .choice([SessionStatus.active.rawValue]),
                description: "Only those that can be resumed.")
        ],
        answers: [.ok(Resources.list(of: "Session"))]
    ) { call in
        let onlyActive = call.query.text("status") != nil
        let page = try await call.sessions.list(of: try call.user(), onlyActive: onlyActive, try call.page())
        return .list(page.items, nextCursor: call.cursor(after: page)) { Resources.write($0, to: &$1) }
    }

    private static let readSession = Route(
        .get, "/v1/sessions/{session_id}",
        RouteSummary("readSession", "sessions", "A session with its turns and scores; for services with its prompt."),
        access: .userOrService,
        target: Target<OpenedSession>(load: { call in
            try await call.sessions.opened(try sessionID(call))
        }),
        answers: [.ok(.component("WholeSession"), tag: true)]
    ) { call, opened in
        try await answer(opened, call)
    }

    private static func answer(_ opened: OpenedSession, _ call: Call) async throws -> Answer {
        let form = Resources.wholeSession(withPrompt: call.callerIsService)
        return try await SessionText(opened: opened, sessions: call.sessions, form: form).answer()
    }

    private static let deleteSession = Route(
        .delete, "/v1/sessions/{session_id}",
        RouteSummary(
            "deleteSession", "sessions",
            "Deletes a session with its turns and scores. Counters, and cards that were saved from it, stay as they are."
        ),
        access: .user,
        target: Target<(session: Session, tag: EntityTag?)>(
            load: { call in
                let opened = try await call.sessions.opened(try sessionID(call))
                return (opened.beginning.session, try await answer(opened, call).tag)
            }, tag: { $0.tag }), precondition: .ifMatch, answers: [.noContent]
    ) { call, found in
        try await call.sessions.delete(found.session, expectedVersion: call.expected(found.session.version))
        return .noContent
    }

    private static let cardsOfSession = Route(
        .get, "/v1/sessions/{session_id}/flashcards",
        RouteSummary(
            "cardsOfSession", "sessions", "Cards that the caller saved from a session, in the order of its turns."),
        access: .user, target: target, query: QueryParameter.paging, answers: [.ok(Resources.list(of: "Flashcard"))]
    ) { call, session in
        list(try await call.flashcards.saved(from: session, try call.page()), call)
    }
}

// MARK: - Turns

extension Routes {
    private static let listTurns = Route(
        .get, "/v1/sessions/{session_id}/turns", RouteSummary("listTurns", "sessions", "A session's turns in order."),
        access: .userOrService, target: target, query: QueryParameter.paging, answers: [.ok(Resources.list(of: "Turn"))]
    ) { call, session in
        let page = try await call.sessions.turns(of: session, try call.page())
        return .list(page.items, nextCursor: call.cursor(after: page)) {
            Resources.write($0.turn, savedAs: $0.savedFlashcardIDs, to: &$1)
        }
    }

    private static let appendTurns = Route(
        .post, "/v1/sessions/{session_id}/turns",
        RouteSummary("appendTurns", "sessions", "Appends a turn, or several. Only services write turns of the AI."),
        access: .userOrService, target: target, body: SessionForms.turns,
        answers: [
            .created(
                .object([
                    .required("turns", .array(.component("Turn"))), .required("session", .component("Session")),
                ]))
        ],
        problems: [.wrongState, .limitReached],
        replay: { call, kept in
            guard case .turns(let id, let first, let count) = kept else { throw Problem.notFound("session") }
            return answer(try await call.sessions.appended(to: id, first: first, count: count))
        }
    ) { call, session in
        let turns = try call.body.checked { errors in newTurns(call, &errors) }
        return answer(try await call.sessions.append(turns, to: session))
    }

    private static func answer(_ appended: AppendedTurns) -> Answer {
        .created(Answer.object(appended) { Resources.write($0, to: &$1) }, location: location(appended.session))
    }

    /// The turns of a body: of `turns`, or the one whose fields stand in the body itself.
    private static func newTurns(_ call: Call, _ errors: inout FieldErrors) -> [NewTurn]? {
        guard call.body.has("turns") else {
            return call.body.turnFields.creation(asService: call.callerIsService, &errors).map { [$0] }
        }
        for name in call.body.namesSet where name != "turns" {
            errors.add("/" + Schema.escaped(name), "cannot be combined with turns")
        }
        guard let bodies = call.body.list("turns"), 1...LexiLimits.turnsPerCall ~= bodies.count else {
            errors.add("/turns", "must be 1 to \(LexiLimits.turnsPerCall) turns")
            return nil
        }
        return bodies.enumerated().compactMap { index, body in
            body.turnFields.creation(at: "/turns/\(index)", asService: call.callerIsService, &errors)
        }
    }
}

// MARK: - Ending

extension Routes {
    private static let completeSession = Route(
        .post, "/v1/sessions/{session_id}/complete",
        RouteSummary("completeSession", "sessions", "Completes a session. A service may send the scores with it."),
        access: .userOrService, target: target, body: SessionForms.completion,
        answers: [.ok(.component("EndedSession"))], problems: [.wrongState]
    ) { call, session in
        let scores = try call.body.checked { errors in scoresOfCompletion(call, &errors) }
        return answer(try await call.sessions.complete(session, scores))
    }

    /// The scores in a body, if there are any: only services may send them. The outer nil means that fields are wrong.
    private static func scoresOfCompletion(_ call: Call, _ errors: inout FieldErrors) -> Scores?? {
        let names = call.body.namesSet
        if names.isEmpty { return .some(nil) }
        guard call.callerIsService else {
            for name in names { errors.add("/" + Schema.escaped(name), "can be set by services only") }
            return nil
        }
        return call.body.scoringFields.scores(&errors).map { .some($0) }
    }

    private static let abandonSession = Route(
        .post, "/v1/sessions/{session_id}/abandon", RouteSummary("abandonSession", "sessions", "Leaves a session."),
        access: .userOrService, target: target, body: SessionForms.nothing, answers: [.ok(.component("Session"))],
        problems: [.wrongState]
    ) { call, session in
        _ = try call.body.checked { _ in true }
        return answer(try await call.sessions.abandon(session))
    }

    private static let scoreSession = Route(
        .post, "/v1/sessions/{session_id}/scoring",
        RouteSummary("scoreSession", "service", "Writes the scores of a session that awaits them."), access: .service,
        target: target, body: SessionForms.scoring, answers: [.created(.component("EndedSession"))],
        problems: [.wrongState]
    ) { call, session in
        let scores = try call.body.checked { errors in call.body.scoringFields.scores(&errors) }
        var reply = answer(try await call.scoring.score(session, scores))
        reply.status = .created
        reply.location = location(session)
        return reply
    }

    private static let failScoring = Route(
        .post, "/v1/sessions/{session_id}/scoring-failure",
        RouteSummary("failScoring", "service", "Notes that the scores of a session cannot be given."), access: .service,
        target: target, body: SessionForms.scoringFailure, answers: [.ok(.component("Session"))],
        problems: [.wrongState]
    ) { call, session in
        let failure = try call.body.checked { errors in call.body.scoringFailureFields.failure(&errors) }
        return answer(try await call.scoring.fail(session, failure))
    }

    private static let retryScoring = Route(
        .post, "/v1/sessions/{session_id}/scoring-retry",
        RouteSummary("retryScoring", "sessions", "Asks again for scores that failed: the learner, or an admin."),
        access: .user, target: ownOrAdministered, body: SessionForms.nothing, answers: [.ok(.component("Session"))],
        problems: [.wrongState]
    ) { call, session in
        _ = try call.body.checked { _ in true }
        return answer(try await call.sessions.retryScoring(session))
    }

    /// The session that the path names: the caller's, or for an admin anybody's.
    private static let ownOrAdministered = Target<Session>(load: { call in
        try await call.sessions.sessionToScoreAgain(try sessionID(call))
    })

    private static func answer(_ session: Session) -> Answer {
        .ok(Answer.object(session) { Resources.write($0, to: &$1) })
    }

    private static func answer(_ ended: EndedSession) -> Answer {
        .ok(Answer.object(ended) { Resources.write($0, to: &$1) })
    }
}
