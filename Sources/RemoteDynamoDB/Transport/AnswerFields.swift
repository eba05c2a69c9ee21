import HTTPText

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
            guard let end = bytes[start...].firstIndex(of: ByteClass.carriageReturn), end + 1 < bytes.count,
                bytes[end + 1] == ByteClass.lineFeed
            else { throw .malformedHead }
            guard let colon = bytes[start..<end].firstIndex(of: UInt8(ascii: ":")), colon > start,
                bytes[start..<colon].allSatisfy(ByteClass.isToken)
            else { throw .malformedHead }
            let value = bytes[(colon + 1)..<end].trimmed
            guard value.allSatisfy(ByteClass.isFieldValue) else { throw .malformedHead }
            places.append((start..<colon, value.startIndex..<value.endIndex))
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
    package func number(_ name: StaticString) -> Int? { first(name)?.decimal }

    private func matches(_ place: Range<Int>, _ name: StaticString) -> Bool {
        matchesIgnoringCase(bytes[place], name)
    }

    package static func == (left: AnswerFields, right: AnswerFields) -> Bool {
        left.places.count == right.places.count
            && zip(left.places, right.places).allSatisfy { first, second in
                left.bytes[first.name] == right.bytes[second.name]
                    && left.bytes[first.value] == right.bytes[second.value]
            }
    }
}
