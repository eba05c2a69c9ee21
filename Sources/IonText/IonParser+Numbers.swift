extension IonParser {
    /// A number. Floats, timestamps and integers in other digits than decimal ones are refused.
    mutating func number() throws(IonError) -> IonValue.Form {
        let start = index
        if current == UInt8(ascii: "-") { index += 1 }
        let first = index
        try digits()
        guard bytes[first] != UInt8(ascii: "0") || index == first + 1 else {
            throw failure(.syntax, "A number begins with a zero that counts for nothing", at: start)
        }
        var isDecimal = false
        if current == UInt8(ascii: ".") {
            isDecimal = true
            index += 1
            if current.map(Self.isDigit) ?? false { try digits() }
        }
        if let byte = current, byte == UInt8(ascii: "d") || byte == UInt8(ascii: "D") {
            isDecimal = true
            index += 1
            if current == UInt8(ascii: "-") || current == UInt8(ascii: "+") { index += 1 }
            try digits()
        }
        try checkEnd(start)
        let text = Self.plain(try token(from: start))
        return isDecimal ? .decimal(text) : .integer(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Digits, with single underscores between them.
    private mutating func digits() throws(IonError) {
        guard current.map(Self.isDigit) ?? false else {
            throw current == UInt8(ascii: "i")
                ? failure(.unsupported, "A float is not a value of DynamoDB") : unexpected("digit")
        }
        while let byte = current {
            if Self.isDigit(byte) {
                index += 1
            } else if byte == UInt8(ascii: "_"), self.byte(after: 1).map(Self.isDigit) ?? false {
                index += 2
            } else {
                return
            }
        }
    }

    /// Checks that no more of a word stands here: what it would be is said.
    private func checkEnd(_ start: Int) throws(IonError) {
        guard let byte = current else { return }
        switch byte {
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
            throw failure(.unsupported, "A float is not a value of DynamoDB", at: start)
        case UInt8(ascii: "-"), UInt8(ascii: "T"):
            throw failure(.unsupported, "A timestamp is not a value of DynamoDB", at: start)
        case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "b"), UInt8(ascii: "B"):
            throw failure(.unsupported, "Numbers in hexadecimal or binary digits are not read", at: start)
        default:
            guard !Self.isIdentifier(byte), byte != UInt8(ascii: "."), byte < 0x80 else {
                throw failure(.syntax, "A number is misspelt", at: start)
            }
        }
    }

    /// The number without separators and without a point at its end, its exponent marked by `e`.
    private static func plain(_ text: String) -> String {
        var plain: [UInt8] = []
        for byte in text.utf8 where byte != UInt8(ascii: "_") {
            let isMark = byte == UInt8(ascii: "d") || byte == UInt8(ascii: "D")
            if isMark, plain.last == UInt8(ascii: ".") { plain.removeLast() }
            plain.append(isMark ? UInt8(ascii: "e") : byte)
        }
        if plain.last == UInt8(ascii: ".") { plain.removeLast() }
        return String(decoding: plain, as: UTF8.self)
    }
}
