import JSONText

/// Reads the cards of a JSON text, `{"flashcards": [...]}`, one at a time: the text is gone through once to see that it
/// is in order, and each card is read when its turn comes.
public struct CardList: Sendable {
    /// What may be nested in what, at most.
    private static let maximumDepth = 32
    private static let maximumUnknown = 20

    private let bytes: [UInt8]
    private var elements: [Range<Int>] = []
    private var index = 0
    private let isNew: Bool
    /// Members besides `flashcards`, which are refused: the first of them, with the beginning of their names.
    public private(set) var unknownMembers: [String] = []
    /// Whether there is a list of cards.
    public private(set) var hasList = false
    /// How many cards there are; one more than the limit when there are too many.
    public var count: Int { elements.count }

    /// Goes through a text.
    ///
    /// - Parameters:
    ///   - isNew: whether cards come new, without schedule and log.
    ///   - limit: cards beyond which it stops.
    /// - Throws: `malformed`, with the offset.
    public init(_ bytes: [UInt8], isNew: Bool, limit: Int) throws(CardFormatError) {
        self.bytes = bytes
        self.isNew = isNew
        var scanner = JSONScanner(bytes, maximumDepth: Self.maximumDepth)
        scanner.skipSpace()
        guard scanner.take("{") else { throw scanner.fault("must be an object with the member flashcards") }
        var isFirst = true
        while scanner.hasNext(isFirst, "}") {
            isFirst = false
            let name = try scanner.name()
            guard name == "flashcards", !hasList, scanner.peek == UInt8(ascii: "[") else {
                if name != "flashcards", unknownMembers.count < Self.maximumUnknown {
                    unknownMembers.append(String(name.prefix(100)))
                }
                try scanner.skipValue()
                continue
            }
            hasList = true
            guard try readElements(&scanner, limit) else { return }
        }
        try scanner.end("}")
        scanner.skipSpace()
        guard scanner.isAtEnd else { throw scanner.fault("has more after its end") }
    }

    private mutating func readElements(_ scanner: inout JSONScanner, _ limit: Int) throws(CardFormatError) -> Bool {
        _ = scanner.take("[")
        while scanner.hasNext(elements.isEmpty, "]") {
            let start = scanner.position
            try scanner.skipValue()
            elements.append(start..<scanner.position)
            if elements.count > limit { return false }
        }
        try scanner.end("]")
        return true
    }

    /// The next card; nil at the end.
    public mutating func next() -> CardRow? {
        guard index < elements.count else { return nil }
        defer { index += 1 }
        return CardRow(number: index + 1, content(of: bytes[elements[index]]))
    }

    /// A card, which is held whole while it is read: its bytes and its values are bounded.
    private func content(of element: ArraySlice<UInt8>) -> CardRow.Content {
        guard element.count <= CardFormatLimits.elementBytes else {
            return .fault("is longer than \(CardFormatLimits.elementBytes) bytes")
        }
        // Each value but the first of its list or object has a comma in front.
        guard element.reduce(0, { $0 + ($1 == UInt8(ascii: ",") ? 1 : 0) }) <= CardFormatLimits.elementValues else {
            return .fault("has more than \(CardFormatLimits.elementValues) values")
        }
        do throws(JSONError) {
            let value = try JSONValue.parse(Array(element), limits: JSONLimits(maximumDepth: Self.maximumDepth))
            return CardObject(value, isNew: isNew).content
        } catch { return .fault("is malformed: \(error)") }
    }
}

/// Goes over JSON text without making values of it.
private struct JSONScanner {
    private let bytes: [UInt8]
    private let maximumDepth: Int
    private(set) var position = 0

    init(_ bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    var isAtEnd: Bool { position == bytes.count }
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    func fault(_ what: String) -> CardFormatError { .malformed("the text \(what), at byte \(position)") }

    mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Whether another member or element comes; then the position is at it.
    mutating func hasNext(_ isFirst: Bool, _ end: Unicode.Scalar) -> Bool {
        skipSpace()
        if isFirst { return peek != nil && peek != UInt8(ascii: end) }
        guard take(",") else { return false }
        skipSpace()
        return true
    }

    mutating func end(_ character: Unicode.Scalar) throws(CardFormatError) {
        guard take(character) else { throw fault("is malformed") }
    }

    /// The name of a member, and the colon after it.
    mutating func name() throws(CardFormatError) -> String {
        let start = position
        try skipString()
        guard let name = try? JSONValue.parse(Array(bytes[start..<position])).stringValue else {
            throw fault("has a malformed name")
        }
        skipSpace()
        guard take(":") else { throw fault("is malformed") }
        skipSpace()
        return name
    }

    private mutating func skipString() throws(CardFormatError) {
        guard take("\"") else { throw fault("is malformed") }
        while let byte = peek {
            position += 1
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\") { position = min(position + 1, bytes.count) }
        }
        throw fault("ends within a string")
    }

    /// Goes over a value, as far as its brackets and strings say where it ends.
    mutating func skipValue() throws(CardFormatError) {
        var depth = 0
        repeat {
            guard let byte = peek else { throw fault("ends too early") }
            switch byte {
            case UInt8(ascii: "\""): try skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
                guard depth <= maximumDepth else { throw fault("is nested too deep") }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { throw fault("is malformed") }
                depth -= 1
                position += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x0A, 0x0D, 0x09:
                guard depth > 0 else { throw fault("is malformed") }
                position += 1
            default:
                while let byte = peek, !",]} \n\r\t:\"[{".utf8.contains(byte) { position += 1 }
            }
        } while depth > 0
        skipSpace()
    }
}
