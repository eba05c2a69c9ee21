import DelimitedText
import Testing

@testable import CardFormats

@Suite struct DelimitedTests {
    private func records(_ text: String, _ separator: UInt8 = 0x2C) -> [DelimitedReader.Record] {
        Array(DelimitedReader(Array(text.utf8), separator: separator))
    }

    // Quotes hold separators, line breaks and doubled quotes; lines end with CR LF, LF, CR or the text; blank lines are
    // none.
    @Test func records() {
        let text = "a,b\r\n\"x,1\",\"say \"\"hi\"\"\"\n\n\"two\r\nlines\",\r\nlast,\"\""
        #expect(
            records(text) == [
                .cells(["a", "b"]), .cells(["x,1", "say \"hi\""]), .cells(["two\r\nlines", ""]), .cells(["last", ""]),
            ])
        #expect(records("a\rb\rc") == [.cells(["a"]), .cells(["b"]), .cells(["c"])])
        #expect(records("") == [])
        #expect(records("\n\r\n\n") == [])
        #expect(records(",") == [.cells(["", ""])])
        // A quote within a field that does not begin with one is a character.
        #expect(records("5\" nail,x") == [.cells(["5\" nail", "x"])])
        #expect(records("a\tb", 0x09) == [.cells(["a", "b"])])
    }

    // What is wrong with a record is said, and the next one is read.
    @Test func faults() {
        #expect(records("\"a\"b,c\nd") == [.fault("has text after a closing quote"), .cells(["d"])])
        #expect(records("a,\"open\nb") == [.fault("has a quote that is not closed")])
        let bytes: [UInt8] = [0x61, 0xFF, 0x0A, 0x62]
        #expect(Array(DelimitedReader(bytes, separator: 0x2C)) == [.fault("is not UTF-8"), .cells(["b"])])
        let long = String(repeating: "x", count: CardFormatLimits.rowBytes + 1)
        #expect(records("\(long)\nb").last == .cells(["b"]))
        #expect(records("\"\(long)\"\nb").first == .fault("is longer than \(CardFormatLimits.rowBytes) bytes"))
        let wide = String(repeating: ",", count: CardFormatLimits.cells)
        #expect(records("\(wide)\nb") == [.fault("has more than \(CardFormatLimits.cells) cells"), .cells(["b"])])
    }

    // What is written is what is read, whatever the cells hold.
    @Test func roundTrips() {
        var generator = SystemRandomNumberGenerator()
        let pieces = ["a", ",", "\"", "\n", "\r", "\t", "#", "é", " ", "=", "'", "", "-1"]
        for separator in [UInt8(ascii: ","), 0x09] {
            for _ in 0..<500 {
                let cells = (0..<3).map { _ in
                    (0..<Int.random(in: 0...5, using: &generator)).map { _ in pieces.randomElement()! }.joined()
                }
                guard cells.contains(where: { !$0.isEmpty }) else { continue }
                var bytes: [UInt8] = []
                DelimitedWriter.append(cells, separator: separator, lineEnd: [10], to: &bytes)
                #expect(Array(DelimitedReader(bytes, separator: separator)) == [.cells(cells)])
            }
        }
    }

    // A cell that a spreadsheet would run gets an apostrophe, and reading takes exactly that one away.
    @Test func formulas() {
        for cell in ["=1+1", "+a", "-a", "@x", "\tx", "'=a", "''=a"] {
            #expect(Formula.neutralized(cell) == "'" + cell)
            #expect(Formula.restored(Formula.neutralized(cell)) == cell)
        }
        for cell in ["a=1", "", "'", "'a", "don't", "1-2"] {
            #expect(Formula.neutralized(cell) == cell)
            #expect(Formula.restored(cell) == cell)
        }
    }
}
