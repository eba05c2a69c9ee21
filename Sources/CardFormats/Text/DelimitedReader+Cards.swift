import DelimitedText

extension DelimitedReader {
    /// A reader of cards, within ``CardFormatLimits``.
    init(_ bytes: [UInt8], from position: Int = 0, separator: UInt8) {
        self.init(
            bytes, from: position, separator: separator, rowBytes: CardFormatLimits.rowBytes,
            cells: CardFormatLimits.cells)
    }
}
