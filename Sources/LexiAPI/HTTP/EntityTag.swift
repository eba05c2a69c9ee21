import Digests
import HTTPServer

/// The tag of a representation (RFC 9110, section 8.8.3); always a strong one.
struct EntityTag: Sendable, Equatable {
    /// What stands between the quotes: ASCII letters, digits, `-` and `_`.
    let opaque: [UInt8]

    /// The tag of an entity that is answered alone: its version.
    init(version: Int) { opaque = Array(String(version).utf8) }

    /// The tag of an answer that joins several items: a hash of its content.
    init(content: [UInt8]) {
        let digest = SHA256.hash(content)
        opaque = Array(Base64URL.encode(Array(digest.prefix(15))).utf8)
    }

    /// The value of `ETag`.
    var field: HTTPFieldValue {
        HTTPFieldValue(bytes: [UInt8(ascii: "\"")] + opaque + [UInt8(ascii: "\"")]) ?? "\"\""
    }
}
