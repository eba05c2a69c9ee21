/// A text as a key of dictionaries and sets: equal to another when their UTF-8 bytes are the same.
///
/// Swift's own strings are equal when they are canonically equivalent ("é" composed and decomposed); to DynamoDB those
/// are two names.
public struct ByteKey: Sendable, Hashable {
    /// The text as it was given, not normalised.
    public let text: String

    /// A key that is equal to another only when the UTF-8 bytes are.
    @inlinable
    public init(_ text: String) { self.text = text }

    /// Whether both have the same bytes.
    @inlinable
    public static func == (left: ByteKey, right: ByteKey) -> Bool { left.text.hasSameBytes(as: right.text) }

    /// Hashes the bytes.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        text.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension Sequence where Element == String {
    /// The first text that came before, with its place; nil when all differ. The time grows with the bytes of all
    /// texts, not with their pairs.
    public func firstRepetition() -> (position: Int, text: String)? {
        var seen: Set<ByteKey> = []
        for (position, text) in enumerated() where !seen.insert(ByteKey(text)).inserted { return (position, text) }
        return nil
    }

    /// The texts, each once, where it comes first.
    public func withoutRepetitions() -> [String] {
        var seen: Set<ByteKey> = []
        return filter { seen.insert(ByteKey($0)).inserted }
    }
}

extension ByteKey: ExpressibleByStringLiteral {
    /// The key of a literal's text.
    public init(stringLiteral value: String) { self.init(value) }
}
