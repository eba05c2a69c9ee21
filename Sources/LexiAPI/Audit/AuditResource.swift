import JSONText
import Lexi

extension Resources {
    static let auditComponents: [(name: String, schema: Schema)] = [
        ("AuditEntry", auditEntry),
        (
            "AccountExport",
            .object([
                .required("exported_at", time), .required("user", .component("User")),
                .required("identity", .object([.required("issuer", .text()), .required("subject", .text())])),
                .required("statistics", .any),
                .required("activity", .array(.component("ActivityDay"))),
                .required("flashcards", .array(.any)),
                .required("sessions", .array(.component("WholeSession"))),
                .required("deleted", .array(.any)),
                .required("audit", .array(.component("AuditEntry"))),
                .required("acted", .array(.component("AuditEntry"))), .required("calls", .array(.any)),
            ])
        ),
    ]

    private static let auditEntry = Schema.object([
        .required("audit_id", id), .required("created_at", time),
        .required(
            "actor",
            Schema.oneOf(["user", "former_user", "service", "operator"]).described(
                "Who acted; `former_user`: a user whose account is gone; `operator`: the program's operator.")),
        .required("actor_id", id.nullable.described("The user who acted.")),
        .required("action", .oneOf(AuditNote.Action.allCases.map(\.rawValue))),
        .required("user_id", id.nullable.described("The user whose account it is about.")),
        .required(
            "erasure_id",
            id.nullable.described(
                "A name for an account that was closed or erased, the same in all entries about its end.")),
        .required("scenario_id", Schema.text().nullable.described("The scenario that it is about.")),
        .required("fields", Schema.array(.text()).described("What was changed, by name.")),
        .required("role", Schema.oneOf(Role.allCases.map(\.rawValue)).nullable.described("The role that was given.")),
        .required("is_active", Schema.boolean.nullable.described("Whether the user was activated or deactivated.")),
        .required(
            "request_id", Schema.text().nullable.described("The request in which it was done, as the log names it.")),
    ])

    static func write(_ entry: TrailEntry, to json: inout JSONWriter) {
        let note = entry.note
        json.beginObject()
        json.member("audit_id", note.auditID.text)
        json.member("created_at", note.createdAt.text)
        let (actor, id) = name(of: note.actor)
        json.member("actor", actor)
        json.member("actor_id", id?.text)
        json.member("action", note.action.rawValue)
        json.member("user_id", entry.userID?.text)
        json.member("erasure_id", entry.erasureID?.text)
        json.member("scenario_id", entry.scenarioID?.text)
        let changes = note.changes
        json.member("fields", changes.map { String($0.field) })
        func value(_ field: String) -> String? { changes.first { $0.field == field }?.value.map(String.init) }
        json.member("role", value("role"))
        json.name("is_active")
        if let isActive = value("is_active").flatMap(Bool.init) { json.bool(isActive) } else { json.null() }
        json.member("request_id", note.requestID)
        json.endObject()
    }

    private static func name(of actor: WriteContext.Actor) -> (word: String, id: UserID?) {
        switch actor {
        case .user(let id): ("user", id)
        case .formerUser: ("former_user", nil)
        case .service: ("service", nil)
        case .operator: ("operator", nil)
        }
    }
}

extension TrailEntry {
    fileprivate var userID: UserID? { if case .ofUser(let entry) = self { entry.userID } else { nil } }
    fileprivate var erasureID: ULID? { if case .ofErasure(let entry) = self { entry.erasureID } else { nil } }
    fileprivate var scenarioID: ScenarioID? { if case .ofScenario(let entry) = self { entry.scenarioID } else { nil } }
}
