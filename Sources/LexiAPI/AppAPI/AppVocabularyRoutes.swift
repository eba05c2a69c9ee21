import HTTPServer
import JSONText
import Lexi

extension AppRoutes {
    /// The dictionary, which is another service's: these calls are handed on to it, if it is known.
    static let vocabulary: [Route] = [
        Route(
            app: .post, "/vocabulary/translate", "TranslateWord", "A word in the dictionary.", body: AppForms.word,
            data: .any, problems: [.unavailable, .invalidFields, .notFound]
        ) { call in try await translation(of: "word", call) },
        Route(
            app: .post, "/vocabulary/translate-sentence", "TranslateSentence", "A sentence in Vietnamese.",
            body: AppForms.sentence, data: .any, problems: [.unavailable, .invalidFields, .notFound]
        ) { call in try await translation(of: "sentence", call) },
    ]

    private static func translation(of field: String, _ call: Call) async throws -> Answer {
        guard case .set(let text) = call.body.textField(field), !text.isEmpty, call.body.errors.isEmpty else {
            throw Problem.dictionary(.invalidFields, .validation)
        }
        guard let vocabulary = call.context.vocabulary else {
            throw Problem.dictionary(.unavailable, .dictionary)
        }
        let token = call.request.headers.first("authorization").map { String(decoding: $0, as: UTF8.self) } ?? ""
        let path = String(decoding: call.request.path.drop { $0 == UInt8(ascii: "/") }, as: UTF8.self)
        guard
            let reply = await vocabulary.ask(
                path: path, body: JSONValue.object(call.body.object).serialized(), authorization: token)
        else { throw Problem.dictionary(.unavailable, .dictionary) }
        return try answer(reply)
    }

    /// Hands on an envelope as it came; any other answer counts as a failure of the dictionary.
    private static func answer(_ reply: VocabularyReply) throws(Problem) -> Answer {
        guard let value = try? JSONValue.parse(reply.body), value["success"]?.boolValue == true,
            let data = value["data"], 200...299 ~= reply.status
        else { throw failure(reply) }
        return AppEnvelope.answer(value["message"]?.stringValue ?? "") { $0.value(data) }
    }

    private static func failure(_ reply: VocabularyReply) -> Problem {
        let value = try? JSONValue.parse(reply.body)
        let words = [value?["message"], value?["error"]].compactMap { $0?.stringValue }
        let code = words.compactMap { AppFailure.Code(rawValue: $0) }.first
        return switch code {
        case .unknownWord?: .dictionary(.notFound, .unknownWord)
        case .validation?: .dictionary(.invalidFields, .validation)
        case .rateLimit?: .dictionary(.tooManyRequests, .rateLimit)
        default: .dictionary(.unavailable, .dictionary)
        }
    }
}
