/// The header fields of an answer, as places in one buffer.
package struct AnswerFields: Sendable, Equatable {
    private let bytes: [UInt8]
    private let places: [(name: Range<Int>, value: Range<Int>)]

    /// The lines of a head after the status line, each with its line end (RFC 9112, section 5).
    ///
    /// - Throws: ``AnswerError``.
    init(lines bytes: [UInt8]) throws(AnswerError) {
        var places: [(Range<Int>, Range<Int>)] = []
        var start = 0
        while start < bytes.count {
            guard let end = bytes[start...].firstIndex(of: HTTPByte.carriageReturn), end + 1 < bytes.count,
                bytes[end + 1] == HTTPByte.lineFeed
            else { throw .malformedHead }
            guard let colon = bytes[start..<end].firstIndex(of: UInt8(ascii: ":")), colon > start,
                bytes[start..<colon].allSatisfy(HTTPByte.isToken)
            else { throw .malformedHead }
            var (low, high) = (colon + 1, end)
            while low < high, HTTPByte.isSpace(bytes[low]) { low += 1 }
            while high > low, HTTPByte.isSpace(bytes[high - 1]) { high -= 1 }
            guard bytes[low..<high].allSatisfy(HTTPByte.isFieldValue) else { throw .malformedHead }
            places.append((start..<colon, low..<high))
            start = end + 2
        }
        self.bytes = bytes
        self.places = places
    }

    /// Fields that something else has taken apart.
    init(_ fields: [(name: String, value: String)]) {
        var bytes: [UInt8] = []
        var places: [(Range<Int>, Range<Int>)] = []
        for (name, value) in fields {
            let start = bytes.count
            bytes += name.utf8
            let middle = bytes.count
            bytes += value.utf8
            places.append((start..<middle, middle..<bytes.count))
        }
        self.bytes = bytes
        self.places = places
    }

    /// The value of the first field of this name, which is given in lower case.
    package func first(_ name: StaticString) -> ArraySlice<UInt8>? {
        for place in places where matches(place.name, name) { return bytes[place.value] }
        return nil
    }

    /// The values of all fields of this name, which is given in lower case.
    func all(_ name: StaticString) -> [ArraySlice<UInt8>] {
        places.filter { matches($0.name, name) }.map { bytes[$0.value] }
    }

    /// The first value as a number without sign; nil when it is absent or no such number.
    package func number(_ name: StaticString) -> Int? { first(name).flatMap { HTTPByte.decimal($0) } }

    private func matches(_ place: Range<Int>, _ name: StaticString) -> Bool {
        guard place.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { name in
            zip(bytes[place], name).allSatisfy { HTTPByte.lowercased($0) == $1 }
        }
    }

    package static func == (left: AnswerFields, right: AnswerFields) -> Bool {
        left.places.count == right.places.count
            && zip(left.places, right.places).allSatisfy { first, second in
                left.bytes[first.name] == right.bytes[second.name]
                    && left.bytes[first.value] == right.bytes[second.value]
            }
    }
}

/// Classes of bytes in HTTP messages (RFC 9110, section 5).
enum HTTPByte {
    static let carriageReturn: UInt8 = 0x0d
    static let lineFeed: UInt8 = 0x0a

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Visible bytes, space, tab and bytes above ASCII.
    static func isFieldValue(_ byte: UInt8) -> Bool { byte >= 0x20 ? byte != 0x7f : byte == 0x09 }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// What a field name is made of.
    static func isToken(_ byte: UInt8) -> Bool {
        isDigit(byte) || lowercased(byte) &- UInt8(ascii: "a") < 26 || marks.contains(byte)
    }

    static func lowercased(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }

    static func hexValue(_ byte: UInt8) -> Int? {
        if isDigit(byte) { return Int(byte &- UInt8(ascii: "0")) }
        let letter = lowercased(byte) &- UInt8(ascii: "a")
        return letter < 6 ? Int(letter) + 10 : nil
    }

    /// A number of up to 15 digits and nothing else.
    static func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...15).contains(digits.count), digits.allSatisfy(isDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 &- UInt8(ascii: "0")) }
    }

    /// Whether two texts are equal except for the case of ASCII letters; the second is in lower case.
    static func equal(_ bytes: some Sequence<UInt8>, _ lowercasedText: String) -> Bool {
        bytes.lazy.map(lowercased).elementsEqual(lowercasedText.utf8)
    }

    private static let marks = Set("!#$%&'*+-.^_`|~".utf8)
}
