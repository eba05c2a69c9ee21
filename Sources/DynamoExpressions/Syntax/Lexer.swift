import DynamoModel

/// The one lexer of all expressions: it never fails, what it does not know becomes a separate kind of token that no
/// rule takes.
struct Lexer {
    let bytes: [UInt8]
    var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The tokens of a text; the last one is always ``Token/Kind/end``.
    static func tokens(of bytes: [UInt8]) -> [Token] {
        var lexer = Lexer(bytes)
        var tokens: [Token] = []
        tokens.reserveCapacity(bytes.count / 4 + 2)
        while let token = lexer.next() { tokens.append(token) }
        tokens.append(Token(kind: .end, start: bytes.count, end: bytes.count))
        return tokens
    }

    private mutating func next() -> Token? {
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        guard index < bytes.count else { return nil }
        let start = index
        let kind = takeKind()
        return Token(kind: kind, start: start, end: index)
    }

    private mutating func takeKind() -> Token.Kind {
        let first = bytes[index]
        switch first {
        case _ where Self.isLetter(first): return takeWord()
        case UInt8(ascii: "#"): return takePlaceholder(.name)
        case UInt8(ascii: ":"): return takePlaceholder(.value)
        case UInt8(ascii: "0"): return take(1, .integer)
        case UInt8(ascii: "1")...UInt8(ascii: "9"):
            while index < bytes.count, Self.isDigit(bytes[index]) { index += 1 }
            return .integer
        default: return takeSign(first)
        }
    }

    private mutating func takeWord() -> Token.Kind {
        let start = index
        takeWordBytes()
        // The longest keyword has seven letters.
        guard index - start <= 7 else { return .identifier }
        let upper = String(
            decoding: bytes[start..<index].map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 32 : $0 }, as: UTF8.self)
        return Token.Keyword(rawValue: upper).map(Token.Kind.keyword) ?? .identifier
    }

    private mutating func takePlaceholder(_ kind: Token.Kind) -> Token.Kind {
        index += 1
        let start = index
        takeWordBytes()
        return index > start ? kind : .unknown
    }

    mutating func takeWordBytes() {
        while index < bytes.count, Self.isWord(bytes[index]) { index += 1 }
    }

    mutating func takeSign(_ first: UInt8) -> Token.Kind {
        let second = index + 1 < bytes.count ? bytes[index + 1] : 0
        switch (first, second) {
        case (UInt8(ascii: "<"), UInt8(ascii: ">")): return take(2, .sign(.notEqual))
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): return take(2, .sign(.lessOrEqual))
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): return take(2, .sign(.greaterOrEqual))
        default: break
        }
        if first < 0x80, let sign = Token.Sign(rawValue: String(UnicodeScalar(first))) { return take(1, .sign(sign)) }
        return take(Self.length(ofCharacterStartingWith: first), .unknown)
    }

    mutating func take(_ count: Int, _ kind: Token.Kind) -> Token.Kind {
        index = min(index + count, bytes.count)
        return kind
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 <= 25 }
    static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") }

    private static func length(ofCharacterStartingWith byte: UInt8) -> Int {
        switch byte {
        case 0xC0...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF7: 4
        default: 1
        }
    }
}
