/// The forms of what answers hold, under the names that the OpenAPI document gives them.
enum Resources {
    static let components: [(name: String, schema: Schema)] =
        [
            ("Problem", problem), ("AppFailure", AppEnvelope.failure),
            ("Health", .object([.required("status", .oneOf(["ok"]))])),
            ("File", .text().described("A file of the media type.")),
        ] + userComponents + auditComponents + flashcardComponents + cardFileComponents + syncComponents
        + scenarioComponents + sessionComponents + explorerComponents

    private static let problem = Schema.object([
        .required(
            "type", .oneOf(ProblemType.allCases.map(\.reference)).described("What kind of problem it is; stable.")),
        .required("title", .text().described("The kind in words.")),
        .required("status", .integer(400, 599)),
        .required("detail", .text().described("What is wrong with this request.")),
        .required("request_id", .text().described("The request's name in the service's log.")),
        .optional("flashcard_id", id.described("The card that has the word already; with duplicate-word.")),
        .optional(
            "errors",
            .array(
                .object([
                    .required("pointer", .text().described("A JSON Pointer to the field.")),
                    .required("detail", .text().described("What is wrong with it, to be read after the field's name.")),
                ])
            ).described("Every wrong field; with invalid-fields.")),
    ])

    /// A page of a list.
    static func list(of component: String) -> Schema {
        .object([
            .required("items", .array(.component(component))),
            .required("next_cursor", Schema.text().nullable.described("For the next page; null on the last.")),
        ])
    }

    static let id = Schema.text(pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$")
    static let time = Schema.text(format: "date-time", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$")
    static let day = Schema.text(format: "date")
    static let count = Schema.integer(0)
    static let version = Schema.integer(1)
}
