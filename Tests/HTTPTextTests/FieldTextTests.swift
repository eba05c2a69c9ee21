import HTTPText
import Testing

@Suite struct FieldTextTests {
    private func bytes(_ text: String) -> ArraySlice<UInt8> { Array("x\(text)".utf8)[1...] }

    // RFC 9110, section 5.6.1: fields of a name make one list, and empty elements do not count.
    @Test func lists() {
        let found = [bytes(" a ,,\tb"), bytes(""), bytes(", c d ,")].listElements
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == ["a", "b", "c d"])
    }

    @Test func trimming() {
        for (text, trimmed) in [(" \t", ""), ("", ""), (" a b\t", "a b"), ("a\r", "a\r")] {
            #expect(Array(bytes(text).trimmed) == Array(trimmed.utf8))
            #expect(Array(text.utf8).withUnsafeBufferPointer { Array($0.trimmed) } == Array(trimmed.utf8))
        }
    }

    @Test func withoutRegardToCase() {
        #expect(matchesIgnoringCase(bytes("Keep-Alive"), "keep-alive"))
        // The bit that tells the cases of letters apart is more than that in other bytes.
        #expect(!matchesIgnoringCase(bytes("Keep\rAlive"), "keep-alive"))
        #expect(!matchesIgnoringCase(bytes("close "), "close"))
    }

    @Test func numbers() {
        #expect(bytes("007").decimal == 7)
        #expect(bytes("999999999999999").decimal == 999_999_999_999_999)
        for text in ["", "+5", "-1", "5 ", "0x1", "1000000000000000", "٣"] { #expect(bytes(text).decimal == nil) }
    }

    // Each class holds what its section of the standard says, and nothing above ASCII but values.
    @Test func classes() {
        let all = UInt8.min...UInt8.max
        func text(_ holds: (UInt8) -> Bool) -> String { String(decoding: all.filter(holds), as: UTF8.self) }
        let letters = "abcdefghijklmnopqrstuvwxyz"
        let alphanumerics = "0123456789" + letters.uppercased() + letters
        #expect(text(ByteClass.isDigit) == "0123456789")
        #expect(text(ByteClass.isLetter) == letters.uppercased() + letters)
        #expect(Set(text(ByteClass.isToken)) == Set(alphanumerics + "!#$%&'*+-.^_`|~"))
        #expect(Set(text(ByteClass.isUnreserved)) == Set(alphanumerics + "-._~"))
        #expect(all.filter(ByteClass.isFieldValue).count == 256 - 32 - 1 + 1)
        #expect(all.compactMap(ByteClass.hexValue) == Array(0...9) + Array(10...15) + Array(10...15))
    }
}
