import DynamoModel

extension Lexer {
    /// The tokens of a PartiQL statement; the last one is always ``Token/Kind/end``.
    ///
    /// Blanks and comments (`--` to the end of the line, `/* … */`) separate tokens. Words are identifiers here: which
    /// of them are keywords depends on where they stand. What cannot be read (`#`, a quote or comment that is not
    /// closed, an exponent beyond 32 bits) is ``Token/Kind/unknown``.
    static func statementTokens(of bytes: [UInt8]) -> [Token] {
        var lexer = Lexer(bytes)
        var tokens: [Token] = []
        tokens.reserveCapacity(bytes.count / 4 + 2)
        while let token = lexer.nextOfStatement() { tokens.append(token) }
        tokens.append(Token(kind: .end, start: bytes.count, end: bytes.count))
        return tokens
    }

    private mutating func nextOfStatement() -> Token? {
        guard skipBlanks() else {
            defer { index = bytes.count }
            return Token(kind: .unknown, start: index, end: bytes.count)
        }
        guard index < bytes.count else { return nil }
        let start = index
        let kind = takeStatementKind()
        return Token(kind: kind, start: start, end: index)
    }

    /// Skips blanks and comments; false at a comment that is not closed.
    private mutating func skipBlanks() -> Bool {
        while index < bytes.count {
            // Vertical tab and form feed are blanks of the reference parser.
            if Self.isSpace(bytes[index]) || bytes[index] == 0x0B || bytes[index] == 0x0C {
                index += 1
            } else if isAt("--") {
                while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
            } else if isAt("/*") {
                var end = index + 2
                while end + 1 < bytes.count, !(bytes[end] == UInt8(ascii: "*") && bytes[end + 1] == UInt8(ascii: "/")) {
                    end += 1
                }
                guard end + 1 < bytes.count else { return false }
                index = end + 2
            } else {
                return true
            }
        }
        return true
    }

    private func isAt(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[index...].starts(with: $0) }
    }

    private mutating func takeStatementKind() -> Token.Kind {
        let first = bytes[index]
        switch first {
        case _ where Self.isLetter(first) || first == UInt8(ascii: "_"):
            while index < bytes.count, Self.isWord(bytes[index]) || bytes[index] == UInt8(ascii: "$") { index += 1 }
            return .identifier
        case UInt8(ascii: "'"): return takeQuoted(.text)
        case UInt8(ascii: "\""): return takeQuoted(.quotedName)
        case UInt8(ascii: "?"): return take(1, .parameter)
        case _ where Self.isDigit(first): return takeNumber()
        case UInt8(ascii: ".") where index + 1 < bytes.count && Self.isDigit(bytes[index + 1]): return takeNumber()
        default: break
        }
        if isAt("!=") { return take(2, .sign(.notEqual)) }
        if isAt("<<") { return take(2, .sign(.openBag)) }
        if isAt(">>") { return take(2, .sign(.closeBag)) }
        return takeSign(first)
    }

    /// Text between quotes, in which a quote is written twice.
    private mutating func takeQuoted(_ kind: Token.Kind) -> Token.Kind {
        let quote = bytes[index]
        index += 1
        while index < bytes.count {
            guard bytes[index] == quote else {
                index += 1
                continue
            }
            guard index + 1 < bytes.count, bytes[index + 1] == quote else { return take(1, kind) }
            index += 2
        }
        return .unknown
    }

    private mutating func takeNumber() -> Token.Kind {
        takeDigits()
        var fraction = 0
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            fraction = takeDigits()
        }
        guard index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") else { return .number }
        index += 1
        let start = index
        if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
        guard takeDigits() > 0 else { return .unknown }
        // The reference parser reads numbers as Java does: exponent and scale have 32 bits.
        guard let exponent = Int(String(decoding: bytes[start..<index], as: UTF8.self)),
            Int32(exactly: exponent) != nil,
            Int32(exactly: fraction - exponent) != nil
        else { return .unknown }
        return .number
    }

    @discardableResult
    private mutating func takeDigits() -> Int {
        let start = index
        while index < bytes.count, Self.isDigit(bytes[index]) { index += 1 }
        return index - start
    }
}
