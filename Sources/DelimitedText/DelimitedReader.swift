/// Reads the records of comma- or tab-separated text (RFC 4180): fields in quotes may hold separators, line breaks and
/// doubled quotes. Blank lines are skipped.
///
/// One record is held at a time; one that is too long or malformed is reported, and reading goes on after it.
public struct DelimitedReader: Sequence, IteratorProtocol, Sendable {
    /// What a record holds.
    public enum Record: Sendable, Equatable {
        /// Its fields.
        case cells([String])
        /// What is wrong with it.
        case fault(String)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private let bytes: [UInt8]
    private let separator: UInt8
    private let rowBytes: Int
    private let cells: Int
    /// Where the next record begins.
    public private(set) var position: Int

    /// - Parameters:
    ///   - bytes: the text in UTF-8, from `position` on.
    ///   - rowBytes: the longest record, in bytes.
    ///   - cells: the most cells of a record.
    public init(_ bytes: [UInt8], from position: Int = 0, separator: UInt8, rowBytes: Int, cells: Int) {
        (self.rowBytes, self.cells) = (rowBytes, cells)
        self.bytes = bytes
        self.position = position
        self.separator = separator
    }

    /// The next record; nil at the end.
    public mutating func next() -> Record? {
        while position < bytes.count, bytes[position] == Self.lineFeed || bytes[position] == Self.carriageReturn {
            position += 1
        }
        guard position < bytes.count else { return nil }
        let start = position
        var cells: [String] = []
        var fault: String?
        while true {
            let (cell, problem) = field()
            fault = fault ?? problem
            if position - start > rowBytes {
                fault = "is longer than \(rowBytes) bytes"
            } else if cells.count == self.cells {
                fault = "has more than \(self.cells) cells"
            } else if fault == nil {
                if let text = String(validating: cell, as: UTF8.self) {
                    cells.append(text)
                } else {
                    fault = "is not UTF-8"
                }
            }
            guard position < bytes.count, bytes[position] == separator else { break }
            position += 1
        }
        endLine()
        return fault.map { .fault($0) } ?? .cells(cells)
    }

    private mutating func endLine() {
        if position < bytes.count, bytes[position] == Self.carriageReturn { position += 1 }
        if position < bytes.count, bytes[position] == Self.lineFeed { position += 1 }
    }

    private func isEnd(_ byte: UInt8) -> Bool {
        byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn
    }

    /// The field at the position, which is then at what ends it. A long field is passed over, but not kept.
    private mutating func field() -> (cell: [UInt8], fault: String?) {
        guard position < bytes.count, bytes[position] == Self.quote else {
            let start = position
            while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
            return (Array(bytes[start..<Swift.min(position, start + rowBytes)]), nil)
        }
        position += 1
        var cell: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == Self.quote {
                guard position < bytes.count, bytes[position] == Self.quote else { return (cell, afterQuote()) }
                position += 1
            }
            if cell.count < rowBytes { cell.append(byte) }
        }
        return (cell, "has a quote that is not closed")
    }

    /// What follows a closing quote has to end the field.
    private mutating func afterQuote() -> String? {
        guard position < bytes.count, !isEnd(bytes[position]) else { return nil }
        while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
        return "has text after a closing quote"
    }
}
