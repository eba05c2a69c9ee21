import Digests

/// Writes and reads the cursors of lists: opaque, signed, and good for one caller, one call and its filters.
///
/// A cursor holds a position and nothing else. Caller, route and filters, to which it is bound, enter the signature
/// only: they are taken from the request that brings the cursor, so that another user's cursor, or that of another
/// list, is as void as one with a changed byte.
struct CursorCodec: Sendable {
    /// The longest cursor that is read, in bytes.
    static let maximumByteCount = 4096
    /// Half a SHA-256 code: guessing one takes 2^128 tries.
    static let signatureByteCount = 16
    /// The first byte; another layout gets another one.
    static let version: UInt8 = 1

    private let key: HMACSHA256.Key

    init(key: [UInt8]) { self.key = HMACSHA256.Key(key) }

    /// What a cursor is good for.
    struct Binding: Sendable, Equatable {
        /// Who may use it: the user's id, or empty for public lists.
        var caller: String
        /// The route, as method and path template.
        var route: String
        /// The query parameters except `cursor` and `limit`, sorted by name.
        var filters: [(name: String, value: [UInt8])]

        static func == (left: Binding, right: Binding) -> Bool { left.bytes == right.bytes }

        /// All of it, each part after its length, so that no two bindings have the same bytes.
        var bytes: [UInt8] {
            var bytes: [UInt8] = []
            func append(_ part: some Collection<UInt8>) {
                withUnsafeBytes(of: UInt32(truncatingIfNeeded: part.count).bigEndian) { bytes.append(contentsOf: $0) }
                bytes.append(contentsOf: part)
            }
            append(caller.utf8)
            append(route.utf8)
            for filter in filters {
                append(filter.name.utf8)
                append(filter.value)
            }
            return bytes
        }
    }

    /// The cursor of a position.
    func encode(_ position: [UInt8], for binding: Binding) -> String {
        Base64URL.encode([Self.version] + signature(position, binding) + position)
    }

    /// The position in a cursor, or nil when it is not one that was given out for this binding.
    func decode(_ cursor: [UInt8], for binding: Binding) -> [UInt8]? {
        let headCount = 1 + Self.signatureByteCount
        guard cursor.count <= Self.maximumByteCount, let bytes = Base64URL.decode(cursor), bytes.count >= headCount,
            bytes[0] == Self.version
        else { return nil }
        let position = Array(bytes[headCount...])
        guard constantTimeEquals(Array(bytes[1..<headCount]), signature(position, binding)) else { return nil }
        return position
    }

    private func signature(_ position: [UInt8], _ binding: Binding) -> [UInt8] {
        var code = HMACSHA256(key: key)
        let bound = binding.bytes
        code.update([Self.version])
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: bound.count).bigEndian) { code.update($0) }
        code.update(bound)
        code.update(position)
        return Array(code.finalize().prefix(Self.signatureByteCount))
    }
}
