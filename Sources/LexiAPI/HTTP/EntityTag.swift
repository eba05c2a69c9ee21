import Digests
import HTTPServer

/// The tag of a representation (RFC 9110, section 8.8.3); always a strong one.
struct EntityTag: Sendable, Equatable {
    /// What stands between the quotes: ASCII letters, digits, `-`, `_` and `.`.
    let opaque: [UInt8]

    /// The tag of an entity that is answered alone: its version.
    init(version: Int) { opaque = Array(String(version).utf8) }

    /// The tag of an entity that is answered with a counter which others raise: both, so that the tag changes when
    /// either does. A write is held to the version alone, or else every session that starts would make an editor's
    /// state stale.
    init(version: Int, counter: Int) { opaque = Array("\(version).\(counter)".utf8) }

    /// The part of a tag that stands for what writes change.
    static func written(_ opaque: [UInt8]) -> ArraySlice<UInt8> { opaque.prefix { $0 != UInt8(ascii: ".") } }

    /// The tag of an answer that joins several items: a hash of its content.
    init(content: [UInt8]) {
        let digest = SHA256.hash(content)
        opaque = Array(Base64URL.encode(Array(digest.prefix(15))).utf8)
    }

    /// Marks the tag of a representation in gzip: its bytes are others, so that a strong tag has to be another (section
    /// 8.8.3.3).
    private static let packedMark = Array("+gzip".utf8)

    /// The value of `ETag`, of the representation in gzip or plain.
    func field(isPacked: Bool = false) -> HTTPFieldValue {
        let mark = isPacked ? Self.packedMark : []
        return HTTPFieldValue(bytes: [UInt8(ascii: "\"")] + opaque + mark + [UInt8(ascii: "\"")]) ?? "\"\""
    }

    /// The tag without the mark of its coding: conditions of clients are about what is coded.
    static func unmarked(_ opaque: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        opaque.suffix(packedMark.count).elementsEqual(packedMark) ? opaque.dropLast(packedMark.count) : opaque
    }
}
