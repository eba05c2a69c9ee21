import HTTPText
import TestSupport
import Testing

@Suite struct PercentEncodingTests {
    private let all = Array(UInt8.min...UInt8.max)

    // What is encoded decodes to the same bytes, whatever they are, and by any encoder.
    @Test func encodingIsUndone() {
        var encoded: [UInt8] = []
        PercentEncoding.append(all, to: &encoded)
        for text in [encoded, percentEscaped(all)] {
            #expect(PercentEncoding.decode(text[...]) == all)
            #expect(PercentEncoding.decodeWellFormed(text[...]) == all)
        }
    }

    // Section 2.3 of RFC 3986: letters, digits and four marks stand for themselves.
    @Test func theUnreservedStay() {
        var encoded: [UInt8] = []
        PercentEncoding.append("AZaz09-._~ /+%é".utf8, to: &encoded)
        #expect(String(decoding: encoded, as: UTF8.self) == "AZaz09-._~%20%2F%2B%25%C3%A9")
    }

    // Of an escape that is not valid, strict readers refuse the whole, and others keep what stands there.
    @Test(arguments: ["a%", "a%4", "%G0", "%4g", "%%41"]) func malformedEscapes(text: String) {
        let bytes = Array(text.utf8)
        #expect(PercentEncoding.decode(bytes[...]) == nil)
        #expect(PercentEncoding.decodeWellFormed(bytes[...]) == Array(text.replacing("%41", with: "A").utf8))
    }

    @Test func plus() {
        #expect(PercentEncoding.decode(Array("a+b%2B".utf8)[...], plusIsSpace: true) == Array("a b+".utf8))
        #expect(PercentEncoding.decode(Array("a+b".utf8)[...]) == Array("a+b".utf8))
    }
}
