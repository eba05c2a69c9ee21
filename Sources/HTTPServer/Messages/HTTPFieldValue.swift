import HTTPText

/// The value of a header field. It cannot hold CR, LF, NUL or another control byte (tab excepted), nor white space at
/// its ends, so that no answer can be split (RFC 9110, section 5.5).
public struct HTTPFieldValue: Sendable, ExpressibleByStringLiteral {
    let text: FieldText

    /// A value from the program's own text. An illegal literal is a mistake of the programmer and stops the program.
    public init(stringLiteral value: StaticString) {
        text = .literal(value)
        precondition(text.withBytes(Self.isLegal), "not a field value: \(value)")
    }

    /// A value from data, as UTF-8; nil when it holds an illegal byte.
    public init?(_ string: String) {
        self.init(bytes: Array(string.utf8))
    }

    /// A value from data; nil when it holds an illegal byte.
    public init?(bytes: [UInt8]) {
        guard bytes.withUnsafeBufferPointer(Self.isLegal) else { return nil }
        text = .bytes(bytes)
    }

    /// A whole number in decimal.
    public init(decimal number: Int) {
        text = .bytes(Array(String(number).utf8))
    }

    private static func isLegal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in bytes where !ByteClass.isFieldValue(byte) { return false }
        return bytes.trimmed.count == bytes.count
    }
}
