import HTTPText

/// The name of a header field: a token of RFC 9110, section 5.6.2. It cannot hold anything else.
public struct HTTPFieldName: Sendable, ExpressibleByStringLiteral {
    let text: FieldText

    /// A name from the program's own text. A literal that is no token is a mistake of the programmer and stops the
    /// program.
    public init(stringLiteral name: StaticString) {
        text = .literal(name)
        precondition(
            name.utf8CodeUnitCount > 0 && text.withBytes { $0.allSatisfy(ByteClass.isToken) },
            "not a field name: \(name)")
    }

    /// A name from data; nil when it is not a token.
    public init?(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, bytes.allSatisfy(ByteClass.isToken) else { return nil }
        text = .bytes(bytes)
    }
}
