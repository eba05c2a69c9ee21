import JSONText

/// As much of CBOR (RFC 8949) as requests and answers of `smithy-rpc-v2-cbor` need.
enum CBOR {
    enum Major: UInt8 {
        case unsigned = 0
        case negative = 1
        case bytes = 2
        case text = 3
        case array = 4
        case map = 5
        case tag = 6
        case simple = 7
    }

    /// The tag of a time in seconds since 1970.
    static let epochTime = 1
    /// The deepest request.
    private static let depth = 16

    // MARK: Writing

    static func append(_ text: String, to bytes: inout [UInt8]) {
        appendHead(.text, text.utf8.count, to: &bytes)
        bytes += text.utf8
    }

    static func append(_ number: Double, to bytes: inout [UInt8]) {
        bytes.append(Major.simple.rawValue << 5 | 27)
        withUnsafeBytes(of: number.bitPattern.bigEndian) { bytes += $0 }
    }

    static func appendHead(_ major: Major, _ count: Int, to bytes: inout [UInt8]) {
        let mark = major.rawValue << 5
        if count < 24 { return bytes.append(mark | UInt8(count)) }
        bytes.append(mark | 27)
        withUnsafeBytes(of: UInt64(count).bigEndian) { bytes += $0 }
    }

    // MARK: Reading

    /// The one value that the bytes are, as JSON would have it; nil for anything else, and for values that JSON
    /// does not have.
    static func value(_ bytes: [UInt8]) -> JSONValue? {
        var reader = Reader(bytes: bytes)
        guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
        return value
    }

    private struct Reader {
        let bytes: [UInt8]
        var index = 0

        var isAtEnd: Bool { index == bytes.count }

        private mutating func next() -> UInt8? {
            guard index < bytes.count else { return nil }
            defer { index += 1 }
            return bytes[index]
        }

        private mutating func number(_ count: Int) -> UInt64? {
            guard index + count <= bytes.count else { return nil }
            defer { index += count }
            return bytes[index..<index + count].reduce(0) { $0 << 8 | UInt64($1) }
        }

        mutating func value(depth: Int) -> JSONValue? {
            guard depth < CBOR.depth, let first = next(), let major = Major(rawValue: first >> 5) else { return nil }
            let info = first & 31
            if major == .simple { return simple(info) }
            if info == 31 { return indefinite(major, depth) }
            guard let argument = argument(info) else { return nil }
            switch major {
            case .unsigned: return Int(exactly: argument).map { .number(JSONNumber($0)) }
            case .negative: return Int(exactly: argument).map { .number(JSONNumber(-1 - $0)) }
            case .text: return text(argument).map { .string($0) }
            case .array: return list(argument, depth)
            case .map: return map(argument, depth)
            case .tag: return value(depth: depth + 1)
            case .bytes, .simple: return nil
            }
        }

        private mutating func argument(_ info: UInt8) -> UInt64? {
            switch info {
            case 0..<24: UInt64(info)
            case 24: number(1)
            case 25: number(2)
            case 26: number(4)
            case 27: number(8)
            default: nil
            }
        }

        private mutating func simple(_ info: UInt8) -> JSONValue? {
            switch info {
            case 20: return .bool(false)
            case 21: return .bool(true)
            case 22, 23: return .null
            case 26: return number(4).flatMap { JSONNumber(Double(Float(bitPattern: UInt32($0)))) }.map { .number($0) }
            case 27: return number(8).flatMap { JSONNumber(Double(bitPattern: $0)) }.map { .number($0) }
            default: return nil
            }
        }

        private mutating func text(_ count: UInt64) -> String? {
            guard count <= UInt64(bytes.count - index) else { return nil }
            defer { index += Int(count) }
            return String(validating: bytes[index..<index + Int(count)], as: UTF8.self)
        }

        private mutating func list(_ count: UInt64, _ depth: Int) -> JSONValue? {
            guard count <= UInt64(bytes.count - index) else { return nil }
            var elements: [JSONValue] = []
            for _ in 0..<count {
                guard let element = value(depth: depth + 1) else { return nil }
                elements.append(element)
            }
            return .array(elements)
        }

        private mutating func map(_ count: UInt64, _ depth: Int) -> JSONValue? {
            guard count <= UInt64(bytes.count - index) else { return nil }
            var members = JSONObject()
            for _ in 0..<count {
                guard let name = value(depth: depth + 1)?.stringValue, let value = value(depth: depth + 1) else {
                    return nil
                }
                members[name] = value
            }
            return .object(members)
        }

        /// Lists and maps without a count end with a mark.
        private mutating func indefinite(_ major: Major, _ depth: Int) -> JSONValue? {
            var elements: [JSONValue] = []
            while index < bytes.count, bytes[index] != 0xff {
                guard let element = value(depth: depth + 1) else { return nil }
                elements.append(element)
            }
            guard next() != nil else { return nil }
            if major == .array { return .array(elements) }
            guard major == .map, elements.count.isMultiple(of: 2) else { return nil }
            var members = JSONObject()
            for position in stride(from: 0, to: elements.count, by: 2) {
                guard let name = elements[position].stringValue else { return nil }
                members[name] = elements[position + 1]
            }
            return .object(members)
        }
    }
}
