extension JSONParser {
    /// The string whose opening quote stands at `index`.
    mutating func string() throws(JSONError) -> String {
        index &+= 1
        let start = index
        try skipPlain()
        if index < count, base[index] == UInt8(ascii: "\"") {
            let text = String(decoding: UnsafeBufferPointer(start: base + start, count: index &- start), as: UTF8.self)
            index &+= 1
            return text
        }
        return try stringWithEscapes(from: start)
    }

    /// Goes on from the first thing that is neither plain text nor the closing quote.
    private mutating func stringWithEscapes(from start: Int) throws(JSONError) -> String {
        scratch.removeAll(keepingCapacity: true)
        var runStart = start
        while true {
            scratch.append(contentsOf: UnsafeBufferPointer(start: base + runStart, count: index &- runStart))
            guard index < count else {
                throw failure(.truncated, "The JSON text ends in the middle of a string", at: count)
            }
            switch base[index] {
            case UInt8(ascii: "\""):
                index &+= 1
                return String(decoding: scratch, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try escape()
            default:
                let byte = base[index]
                let name = "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
                throw failure(
                    .controlCharacter(byte), "A string holds the control character \(name) unescaped", at: index)
            }
            runStart = index
            try skipPlain()
        }
    }

    /// Moves over everything that stands for itself, eight bytes at a time where they are ASCII: stops at a quote, a
    /// backslash, a control character or the end.
    private mutating func skipPlain() throws(JSONError) {
        while true {
            while index &+ 8 <= count {
                let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
                let marks =
                    JSONBytes.special(UInt64(littleEndian: word)) | (UInt64(littleEndian: word) & JSONBytes.high)
                if marks == 0 {
                    index &+= 8
                } else {
                    index &+= marks.trailingZeroBitCount &>> 3
                    break
                }
            }
            while index < count, JSONBytes.isPlainASCII(base[index]) { index &+= 1 }
            guard index < count, base[index] >= 0x80 else { return }
            try skipMultibyte()
        }
    }

    /// Moves over one character of two to four bytes (Unicode 15, table 3-7: no overlong form, no surrogate, nothing
    /// above U+10FFFF).
    private mutating func skipMultibyte() throws(JSONError) {
        let lead = base[index]
        var second: ClosedRange<UInt8> = 0x80...0xbf
        let length: Int
        switch lead {
        case 0xc2...0xdf: length = 2
        case 0xe0...0xef:
            length = 3
            if lead == 0xe0 { second = 0xa0...0xbf }
            if lead == 0xed { second = 0x80...0x9f }
        case 0xf0...0xf4:
            length = 4
            if lead == 0xf0 { second = 0x90...0xbf }
            if lead == 0xf4 { second = 0x80...0x8f }
        default: throw invalidUTF8()
        }
        for place in 1..<length {
            guard index &+ place < count else {
                throw failure(.truncated, "The JSON text ends in the middle of a character", at: count)
            }
            guard (place == 1 ? second : 0x80...0xbf).contains(base[index &+ place]) else { throw invalidUTF8() }
        }
        index &+= length
    }

    private func invalidUTF8() -> JSONError {
        failure(.invalidUTF8, "A string is not valid UTF-8", at: index)
    }

    /// Appends what the escape sequence at `index` stands for (RFC 8259, section 7).
    private mutating func escape() throws(JSONError) {
        guard index &+ 1 < count else { throw truncatedEscape() }
        switch base[index &+ 1] {
        case UInt8(ascii: "\""): scratch.append(0x22)
        case UInt8(ascii: "\\"): scratch.append(0x5c)
        case UInt8(ascii: "/"): scratch.append(0x2f)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0c)
        case UInt8(ascii: "n"): scratch.append(0x0a)
        case UInt8(ascii: "r"): scratch.append(0x0d)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw failure(.invalidEscape, "A string holds an unknown escape sequence", at: index)
        }
        index &+= 2
    }

    private mutating func unicodeEscape() throws(JSONError) {
        let first = try hexUnit(at: index)
        switch first {
        case 0xd800...0xdbff:
            // A text that ends here is cut off; one that goes on without a second half is wrong.
            guard index &+ 6 < count else { throw truncatedEscape() }
            guard base[index &+ 6] == UInt8(ascii: "\\") else { throw loneSurrogate() }
            guard index &+ 7 < count else { throw truncatedEscape() }
            guard base[index &+ 7] == UInt8(ascii: "u") else { throw loneSurrogate() }
            let second = try hexUnit(at: index &+ 6)
            guard (0xdc00...0xdfff).contains(second) else { throw loneSurrogate() }
            append(0x10000 &+ (first &- 0xd800) &<< 10 &+ (second &- 0xdc00))
            index &+= 12
        case 0xdc00...0xdfff: throw loneSurrogate()
        default:
            append(first)
            index &+= 6
        }
    }

    /// The four digits of the `\u` escape at `start`.
    private func hexUnit(at start: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for place in (start &+ 2)..<(start &+ 6) {
            guard place < count else { throw truncatedEscape() }
            let byte = base[place]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value &<< 4 | UInt32(byte &- UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value &<< 4 | UInt32(byte &- UInt8(ascii: "a") &+ 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value &<< 4 | UInt32(byte &- UInt8(ascii: "A") &+ 10)
            default:
                throw failure(.invalidEscape, "A \\u escape needs four hexadecimal digits", at: start)
            }
        }
        return value
    }

    private func truncatedEscape() -> JSONError {
        failure(.truncated, "The JSON text ends in the middle of an escape sequence", at: count)
    }

    private func loneSurrogate() -> JSONError {
        failure(.invalidEscape, "A \\u escape names half of a surrogate pair", at: index)
    }

    /// Appends a scalar that is no surrogate as UTF-8.
    private mutating func append(_ scalar: UInt32) {
        func continuation(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar &>> shift & 0x3f) }
        if scalar < 0x80 {
            scratch.append(UInt8(truncatingIfNeeded: scalar))
        } else if scalar < 0x800 {
            scratch.append(0xc0 | UInt8(truncatingIfNeeded: scalar &>> 6))
            scratch.append(continuation(0))
        } else if scalar < 0x10000 {
            scratch.append(0xe0 | UInt8(truncatingIfNeeded: scalar &>> 12))
            scratch.append(continuation(6))
            scratch.append(continuation(0))
        } else {
            scratch.append(0xf0 | UInt8(truncatingIfNeeded: scalar &>> 18))
            scratch.append(continuation(12))
            scratch.append(continuation(6))
            scratch.append(continuation(0))
        }
    }
}
