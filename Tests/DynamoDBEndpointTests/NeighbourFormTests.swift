import JSONText
import TestSupport
import Testing

@testable import DynamoDBEndpoint

/// The forms of CloudWatch's protocols.
@Suite struct NeighbourFormTests {
    private let reply = Reply.members([
        (name: "Label", value: .text("ü<&>")), (name: "Long", value: .text(String(repeating: "x", count: 300))),
        (name: "Values", value: .list([.number(0), .number(-1.5), .number(1e300)])), (name: "At", value: .time(86_399)),
    ])

    // What is written in CBOR and in JSON is the same value.
    @Test func cborIsTheSameAsJSON() throws {
        let json = try JSONValue.parse(reply.json, limits: JSONLimits(maximumDepth: 8, maximumBytes: 10_000))
        let cbor = try #require(CBOR.value(reply.cbor))
        #expect(cbor["Label"] == json["Label"] && cbor["Long"] == json["Long"])
        #expect(cbor["Values"]?.arrayValue?.map(\.doubleValue) == json["Values"]?.arrayValue?.map(\.doubleValue))
        #expect(cbor["At"]?.doubleValue == 86_399)
    }

    /// No minute is looked for that has not come yet, however far ahead the end lies.
    @Test func minutesEndNow() throws {
        let now = 1_700_000_000
        let span = try MetricsService.Span(Double(now - 600), 127_000_000_000, period: 1_296_000)
        #expect(span.minutes(now: now) == (now - 600) / 60..<now / 60 + 1)
    }

    @Test func xmlIsEscaped() {
        #expect(reply.xml.hasPrefix("<Label>ü&lt;&amp;&gt;</Label><Long>xxx"))
        #expect(reply.xml.hasSuffix("<member>1e+300</member></Values><At>1970-01-01T23:59:59Z</At>"))
    }

    // RFC 8949, appendix A: what clients may send, also of no stated length.
    @Test(
        arguments: [
            ([0x00], "0"), ([0x18, 0x64], "100"), ([0x3b, 0, 0, 0, 0, 0, 0, 0, 0x63], "-100"), ([0xf5], "true"),
            ([0x9f, 0x01, 0x82, 0x02, 0x03, 0xff], "[1,[2,3]]"), ([0xbf, 0x61, 0x61, 0x01, 0xff], "{\"a\":1}"),
            ([0xc1, 0x1a, 0x51, 0x4b, 0x67, 0xb0], "1363896240"), ([0xfa, 0x47, 0xc3, 0x50, 0x00], "100000"),
            ([0xfb, 0x3f, 0xf1, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a], "1.1"), ([0xa0], "{}"), ([0xf6], "null"),
        ] as [([UInt8], String)])
    func cborIsRead(_ bytes: [UInt8], _ text: String) throws {
        let expected = try JSONValue.parse(Array(text.utf8), limits: JSONLimits(maximumDepth: 8, maximumBytes: 100))
        let value = try #require(CBOR.value(bytes))
        #expect(value == expected || value.doubleValue == expected.doubleValue && value.doubleValue != nil)
    }

    // Bytes that are not one value are refused: cut off, too deep, too long a count, something after the end.
    @Test func otherBytesAreRefused() {
        let whole = reply.cbor
        for end in 0..<whole.count { #expect(CBOR.value(Array(whole[..<end])) == nil) }
        #expect(CBOR.value(whole + [0]) == nil)
        #expect(CBOR.value([UInt8](repeating: 0x81, count: 100) + [0]) == nil)
        #expect(CBOR.value([0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]) == nil)
        #expect(CBOR.value([0x7b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]) == nil)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            var bytes = whole
            for _ in 0..<3 {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = CBOR.value(bytes)
        }
    }

    @Test func formsAreRead() throws {
        let form = "Action=A&Dimensions.member.2.Name=b&Dimensions.member.1.Name=a%20c&Statistics.member.1=Sum&Empty="
        let value = try #require(QueryForm.value(Array(form.utf8)))
        #expect(value["Action"]?.stringValue == "A" && value["Empty"]?.stringValue?.isEmpty == true)
        #expect(value["Dimensions"]?.arrayValue?.compactMap { $0["Name"]?.stringValue } == ["a c", "b"])
        #expect(value["Statistics"]?.arrayValue?.compactMap(\.stringValue) == ["Sum"])
        #expect(QueryForm.value(Array("a=%zz".utf8)) == nil)
        #expect(QueryForm.value(Array(String(repeating: "a=1&", count: 3_000).utf8)) == nil)
    }
}
