import HTTPServer
import JSONText
import TestSupport

/// An answer as it came over the socket.
struct Reply: Sendable {
    var status = 0
    /// Names in lower case.
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    /// The first field of this name, in lower case.
    subscript(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSONValue { (try? JSONValue.parse(body)) ?? .null }
    /// The problem's type without its folder.
    var problem: String? { json["type"]?.stringValue.map { String($0.dropFirst("/problems/".count)) } }
    /// The code of a failure in the app's envelope.
    var code: String? { json["error"]?.stringValue }
    /// What the app's envelope says to the learner.
    var message: String { json["message"]?.stringValue ?? "" }
    /// What is in the app's envelope.
    var data: JSONValue { json["data"] ?? .null }
    /// The pointers of the wrong fields.
    var pointers: [String] { json["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue } ?? [] }
    /// The items of a list.
    var items: [JSONValue] { json["items"]?.arrayValue ?? [] }
    var cursor: String? { json["next_cursor"]?.stringValue }
}

extension Reply {
    /// An answer that never was on a socket, and that has ended here; nil for one that is written piece by piece.
    init?(_ response: HTTPResponse, isHead: Bool) {
        status = Int(response.status.code)
        headers = response.headers.map { name, value in
            (String(decoding: name, as: UTF8.self).lowercased(), String(decoding: value, as: UTF8.self))
        }
        switch response.body {
        case .empty: break
        case .bytes(let bytes), .shared(let bytes): if !isHead { body = bytes }
        case .stream: return nil
        }
        response.observer?.answerEnded(HTTPAnswerEnd(bodyBytes: body.count))
    }
}

/// Sends raw bytes to the loopback address and reads the answer to the first request in them; one connection per
/// request.
enum HTTPClient {
    /// Sends and reads on a separate thread. When the server is to close afterwards, this returns when it has: then the
    /// answer is recorded, too.
    static func exchange(port: UInt16, _ bytes: [UInt8]) async throws -> Reply {
        try await onThread {
            let client = try RawClient(port)
            // The server may refuse and close before it has read all.
            try? client.send(bytes)
            let answer = try client.answer(isHead: bytes.starts(with: "HEAD ".utf8))
            if answer.has("Connection: close") { _ = client.isClosed() }
            return Reply(status: answer.status, headers: answer.fields, body: answer.body)
        }
    }
}
