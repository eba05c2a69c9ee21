import HTTPServer
import JSONText
import Synchronization
import TestSupport
import Testing

extension ProcessTests {
    /// The real app's calls on the program itself, with a dictionary at another service.
    @Suite struct AppServingTests {
        /// A dictionary that knows one word, and remembers how it was asked.
        private final class Dictionary: HTTPResponder {
            let asked = Mutex<[String]>([])

            func bodyLimit(for head: HTTPRequestHead) -> Int { 1 << 16 }

            func respond(to request: HTTPRequest) async -> HTTPResponse {
                let field = request.headers.first("authorization").map { String(decoding: $0, as: UTF8.self) } ?? ""
                let body = String(decoding: request.body, as: UTF8.self)
                asked.withLock { $0.append("\(String(decoding: request.path, as: UTF8.self)) \(field) \(body)") }
                let text =
                    body.contains("tea")
                    ? #"{"success":true,"message":"","data":{"word":"tea","translation_vi":"trà"}}"#
                    : #"{"success":false,"message":"WORD_NOT_FOUND","error":"WORD_NOT_FOUND"}"#
                return HTTPResponse(
                    status: body.contains("tea") ? .ok : .notFound, contentType: "application/json",
                    bytes: Array(text.utf8))
            }
        }

        /// Calls about words are handed on with the caller's token, and an absent dictionary is reported by its code.
        @Test func handsOnWords() async throws {
            try await TemporaryFolder.with { folder in
                let dictionary = Dictionary()
                let listener = HTTPListener(configuration: HTTPConfiguration(loops: 1), responder: dictionary)
                let url = "http://127.0.0.1:\(try listener.start())/base"
                let serving = try await Serving.start(data: folder.file("data"), ["--vocabulary-url", url], in: folder)
                let (port, token) = (serving.port, try Serving.token("ann", email: "ann@example.com"))
                func ask(_ word: String) async throws -> WebClient.Answer {
                    try await blocking {
                        let client = try WebClient(port, token: token)
                        return try client.call("POST", "//vocabulary/translate", ["word": .string(word)])
                    }
                }
                let found = try await ask("tea")
                #expect(found.status == 200 && found.json["data"]?["translation_vi"] == "trà", "\(found.text)")
                #expect(
                    dictionary.asked.withLock { $0 } == [
                        #"/base/vocabulary/translate Bearer \#(token) {"word":"tea"}"#
                    ])
                let unknown = try await ask("xyz")
                #expect(unknown.status == 404 && unknown.json["message"] == "WORD_NOT_FOUND")
                await listener.shutdown(grace: .zero)
                let gone = try await ask("tea")
                #expect(gone.status == 503 && gone.json["message"] == "DICTIONARY_SERVICE_ERROR")
                #expect(try await serving.stop() == .exited(0))
            }
        }

        /// The calls can be turned off; a text that is neither a URL nor a switch is refused at the start.
        @Test func settings() async throws {
            try await TemporaryFolder.with { folder in
                let serving = try await Serving.start(data: folder.file("data"), ["--app-api", "off"], in: folder)
                let (port, token) = (serving.port, try Serving.token("ann", email: "ann@example.com"))
                let off = try await blocking { try WebClient(port, token: token).call("GET", "/profile").status }
                #expect(off == 404)
                #expect(try await serving.stop() == .exited(0))
                for words in [["--app-api", "maybe"], ["--vocabulary-url", "ftp://x"], ["--output-memory", "1"]] {
                    let ran = try await lexi(
                        ["serve", "--port", "0", "--data", folder.file("none")] + words, in: folder)
                    #expect(ran.end == .exited(2) && ran.errors.contains(words[0]), "\(ran.errors)")
                }
            }
        }
    }
}
