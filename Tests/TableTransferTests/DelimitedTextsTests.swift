import DelimitedText
import ItemFiles
import TestSupport
import Testing

/// Text that comes in pieces, against the reader of whole texts.
@Suite struct DelimitedTextsTests {
    private static func records(_ text: [UInt8], pieces: Int) -> [DelimitedReader.Record] {
        var texts = DelimitedTexts(separator: UInt8(ascii: ","))
        var records: [DelimitedReader.Record] = []
        for start in stride(from: 0, to: text.count, by: pieces) {
            texts.add(text[start..<min(start + pieces, text.count)])
            while let record = texts.next(isAtEnd: false) { records.append(record) }
        }
        while let record = texts.next(isAtEnd: true) { records.append(record) }
        return records
    }

    private static func whole(_ text: [UInt8]) -> [DelimitedReader.Record] {
        Array(DelimitedReader(text, separator: UInt8(ascii: ","), rowBytes: 1 << 20, cells: 100))
    }

    /// A quote within a field is a letter like others, and a line ends at whatever ends lines.
    @Test(arguments: [
        "pk,t\n1,5\" pipe\n2,b\n3,6\" tube\n4,d\n", "pk,t\n1,foo\rbar\n", "a,b\rc,d\r\re,f",
        "\"a\"\"b\",\"c\nd\"\ne,f\n",
    ])
    func noRecordIsLost(text: String) {
        let expected = Self.whole(Array(text.utf8))
        #expect(expected.count > 1)
        for pieces in [1, 2, 3, 100] { #expect(Self.records(Array(text.utf8), pieces: pieces) == expected) }
    }

    @Test func anyTextIsCutAsItIsRead() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<3_000 {
            let text = (0..<random.int(0...24)).map { _ in Array("ab,\"\n\r".utf8)[random.int(0...5)] }
            #expect(Self.records(text, pieces: random.int(1...5)) == Self.whole(text), "\(text)")
        }
    }
}
