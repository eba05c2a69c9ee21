import HTTPServer
import Lexi

/// The value of `Idempotency-Key`: 1 to 255 printable characters of ASCII.
struct IdempotencyKey: Sendable {
    let text: String

    /// The key of a request; nil when it has none.
    ///
    /// - Throws: `Problem`: 400 when it is malformed.
    init?(_ headers: HTTPHeaders) throws(Problem) {
        let fields = headers.all("idempotency-key")
        guard let field = fields.first else { return nil }
        guard fields.count == 1, LexiLimits.idempotencyKey.contains(field.count),
            field.allSatisfy({ 0x20...0x7e ~= $0 })
        else {
            throw Problem(
                .malformedRequest, "The header field Idempotency-Key must have 1 to 255 printable characters of ASCII.")
        }
        text = String(decoding: field, as: UTF8.self)
    }
}
