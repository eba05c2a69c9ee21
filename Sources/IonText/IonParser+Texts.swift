import Digests

extension IonParser {
    private static let quote = UInt8(ascii: "'")

    /// A string in quotation marks, or long strings that follow each other.
    mutating func text() throws(IonError) -> String {
        guard current == Self.quote else { return try quoted(by: UInt8(ascii: "\"")) }
        var text = ""
        repeat {
            text += try long()
            try skipBlanks()
        } while current == Self.quote && byte(after: 1) == Self.quote && byte(after: 2) == Self.quote
        return text
    }

    /// A string or symbol on one line, between two of these marks.
    mutating func quoted(by mark: UInt8) throws(IonError) -> String {
        let start = index
        index += 1
        var characters: [UInt8] = []
        while let byte = current {
            switch byte {
            case mark:
                index += 1
                return try string(characters, at: start)
            case UInt8(ascii: "\\"): try escape(&characters)
            case 0..<0x09, 0x0a, 0x0d..<0x20:
                throw failure(.syntax, "A string or symbol holds a control character unescaped")
            default:
                characters.append(byte)
                index += 1
            }
        }
        throw failure(.truncated, "A string or symbol does not end", at: start)
    }

    /// A string between three apostrophes, which may go over several lines.
    private mutating func long() throws(IonError) -> String {
        let start = index
        index += 3
        var characters: [UInt8] = []
        while let byte = current {
            switch byte {
            case Self.quote where self.byte(after: 1) == Self.quote && self.byte(after: 2) == Self.quote:
                index += 3
                return try string(characters, at: start)
            case UInt8(ascii: "\\"): try escape(&characters)
            case 0x0d:
                // The specification makes every end of a line a line feed.
                characters.append(0x0a)
                index += self.byte(after: 1) == 0x0a ? 2 : 1
            case 0..<0x09, 0x0e..<0x20: throw failure(.syntax, "A string holds a control character unescaped")
            default:
                characters.append(byte)
                index += 1
            }
        }
        throw failure(.truncated, "A string does not end", at: start)
    }

    private func string(_ characters: [UInt8], at start: Int) throws(IonError) -> String {
        guard let text = String(validating: characters, as: UTF8.self) else {
            throw failure(.invalidText, "A string or symbol is not UTF-8", at: start)
        }
        return text
    }

    // MARK: Escapes

    private mutating func escape(_ characters: inout [UInt8]) throws(IonError) {
        let start = index
        guard let byte = byte(after: 1) else { throw failure(.truncated, "A string or symbol does not end") }
        index += 2
        switch byte {
        case UInt8(ascii: "x"): append(try codeUnit(2, start), to: &characters)
        case UInt8(ascii: "u"): try appendScalar(try codeUnit(4, start), start, to: &characters)
        case UInt8(ascii: "U"): try appendScalar(try codeUnit(8, start), start, to: &characters)
        case 0x0a: break
        case 0x0d: if current == 0x0a { index += 1 }
        default:
            guard let plain = Self.escapes[byte] else {
                throw failure(.invalidText, "An escape is not one of Ion's", at: start)
            }
            characters.append(plain)
        }
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "0"): 0x00, UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "t"): 0x09,
        UInt8(ascii: "n"): 0x0a, UInt8(ascii: "v"): 0x0b, UInt8(ascii: "f"): 0x0c, UInt8(ascii: "r"): 0x0d,
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "'"): 0x27, UInt8(ascii: "/"): 0x2f, UInt8(ascii: "?"): 0x3f,
        UInt8(ascii: "\\"): 0x5c,
    ]

    private mutating func codeUnit(_ digits: Int, _ start: Int) throws(IonError) -> UInt32 {
        let end = index + digits
        guard end <= bytes.count, bytes[index..<end].allSatisfy(Self.isHexDigit),
            let unit = UInt32(String(decoding: bytes[index..<end], as: UTF8.self), radix: 16)
        else { throw failure(.invalidText, "An escape has not \(digits) hexadecimal digits", at: start) }
        index = end
        return unit
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    /// Appends the character of a code unit; of a surrogate, with the other one that must follow it.
    private mutating func appendScalar(
        _ unit: UInt32, _ start: Int, to characters: inout [UInt8]
    ) throws(IonError) {
        var scalar = unit
        if (0xd800..<0xdc00).contains(unit), current == UInt8(ascii: "\\"), byte(after: 1) == UInt8(ascii: "u") {
            index += 2
            let low = try codeUnit(4, start)
            guard (0xdc00..<0xe000).contains(low) else {
                throw failure(.invalidText, "An escape is half of a surrogate pair", at: start)
            }
            scalar = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
        }
        guard UnicodeScalar(scalar) != nil else {
            throw failure(.invalidText, "An escape names no character", at: start)
        }
        append(scalar, to: &characters)
    }

    private func append(_ scalar: UInt32, to characters: inout [UInt8]) {
        guard let scalar = UnicodeScalar(scalar) else { return }
        characters.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    // MARK: Blobs

    /// The bytes between two pairs of braces.
    mutating func blob() throws(IonError) -> [UInt8] {
        let start = index
        index += 2
        var digits: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: "}") {
            guard byte != UInt8(ascii: "\""), byte != Self.quote else {
                throw failure(.unsupported, "A clob is not a value of DynamoDB", at: start)
            }
            if !Self.isBlank(byte) { digits.append(byte) }
            index += 1
        }
        guard current != nil, byte(after: 1) != nil else { throw failure(.truncated, "A blob does not end", at: start) }
        guard byte(after: 1) == UInt8(ascii: "}"), let decoded = Base64.decode(digits) else {
            throw failure(.invalidBlob, "A blob is not Base64", at: start)
        }
        index += 2
        return decoded
    }
}
