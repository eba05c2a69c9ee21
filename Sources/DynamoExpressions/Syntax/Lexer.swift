/// A word or sign of an expression.
struct Token: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        /// A bare word: an attribute name, a keyword or a function.
        case word
        /// `#name`, a stand-in for an attribute name.
        case name
        /// `:value`, a stand-in for a value.
        case value
        /// Digits, the index of a list element.
        case number
        /// A sign, such as `<=` or `(`.
        case sign
        /// The end of the text.
        case end
    }

    let kind: Kind
    /// As it stands in the expression.
    let text: String
    /// Bytes before it.
    let offset: Int

    /// Whether it is this word, in any case of its letters. The keyword is given in upper case.
    func isKeyword(_ keyword: StaticString) -> Bool {
        guard kind == .word, text.utf8.count == keyword.utf8CodeUnitCount else { return false }
        for (index, byte) in text.utf8.enumerated() {
            let upper = byte >= 0x61 && byte <= 0x7A ? byte & 0xDF : byte
            if upper != keyword.utf8Start[index] { return false }
        }
        return true
    }

    func isSign(_ sign: StaticString) -> Bool {
        kind == .sign
            && text.utf8.elementsEqual(
                UnsafeBufferPointer(start: sign.utf8Start, count: sign.utf8CodeUnitCount))
    }
}

/// Takes an expression apart into tokens: the one lexer of all kinds of expressions.
struct Lexer {
    private let bytes: [UInt8]
    private var index = 0

    /// The tokens of a text, with the end as the last.
    ///
    /// - Throws: ``ExpressionError`` for a sign that no expression has.
    static func tokens(of text: String) throws(ExpressionError) -> [Token] {
        var lexer = Lexer(bytes: Array(text.utf8))
        var tokens: [Token] = []
        while let token = try lexer.next() { tokens.append(token) }
        tokens.append(Token(kind: .end, text: "<EOF>", offset: lexer.bytes.count))
        return tokens
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func next() throws(ExpressionError) -> Token? {
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        guard index < bytes.count else { return nil }
        let start = index
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "#"), UInt8(ascii: ":"):
            index += 1
            takeWhile(Self.isPlaceholderByte)
            guard index > start + 1 else { throw syntaxError(at: start) }
            return token(byte == UInt8(ascii: "#") ? .name : .value, from: start)
        case _ where Self.isWordStart(byte):
            takeWhile(Self.isWordByte)
            return token(.word, from: start)
        case _ where Self.isDigit(byte):
            takeWhile(Self.isDigit)
            return token(.number, from: start)
        default:
            index += signLength(byte)
            guard index > start else { throw syntaxError(at: start) }
            return token(.sign, from: start)
        }
    }

    private func signLength(_ byte: UInt8) -> Int {
        let following = index + 1 < bytes.count ? bytes[index + 1] : 0
        switch byte {
        case UInt8(ascii: "<"):
            return following == UInt8(ascii: "=") || following == UInt8(ascii: ">") ? 2 : 1
        case UInt8(ascii: ">"): return following == UInt8(ascii: "=") ? 2 : 1
        case UInt8(ascii: "="), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"):
            return 1
        default: return 0
        }
    }

    private mutating func takeWhile(_ belongs: (UInt8) -> Bool) {
        while index < bytes.count, belongs(bytes[index]) { index += 1 }
    }

    private func token(_ kind: Token.Kind, from start: Int) -> Token {
        Token(kind: kind, text: String(decoding: bytes[start..<index], as: UTF8.self), offset: start)
    }

    private func syntaxError(at offset: Int) -> ExpressionError {
        var end = offset + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        let sign = String(decoding: bytes[offset..<end], as: UTF8.self)
        let near = String(decoding: bytes[offset..<min(bytes.count, offset + 8)], as: UTF8.self)
        return ExpressionError(.syntax(token: sign, near: near), at: offset)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }
    private static func isWordStart(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte == 0x5F }
    private static func isWordByte(_ byte: UInt8) -> Bool { isWordStart(byte) || isDigit(byte) }
    private static func isPlaceholderByte(_ byte: UInt8) -> Bool { isWordByte(byte) }
}
