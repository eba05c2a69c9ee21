/// Writes records of comma- or tab-separated text (RFC 4180, lines end with CR LF; tab-separated ones, which Anki
/// reads, with LF).
enum DelimitedWriter {
    static func append(_ cells: [String], separator: UInt8, lineEnd: [UInt8], to bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(separator) }
            append(cell, separator: separator, to: &bytes)
        }
        bytes += lineEnd
    }

    private static func append(_ cell: String, separator: UInt8, to bytes: inout [UInt8]) {
        let needsQuotes = cell.utf8.contains { byte in
            byte == separator || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        }
        // A `#` at the start of a line would be read as a comment.
        guard needsQuotes || cell.utf8.first == UInt8(ascii: "#") else {
            bytes += cell.utf8
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in cell.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

/// Cells that a spreadsheet would take for a formula, a way to run what a stranger wrote: they get an apostrophe in
/// front, which reading takes away again.
enum Formula {
    /// The cell as it is written.
    static func neutralized(_ cell: String) -> String { isFormula(cell, apostrophes: 0) ? "'" + cell : cell }

    /// The cell as it was before it was written.
    static func restored(_ cell: String) -> String {
        isFormula(cell, apostrophes: 1) ? String(cell.unicodeScalars.dropFirst()) : cell
    }

    /// Whether after at least so many apostrophes comes what begins a formula.
    private static func isFormula(_ cell: String, apostrophes: Int) -> Bool {
        let rest = cell.utf8.drop { $0 == UInt8(ascii: "'") }
        guard cell.utf8.count - rest.count >= apostrophes, let first = rest.first else { return false }
        return "=+-@\t\r".utf8.contains(first)
    }
}
