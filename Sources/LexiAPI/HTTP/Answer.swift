import HTTPServer
import JSONText
import Lexi

/// What a handler answers, before the seam adds what every answer carries.
struct Answer: Sendable {
    var status: HTTPStatus
    var contentType: HTTPFieldValue = Answer.json
    var body: [UInt8] = []
    /// The body in gzip, where the body is a fixed text that all answers share.
    var fixed: [UInt8]?
    /// The body, where it is made while it is sent; `body` is empty then.
    var stream: Stream?
    var tag: EntityTag?
    var location: String?
    /// What a page may load and run; nil for an answer that is not a page.
    var contentSecurityPolicy: HTTPFieldValue?
    /// Whether it was given before, to the same request with the same idempotency key.
    var isReplayed = false
    /// For how many seconds anybody may keep it; nil: it is private.
    var publicSeconds: Int?

    /// Until when the same call of the same caller has the same answer, as long as nothing changes that was read for
    /// it; nil: it is made each time.
    var holdsThrough: Timestamp?

    /// Who may keep it (RFC 9111, section 5.2.2). The client alone may keep an answer with a tag, and asks before each
    /// use whether it still holds; nil: nobody may keep it.
    var caching: HTTPFieldValue? {
        if let publicSeconds { return HTTPFieldValue("public, max-age=\(publicSeconds)") }
        return tag == nil ? nil : "private, no-cache"
    }

    /// Makes a body in pieces and hands each to `write`, which waits while the client is slow and throws when it is
    /// gone. An error while making it ends the connection, so that no client takes a part for the whole.
    typealias Stream = @Sendable (_ write: ([UInt8]) async throws -> Void) async throws -> Void

    /// A resource that is sent while it is read.
    static func streamed(tag: EntityTag?, _ stream: @escaping Stream) -> Answer {
        Answer(status: .ok, stream: stream, tag: tag)
    }

    /// The same, made on these threads: an event loop does nothing but hand its pieces on.
    static func streamed(tag: EntityTag?, on threads: CardFileThreads, _ stream: @escaping Stream) -> Answer {
        .streamed(tag: tag) { write in
            try await withTaskExecutorPreference(threads) { try await stream(write) }
        }
    }

    static let json: HTTPFieldValue = "application/json"
    static let noContent = Answer(status: .noContent)

    /// A resource.
    static func ok(_ body: [UInt8], tag: EntityTag? = nil) -> Answer { Answer(status: .ok, body: body, tag: tag) }

    /// A new resource.
    static func created(_ body: [UInt8], location: String, tag: EntityTag? = nil) -> Answer {
        Answer(status: .created, body: body, tag: tag, location: location)
    }

    /// The same answer with a tag of its content.
    var taggedByContent: Answer {
        var answer = self
        answer.tag = EntityTag(content: body)
        return answer
    }

    /// A page of a list, each item written by `write`.
    static func list<Item>(_ items: [Item], nextCursor: String?, _ write: (Item, inout JSONWriter) -> Void) -> Answer {
        var json = JSONWriter(capacity: 128 + 512 * items.count)
        json.beginObject()
        json.name("items")
        json.beginArray()
        // Where they lie: a copy of an item costs as much as its text, which is often known.
        items.withUnsafeBufferPointer { items in for index in items.indices { write(items[index], &json) } }
        json.endArray()
        json.name("next_cursor")
        if let nextCursor { json.string(nextCursor) } else { json.null() }
        json.endObject()
        return .ok(json.line)
    }

    /// One resource as JSON.
    static func object<Entity>(_ entity: Entity, _ write: (Entity, inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter(capacity: 768)
        write(entity, &json)
        return json.line
    }
}
