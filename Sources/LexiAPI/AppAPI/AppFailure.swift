import HTTPServer
import JSONText
import Lexi

/// A problem as the app shows it: a sentence and a code in the envelope.
struct AppFailure {
    /// The codes that the app has texts for.
    enum Code: String, CaseIterable {
        case validation = "VALIDATION_ERROR"
        case unauthorized = "UNAUTHORIZED"
        case forbidden = "FORBIDDEN"
        case notFound = "NOT_FOUND"
        case conflict = "CONFLICT"
        case rateLimit = "RATE_LIMIT"
        case server = "SERVER_ERROR"
        case dictionary = "DICTIONARY_SERVICE_ERROR"
        case unknownWord = "WORD_NOT_FOUND"
    }

    let problem: Problem
    /// Whether the message is the code: of calls to the dictionary the app takes the whole message for one.
    let saysCode: Bool

    init(_ problem: Problem, saysCode: Bool) {
        self.problem = problem
        self.saysCode = saysCode
    }

    /// The answer that reports it.
    var response: HTTPResponse {
        let code = problem.appCode ?? Self.code(problem.type.status)
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.member("success", false)
        json.member("message", saysCode ? code.rawValue : AppMessages.message(of: problem))
        json.member("error", code.rawValue)
        json.endObject()
        var response = HTTPResponse(status: problem.type.status, contentType: Answer.json, bytes: json.line)
        for (name, value) in problem.headers { response.headers.append(name, value) }
        return response
    }

    private static func code(_ status: HTTPStatus) -> Code {
        switch status.code {
        case 401: .unauthorized
        case 403: .forbidden
        case 404, 405: .notFound
        case 409: .conflict
        case 429: .rateLimit
        case 500...: .server
        default: .validation
        }
    }
}

extension Problem {
    /// A failure of a call to the dictionary, which the app shows by a code in place of words.
    static func dictionary(_ type: ProblemType, _ code: AppFailure.Code) -> Problem {
        var problem = Problem(type, "The dictionary: \(code.rawValue).")
        problem.appCode = code
        if type.saysWhenToRetry {
            problem.headers = [("Retry-After", HTTPFieldValue(decimal: Problem.retrySeconds))]
        }
        return problem
    }
}
