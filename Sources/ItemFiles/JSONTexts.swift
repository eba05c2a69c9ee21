/// Cuts a text into the JSON objects that follow each other in it, in lines or not, one at a time in the memory of an
/// object.
package struct JSONTexts: Sendable {
    /// The longest object, in bytes.
    package static let maximumBytes = ItemLine.maximumBytes

    /// What is wrong with the text; nothing after it can be read.
    package struct Fault: Error { package let reason: String }

    private var buffer: [UInt8] = []
    /// Where the object that is looked for begins, and how far it was searched.
    private var start = 0
    private var position = 0
    private var depth = 0
    private var isInText = false
    private var isEscaped = false

    package init() {}

    /// Takes a further piece of the text.
    package mutating func add(_ piece: some Sequence<UInt8>) {
        buffer.removeFirst(start)
        position -= start
        start = 0
        buffer.append(contentsOf: piece)
    }

    /// The next object that is whole; nil until more bytes complete one.
    ///
    /// - Parameter isAtEnd: whether no further piece comes.
    package mutating func next(isAtEnd: Bool) throws(Fault) -> [UInt8]? {
        try skipBlanks()
        while position < buffer.count {
            let byte = buffer[position]
            position += 1
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                guard depth == 0 else { continue }
                defer { start = position }
                return Array(buffer[start..<position])
            default: break
            }
        }
        guard position - start <= Self.maximumBytes else { throw Fault(reason: "it is longer than any item can be") }
        guard !isAtEnd || position == start else { throw Fault(reason: "the text breaks off within an item") }
        return nil
    }

    /// Goes to the first byte of the next object.
    private mutating func skipBlanks() throws(Fault) {
        guard position == start else { return }
        while start < buffer.count, Self.isBlank(buffer[start]) { start += 1 }
        position = start
        guard start < buffer.count, buffer[start] != UInt8(ascii: "{") else { return }
        throw Fault(reason: "it is not a JSON object")
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }
}
