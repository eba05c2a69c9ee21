extension JSONValue {
    /// The value that a JSON text holds.
    ///
    /// Strict RFC 8259: UTF-8 without a byte order mark, one value with nothing but white space around it, no duplicate
    /// names, no lone surrogates. Linear in the number of bytes.
    ///
    /// - Throws: `JSONError` with the byte offset of the first thing that is wrong.
    public static func parse(_ bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            try parse(buffer, limits: limits)
        }
    }

    /// The value that a JSON text holds; see `parse(_:limits:)` over an array.
    public static func parse(utf8 text: String, limits: JSONLimits = .default) throws(JSONError) -> JSONValue {
        try parse(Array(text.utf8), limits: limits)
    }

    /// The value that a JSON text holds; see `parse(_:limits:)` over an array.
    public static func parse(_ bytes: Span<UInt8>, limits: JSONLimits = .default) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            try parse(buffer, limits: limits)
        }
    }

    /// The value that a JSON text holds; see `parse(_:limits:)` over an array.
    public static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .default
    ) throws(JSONError) -> JSONValue {
        guard bytes.count <= limits.maximumBytes else {
            throw JSONError(
                offset: limits.maximumBytes, kind: .tooLarge(limits.maximumBytes),
                message: "The JSON text is larger than \(limits.maximumBytes) bytes")
        }
        guard let base = bytes.baseAddress, bytes.count > 0 else {
            throw JSONError(offset: 0, kind: .truncated, message: "The JSON text is empty")
        }
        var parser = JSONParser(base: base, count: bytes.count, limits: limits)
        return try parser.document()
    }
}

/// A recursive descent over the bytes. The depth is checked before each step down.
struct JSONParser {
    let base: UnsafePointer<UInt8>
    let count: Int
    let limits: JSONLimits
    var index = 0
    /// Where strings with escapes are put together.
    var scratch: [UInt8] = []

    init(base: UnsafePointer<UInt8>, count: Int, limits: JSONLimits) {
        self.base = base
        self.count = count
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSONValue {
        if count >= 3, base[0] == 0xef, base[1] == 0xbb, base[2] == 0xbf {
            throw failure(.syntax, "A JSON text must not start with a byte order mark", at: 0)
        }
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard index == count else { throw unexpected("the end of the text") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard index < count else { throw truncated("a value") }
        switch base[index] {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object(depth: try deeper(depth)))
        case UInt8(ascii: "["): return .array(try array(depth: try deeper(depth)))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try keyword("true", .bool(true))
        case UInt8(ascii: "f"): return try keyword("false", .bool(false))
        case UInt8(ascii: "n"): return try keyword("null", .null)
        default: throw unexpected("a value")
        }
    }

    private func deeper(_ depth: Int) throws(JSONError) -> Int {
        guard depth < limits.maximumDepth else {
            let limit = limits.maximumDepth
            throw failure(.tooDeep(limit), "Arrays and objects are nested deeper than \(limit) levels", at: index)
        }
        return depth &+ 1
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        index &+= 1
        skipSpace()
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            do throws(JSONError) {
                elements.append(try value(depth: depth))
            } catch {
                throw error.inside(elements.count)
            }
            skipSpace()
            if take(UInt8(ascii: ",")) {
                skipSpace()
            } else if take(UInt8(ascii: "]")) {
                return elements
            } else {
                throw unexpected("\",\" or \"]\"")
            }
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        index &+= 1
        skipSpace()
        var object = JSONObject()
        if take(UInt8(ascii: "}")) { return object }
        object.reserveSome()
        var seen: UInt64 = 0
        while true {
            try member(of: &object, &seen, depth: depth)
            skipSpace()
            if take(UInt8(ascii: ",")) {
                skipSpace()
            } else if take(UInt8(ascii: "}")) {
                return object
            } else {
                throw unexpected("\",\" or \"}\"")
            }
        }
    }

    /// Reads a member. `seen` has a bit for each name so far, chosen by a cheap hash: only a name whose bit is set can
    /// be there already, so that most names are compared with none.
    private mutating func member(
        of object: inout JSONObject, _ seen: inout UInt64, depth: Int
    ) throws(JSONError) {
        let start = index
        guard index < count else { throw truncated("a name") }
        guard base[index] == UInt8(ascii: "\"") else { throw unexpected("a name in double quotes") }
        let name = try string()
        let bit = nameBit(name)
        guard seen & bit == 0 || object.place(of: name) == nil else {
            let message = "The name \"\(JSONError.shortened(name))\" occurs twice in one object"
            throw failure(.duplicateName(name), message, at: start).inside(name)
        }
        seen |= bit
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw unexpected("\":\"").inside(name) }
        skipSpace()
        let value: JSONValue
        do throws(JSONError) {
            value = try self.value(depth: depth)
        } catch {
            throw error.inside(name)
        }
        object.add(name, value)
    }

    private mutating func keyword(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let start = index
        for offset in 0..<word.utf8CodeUnitCount {
            guard index < count else { throw truncated("\"\(word)\"") }
            guard base[index] == word.utf8Start[offset] else {
                throw failure(.syntax, "Expected \"\(word)\"", at: start)
            }
            index &+= 1
        }
        return value
    }

    private mutating func number() throws(JSONError) -> JSONNumber {
        guard let length = numberLength(base + index, count &- index) else { throw misspelt() }
        guard length <= limits.maximumNumberLength else {
            let limit = limits.maximumNumberLength
            throw failure(.numberTooLong(limit), "A number is longer than \(limit) characters", at: index)
        }
        let end = index &+ length
        // "01", "1.2.3" and "1-2" would otherwise be reported as a missing comma.
        if end < count, isPartOfNumber(base[end]) { throw misspelt() }
        let text = String(decoding: UnsafeBufferPointer(start: base + index, count: length), as: UTF8.self)
        index = end
        return JSONNumber(unchecked: text)
    }

    private func misspelt() -> JSONError {
        var end = index
        while end < count, isPartOfNumber(base[end]) { end &+= 1 }
        if end == count, numberLength(base + index, end &- index) == nil, end &- index < 64 {
            return isNumberPrefix(from: index, to: end)
                ? failure(.truncated, "The JSON text ends in the middle of a number", at: count)
                : failure(.invalidNumber, "A number is misspelt", at: index)
        }
        return failure(.invalidNumber, "A number is misspelt", at: index)
    }

    /// Whether one more digit would make a number of these bytes.
    private func isNumberPrefix(from start: Int, to end: Int) -> Bool {
        var bytes = [UInt8](UnsafeBufferPointer(start: base + start, count: end &- start))
        bytes.append(UInt8(ascii: "1"))
        return JSONNumber(text: String(decoding: bytes, as: UTF8.self)) != nil
    }

    private func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}

extension JSONParser {
    @inline(__always)
    mutating func skipSpace() {
        while index < count {
            switch base[index] {
            case 0x20, 0x09, 0x0a, 0x0d: index &+= 1
            default: return
            }
        }
    }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard index < count, base[index] == byte else { return false }
        index &+= 1
        return true
    }

    func failure(_ kind: JSONError.Kind, _ message: String, at offset: Int) -> JSONError {
        JSONError(offset: offset, kind: kind, message: message)
    }

    func truncated(_ expected: String) -> JSONError {
        failure(.truncated, "The JSON text ends where \(expected) should follow", at: count)
    }

    /// The error for a byte that does not belong at `index`, or for the end of the text there.
    func unexpected(_ expected: String) -> JSONError {
        guard index < count else { return truncated(expected) }
        let byte = base[index]
        let found =
            byte > 0x20 && byte < 0x7f
            ? "\"\(Character(Unicode.Scalar(byte)))\"" : "the byte 0x" + String(byte, radix: 16)
        return failure(.syntax, "Expected \(expected) but found \(found)", at: index)
    }
}

/// One of 64 bits, by a name's length and by its first, middle and last byte.
@inline(__always)
private func nameBit(_ name: String) -> UInt64 {
    let mixed = name.utf8.withContiguousStorageIfAvailable { bytes -> UInt64 in
        guard let first = bytes.first, let last = bytes.last else { return 0 }
        let ends = UInt64(first) | UInt64(bytes[bytes.count / 2]) &<< 8 | UInt64(last) &<< 16
        return (ends | UInt64(truncatingIfNeeded: bytes.count) &<< 24) &* 0x9e37_79b9_7f4a_7c15
    }
    return 1 &<< ((mixed ?? 0) &>> 58)
}
