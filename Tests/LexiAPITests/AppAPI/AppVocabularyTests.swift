import JSONText
import Synchronization
import TestSupport
import Testing

@testable import LexiAPI

/// The dictionary is another service's.
@Suite(.tables) struct AppVocabularyTests {
    /// Answers what it is told to, and remembers what it was asked.
    private final class Dictionary: VocabularyService {
        let reply: VocabularyReply?
        let asked = Mutex<[(path: String, body: String, authorization: String)]>([])

        init(_ status: Int?, _ body: String = "") {
            reply = status.map { VocabularyReply(status: $0, body: Array(body.utf8)) }
        }

        func ask(path: String, body: [UInt8], authorization: String) async -> VocabularyReply? {
            asked.withLock { $0.append((path, String(decoding: body, as: UTF8.self), authorization)) }
            return reply
        }
    }

    /// Without one, the app finds its text by the whole message, after the token and the word were checked.
    @Test func noDictionary() async throws {
        let world = try await AppWorld()
        let ann = world.api.token("ann")
        for (path, body) in [("translate", #"{"word":"tea"}"#), ("translate-sentence", #"{"sentence":"Hi you."}"#)] {
            let reply = try await world.api.call("POST", "/vocabulary/\(path)", ann, body: body)
            #expect(reply.status == 503)
            #expect(reply.message == "DICTIONARY_SERVICE_ERROR" && reply.code == "DICTIONARY_SERVICE_ERROR")
            let stranger = try await world.api.call("POST", "/vocabulary/\(path)", body: body)
            #expect(stranger.status == 401 && stranger.message == "UNAUTHORIZED")
            for wrong in ["{}", #"{"word":"","sentence":""}"#, #"{"word":null,"sentence":3}"#] {
                let reply = try await world.api.call("POST", "/vocabulary/\(path)", ann, body: wrong)
                #expect([400, 422].contains(reply.status) && reply.message == "VALIDATION_ERROR", "\(wrong)")
            }
        }
    }

    /// With one, the call is handed on with the caller's token, and its answer handed back.
    @Test func handedOn() async throws {
        let dictionary = Dictionary(200, #"{"success":true,"message":"ok","data":{"word":"tea","cached":false}}"#)
        let world = try await AppWorld { $0.vocabulary = dictionary }
        let ann = world.api.token("ann")
        let reply = try await world.api.call(
            "POST", "//vocabulary/translate", ann, body: #"{"word":"tea","context":"x"}"#)
        #expect(reply.status == 200 && reply.data == ["word": "tea", "cached": false])
        let asked = dictionary.asked.withLock { $0 }
        #expect(asked.count == 1 && asked[0].path == "vocabulary/translate")
        #expect(asked[0].body == #"{"word":"tea","context":"x"}"# && asked[0].authorization == "Bearer \(ann)")
    }

    /// What fails there is reported by a code that the app knows.
    @Test func failures() async throws {
        for (status, body, expected, code) in [
            (404, #"{"success":false,"message":"WORD_NOT_FOUND","error":"WORD_NOT_FOUND"}"#, 404, "WORD_NOT_FOUND"),
            (500, "oops", 503, "DICTIONARY_SERVICE_ERROR"), (200, "[1]", 503, "DICTIONARY_SERVICE_ERROR"),
            (200, "", 503, "DICTIONARY_SERVICE_ERROR"), (429, #"{"error":"RATE_LIMIT"}"#, 429, "RATE_LIMIT"),
            (nil, "", 503, "DICTIONARY_SERVICE_ERROR"),
        ] as [(Int?, String, Int, String)] {
            let world = try await AppWorld { $0.vocabulary = Dictionary(status, body) }
            let reply = try await world.api.call(
                "POST", "/vocabulary/translate", world.api.token("ann"), body: #"{"word":"tea"}"#)
            #expect(reply.status == expected && reply.message == code && reply.code == code, "\(status ?? 0) \(body)")
        }
    }
}
