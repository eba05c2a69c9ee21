import HTTPServer
import JSONText
import Lexi

/// What went wrong with a request, as the answer reports it: problem details of RFC 9457.
struct Problem: Error, Sendable {
    var type: ProblemType
    /// What is wrong with this request; one sentence without personal data.
    var detail: String
    /// For `invalidFields`: every wrong field.
    var errors: [FieldError] = []
    /// For `duplicateWord`: the card that has the word.
    var flashcardID: FlashcardID?
    /// For the app's calls to the dictionary: what the app shows in place of words.
    var appCode: AppFailure.Code?
    /// Header fields that go with it.
    var headers: [(HTTPFieldName, HTTPFieldValue)] = []

    init(
        _ type: ProblemType, _ detail: String, errors: [FieldError] = [],
        headers: [(HTTPFieldName, HTTPFieldValue)] = []
    ) {
        self.type = type
        self.detail = detail
        self.errors = errors
        self.headers = headers
    }

    static let mediaType: HTTPFieldValue = "application/problem+json"

    /// JSON as RFC 9457 defines it, ended by a newline.
    func document(requestID: String) -> [UInt8] {
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        json.name("type")
        json.string(type.reference)
        json.name("title")
        json.string(type.title)
        json.name("status")
        json.integer(Int(type.status.code))
        json.name("detail")
        json.string(detail)
        json.name("request_id")
        json.string(requestID)
        if let flashcardID { json.member("flashcard_id", flashcardID.text) }
        if !errors.isEmpty {
            json.name("errors")
            json.beginArray()
            for error in errors {
                json.beginObject()
                json.name("pointer")
                json.string(error.pointer)
                json.name("detail")
                json.string(error.detail)
                json.endObject()
            }
            json.endArray()
        }
        json.endObject()
        return json.line
    }

    /// The answer that reports it.
    func response(requestID: String) -> HTTPResponse {
        var response = HTTPResponse(
            status: type.status, contentType: Self.mediaType, bytes: document(requestID: requestID))
        for (name, value) in headers { response.headers.append(name, value) }
        return response
    }
}

extension Problem {
    /// The answer about a thing that does not exist or belongs to somebody else, which are alike for the caller.
    static func notFound(_ what: String) -> Problem { Problem(.notFound, "There is no such \(what).") }

    /// The answer to a condition that does not hold.
    static let stale = Problem(.stale, "The resource has changed since; read it again.")

    /// The answer to a condition on a write which the write would not be held to.
    static func unsupportedPrecondition(_ name: String) -> Problem {
        Problem(.unsupportedPrecondition, "This call would not be held to \(name); leave it out.")
    }

    /// Fields that are wrong.
    static func invalid(_ errors: [FieldError]) -> Problem {
        // A list with a wrong element reads as absent: that it "is required" would only hide the fault.
        let shown = errors.filter { outer in
            !errors.contains { $0.pointer.utf8.starts(with: (outer.pointer + "/").utf8) }
        }
        let detail =
            errors.count >= LexiLimits.fieldErrors
            ? "Many fields are wrong; the first \(shown.count) are listed."
            : shown.count == 1 ? "One field is wrong." : "\(shown.count) fields are wrong."
        return Problem(.invalidFields, detail, errors: shown)
    }

    /// One field that is wrong.
    static func invalid(_ pointer: String, _ detail: String) -> Problem {
        invalid([FieldError(pointer, detail)])
    }

    /// A query parameter that is wrong.
    static func badParameter(_ name: String, _ detail: String) -> Problem {
        Problem(.badParameter, "The query parameter \(Quoted(name)) \(detail).")
    }

    /// A token that is refused, or that cannot be verified at the moment.
    static func refused(_ error: TokenError) -> Problem {
        if error == .keysUnavailable {
            return Problem(
                .unavailable, error.detail,
                headers: [("Retry-After", HTTPFieldValue(decimal: ProviderKeys.firstRetrySeconds))])
        }
        var problem = Problem(.unauthorized, error.detail)
        if let challenge = HTTPFieldValue(error.challenge) { problem.headers = [("WWW-Authenticate", challenge)] }
        return problem
    }

    /// A token whose scope does not allow the call (RFC 6750, section 3.1).
    static func insufficientScope(_ scope: String) -> Problem {
        let challenge = "Bearer realm=\"lexi\", error=\"insufficient_scope\", scope=\"\(scope)\""
        var problem = Problem(.insufficientScope, "This call needs a token with the scope \(scope).")
        if let challenge = HTTPFieldValue(challenge) { problem.headers = [("WWW-Authenticate", challenge)] }
        return problem
    }

    /// A request that the server refused before it was whole.
    init(_ error: HTTPProtocolError) {
        let type: ProblemType =
            switch error.status {
            case .uriTooLong: .uriTooLong
            case .requestHeaderFieldsTooLarge: .headerTooLarge
            case .contentTooLarge: .contentTooLarge
            case .notImplemented: .notImplemented
            case .httpVersionNotSupported: .versionNotSupported
            case .expectationFailed: .expectationFailed
            case .requestTimeout: .requestTimeout
            case .serviceUnavailable: .unavailable
            default: .malformedRequest
            }
        self.init(type, error.detail)
        if let seconds = error.retryAfterSeconds { headers = [("Retry-After", HTTPFieldValue(decimal: seconds))] }
    }
}

extension Problem {
    /// Seconds after which a client should try again when the service was not available.
    static let retrySeconds = 1

    /// The service cannot do it at the moment, and has not done it.
    static func unavailable(_ detail: String) -> Problem {
        Problem(.unavailable, detail, headers: [("Retry-After", HTTPFieldValue(decimal: retrySeconds))])
    }
}
