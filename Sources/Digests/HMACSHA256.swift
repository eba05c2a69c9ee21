/// HMAC with SHA-256 (RFC 2104, FIPS 198-1).
///
/// The two blocks that depend on the key alone are computed once, in `Key`: authenticating a short message then costs
/// its own blocks and one more.
public struct HMACSHA256: Sendable {
    /// A key after its schedule: the saved states of the inner and the outer hash. The key itself is not kept.
    public struct Key: Sendable, CustomStringConvertible {
        fileprivate let inner: SHA256
        fileprivate let outer: SHA256

        /// Prepares a key of any length. A key over 64 bytes is hashed first, as RFC 2104 says.
        public init(_ secret: [UInt8]) {
            var block = secret.count > SHA256.blockByteCount ? SHA256.hash(secret) : secret
            block.append(contentsOf: repeatElement(0, count: SHA256.blockByteCount - block.count))
            var inner = SHA256()
            inner.update(block.map { $0 ^ 0x36 })
            var outer = SHA256()
            outer.update(block.map { $0 ^ 0x5c })
            self.inner = inner
            self.outer = outer
        }

        /// Says nothing of the key, so that it cannot reach a log.
        public var description: String { "HMACSHA256.Key(secret)" }

        /// The 32-byte code of a message.
        public func authenticate(_ message: [UInt8]) -> [UInt8] {
            message.withUnsafeBytes { authenticate($0) }
        }

        /// The 32-byte code of a message.
        public func authenticate(_ message: Span<UInt8>) -> [UInt8] {
            message.withUnsafeBytes { authenticate($0) }
        }

        /// The 32-byte code of a message.
        public func authenticate(_ message: UnsafeRawBufferPointer) -> [UInt8] {
            var code = HMACSHA256(key: self)
            code.update(message)
            return code.finalize()
        }

        /// The 32-byte code of the UTF-8 bytes of a text.
        public func authenticate(utf8 text: String) -> [UInt8] {
            var code = HMACSHA256(key: self)
            code.update(utf8: text)
            return code.finalize()
        }

        /// Whether `code` is the whole code of `message`; takes the same time wherever they differ.
        public func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool {
            constantTimeEquals(code, authenticate(message))
        }

        /// Whether `code` is the whole code of `message`; takes the same time wherever they differ.
        public func isValid(_ code: [UInt8], for message: UnsafeRawBufferPointer) -> Bool {
            constantTimeEquals(code, authenticate(message))
        }
    }

    private var inner: SHA256
    private let outer: SHA256

    /// Starts an empty message under a key.
    public init(key: Key) {
        inner = key.inner
        outer = key.outer
    }

    /// Appends bytes to the message.
    public mutating func update(_ bytes: [UInt8]) { inner.update(bytes) }

    /// Appends bytes to the message.
    public mutating func update(_ bytes: Span<UInt8>) { inner.update(bytes) }

    /// Appends bytes to the message.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) { inner.update(bytes) }

    /// Appends the UTF-8 bytes of a text to the message.
    public mutating func update(utf8 text: String) { inner.update(utf8: text) }

    /// The code of everything that was appended: 32 bytes.
    public func finalize() -> [UInt8] {
        var state = inner.finished()
        var last = outer
        withUnsafeTemporaryAllocation(byteCount: SHA256.digestByteCount, alignment: 8) { digest in
            state.store(to: digest)
            last.update(UnsafeRawBufferPointer(digest))
        }
        return last.finalize()
    }
}
