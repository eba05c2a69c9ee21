import HTTPServer
import JSONText
import Synchronization

/// An address that notes the events that it is sent, and answers as it is instructed.
final class NotingAddress: HTTPResponder {
    private let noted = Mutex<[JSONValue]>([])
    private let status: @Sendable (JSONValue) -> HTTPStatus

    init(_ status: @escaping @Sendable (JSONValue) -> HTTPStatus = { _ in .ok }) { self.status = status }

    var events: [JSONValue] { noted.withLock { $0 } }

    /// The records of all events, in their order.
    var records: [JSONValue] { events.flatMap { $0["Records"]?.arrayValue ?? [] } }

    func bodyLimit(for head: HTTPRequestHead) -> Int { 8 << 20 }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let event = try? JSONValue.parse(request.body) else {
            return HTTPResponse(status: .badRequest, contentType: "application/json", bytes: Array("{}".utf8))
        }
        noted.withLock { $0.append(event) }
        return HTTPResponse(status: status(event), contentType: "application/json", bytes: Array("{}".utf8))
    }
}
