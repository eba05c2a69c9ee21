import DelimitedText

/// Cuts comma-separated text into its records, one at a time in the memory of a record, where ``DelimitedReader`` ends
/// them.
package struct DelimitedTexts: Sendable {
    /// The longest record, in bytes.
    package static let maximumBytes = 2 << 20
    /// The most cells of a record.
    package static let mostCells = 1024

    private let separator: UInt8
    private var buffer: [UInt8] = []
    private var start = 0
    private var position = 0
    private var state = State.fieldStart

    /// What the bytes up to the position leave open.
    private enum State {
        case fieldStart
        case plain
        case quoted
        /// At a quote in a quoted field: the first of two, or the end of the field.
        case quoteInQuoted

        /// Takes a byte into account; true when a record ends with it.
        mutating func take(_ byte: UInt8, separator: UInt8) -> Bool {
            switch (self, byte) {
            case (.fieldStart, UInt8(ascii: "\"")), (.quoteInQuoted, UInt8(ascii: "\"")): self = .quoted
            case (.quoted, UInt8(ascii: "\"")): self = .quoteInQuoted
            case (.quoted, _): break
            case (_, UInt8(ascii: "\n")), (_, UInt8(ascii: "\r")):
                self = .fieldStart
                return true
            case (_, separator): self = .fieldStart
            default: self = .plain
            }
            return false
        }
    }

    package init(separator: UInt8) { self.separator = separator }

    /// Takes a further piece of the text.
    package mutating func add(_ piece: some Sequence<UInt8>) {
        buffer.removeFirst(start)
        position -= start
        start = 0
        buffer.append(contentsOf: piece)
    }

    /// The next record that is whole; nil until more bytes complete one.
    ///
    /// - Parameter isAtEnd: whether no further piece comes.
    package mutating func next(isAtEnd: Bool) -> DelimitedReader.Record? {
        while position < buffer.count {
            let byte = buffer[position]
            position += 1
            guard state.take(byte, separator: separator) else {
                if position - start > Self.maximumBytes { return .fault("is longer than \(Self.maximumBytes) bytes") }
                continue
            }
            if let record = record() { return record }
        }
        return isAtEnd ? record() : nil
    }

    /// Reads what lies before the position; nil for a blank line.
    private mutating func record() -> DelimitedReader.Record? {
        let bytes = Array(buffer[start..<position])
        start = position
        var reader = DelimitedReader(
            bytes, separator: separator, rowBytes: Self.maximumBytes, cells: Self.mostCells)
        return reader.next()
    }
}
