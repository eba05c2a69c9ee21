import HTTPServer
import JSONText

/// What is around all answers to the app: whether it went well, words for the learner, and the data.
enum AppEnvelope {
    /// The form of a successful answer.
    static func schema(of data: Schema) -> Schema {
        .object([
            .required("success", .boolean), .required("message", .text().described("For the learner.")),
            .required("data", data),
        ])
    }

    /// The form of an answer that reports a failure.
    static let failure = Schema.object([
        .required("success", .boolean),
        .required("message", .text(1...1000).described("For the learner; never empty.")),
        .required("error", .oneOf(AppFailure.Code.allCases.map(\.rawValue))),
    ])

    /// A successful answer.
    ///
    /// - Parameter data: writes one value.
    static func answer(
        _ message: String = "", status: HTTPStatus = .ok, _ data: (inout JSONWriter) -> Void
    ) -> Answer {
        var json = JSONWriter(capacity: 1024)
        begin(message, &json)
        data(&json)
        json.endObject()
        return Answer(status: status, body: json.line)
    }

    /// Writes the beginning, up to the name of the data.
    static func begin(_ message: String, _ json: inout JSONWriter) {
        json.beginObject()
        json.member("success", true)
        json.member("message", message)
        json.name("data")
    }
}
