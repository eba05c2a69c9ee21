import JSONText
import Lexi

extension Resources {
    static let syncComponents: [(name: String, schema: Schema)] = [
        ("Changes", changes), ("UploadResults", uploadResults),
    ]

    private static let changes = Schema.object([
        .required(
            "changes",
            .array(
                .object([
                    .required("type", .oneOf(FeedRow.Kind.allCases.map(\.rawValue))), .required("id", id),
                    .required("deleted", .boolean),
                    .optional(
                        "entity", Schema.any.described("A `User`, `Flashcard` or `Session`, unless it was deleted.")),
                ]))),
        .required("next_cursor", Schema.text().described("For the changes from now on.")),
        .required("has_more", Schema.boolean.described("Whether there are more changes already.")),
    ])

    private static let uploadResults = Schema.object([
        .required(
            "results",
            .array(
                .object([
                    .required("review_id", Schema.text().nullable.described("As it was sent.")),
                    .required("status", .oneOf(["applied", "duplicate", "rejected"])),
                    .optional("reason", Schema.text().described("Why it was rejected.")),
                ])
            ).described("For each review, in the order in which they were sent."))
    ])

    static func write(_ page: FeedPage, next: String?, at now: Timestamp, to json: inout JSONWriter) {
        json.beginObject()
        json.list("changes", page.changes) { write($0, at: now, to: &$1) }
        json.member("next_cursor", next)
        json.member("has_more", page.hasMore)
        json.endObject()
    }

    private static func write(_ change: FeedChange, at now: Timestamp, to json: inout JSONWriter) {
        json.beginObject()
        json.member("type", change.kind.rawValue)
        json.member("id", change.entityID.text)
        json.member("deleted", change.entity == nil)
        if let entity = change.entity {
            json.name("entity")
            switch entity {
            case .user(let user): write(user, to: &json)
            case .flashcard(let card): write(card, at: now, to: &json)
            case .session(let session): write(session, to: &json)
            }
        }
        json.endObject()
    }

    static func write(_ results: [(id: FieldInput<String>, outcome: UploadOutcome)], to json: inout JSONWriter) {
        json.beginObject()
        json.name("results")
        json.beginArray()
        for result in results {
            json.beginObject()
            if case .set(let id) = result.id {
                json.member("review_id", id)
            } else {
                json.member("review_id", nil as String?)
            }
            switch result.outcome {
            case .applied: json.member("status", "applied")
            case .duplicate: json.member("status", "duplicate")
            case .rejected(let reason):
                json.member("status", "rejected")
                json.member("reason", reason)
            }
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}
