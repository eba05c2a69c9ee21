import JSONText
import Testing

/// Which documents are JSON, in the manner of the JSONTestSuite (N. Seriot, "Parsing JSON is a Minefield"); the
/// documents are our own.
@Suite struct AcceptedAndRefusedTests {
    // What RFC 8259 allows, with the compact text that the writer gives back for it.
    @Test(arguments: [
        ("null", "null"), ("true", "true"), ("false", "false"), ("\"\"", "\"\""), ("0", "0"), ("-0", "-0"),
        ("[]", "[]"), ("{}", "{}"), (" \t\r\n[ \n] ", "[]"), ("{ \"a\" : 1 , \"b\" : [ ] }", "{\"a\":1,\"b\":[]}"),
        ("[1,2 ,\n3]", "[1,2,3]"), ("1e3", "1e3"), ("1E+3", "1E+3"), ("1.5e-10", "1.5e-10"), ("0.0", "0.0"),
        ("0e0", "0e0"), ("-12.34", "-12.34"), ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("1e999", "1e999"), ("\"\\u0041\"", "\"A\""), ("\"\\/\"", "\"/\""), ("\"\\u00e9\"", "\"é\""),
        ("\"\\uD83D\\uDE00\"", "\"😀\""), ("\"\\u0000\"", "\"\\u0000\""),
        ("\"\\b\\f\\n\\r\\t\\\"\\\\\"", "\"\\b\\f\\n\\r\\t\\\"\\\\\""),
        ("\"\\u001F\"", "\"\\u001f\""), ("\"\u{7f}\"", "\"\u{7f}\""),
        ("\"\u{2028}\u{ffff}\u{10ffff}\"", "\"\u{2028}\u{ffff}\u{10ffff}\""),
        ("\"\\uFFFF\\uD7FF\\uE000\"", "\"\u{ffff}\u{d7ff}\u{e000}\""), ("\"\u{feff}\"", "\"\u{feff}\""),
        ("{\"\":0}", "{\"\":0}"), ("{\"a\\u0000\":1,\"a\":2}", "{\"a\\u0000\":1,\"a\":2}"),
        ("[[[[\"x\"]]]]", "[[[[\"x\"]]]]"),
        ("\"Xin chào, từ vựng tiếng Anh của bạn\"", "\"Xin chào, từ vựng tiếng Anh của bạn\""),
        ("\"12345678\\n12345678\"", "\"12345678\\n12345678\""),
    ])
    func accepted(text: String, written: String) throws {
        let value = try JSONValue.parse(Array(text.utf8))
        #expect(Array(value.description.utf8) == Array(written.utf8))
    }

    struct Refusal: Sendable, CustomStringConvertible {
        let text: String
        let kind: JSONError.Kind
        let offset: Int

        init(_ text: String, _ kind: JSONError.Kind, _ offset: Int) {
            self.text = text
            self.kind = kind
            self.offset = offset
        }

        var description: String { text }
    }

    // What it does not allow, with the kind and the byte offset that the error names.
    static let refusals: [Refusal] = [
        Refusal("", .truncated, 0), Refusal(" \n", .truncated, 2), Refusal("[", .truncated, 1),
        Refusal("{", .truncated, 1), Refusal("[1", .truncated, 2), Refusal("[1,", .truncated, 3),
        Refusal("{\"a\"", .truncated, 4), Refusal("{\"a\":", .truncated, 5), Refusal("{\"a\":1", .truncated, 6),
        Refusal("{\"a\":1,", .truncated, 7), Refusal("\"abc", .truncated, 4), Refusal("\"\\", .truncated, 2),
        Refusal("\"\\u12", .truncated, 5), Refusal("\"\\ud83d", .truncated, 7), Refusal("\"\\ud83d\\", .truncated, 8),
        Refusal("\"\\ud83d\\ude0", .truncated, 12), Refusal("tru", .truncated, 3), Refusal("-", .truncated, 1),
        Refusal("1.", .truncated, 2), Refusal("1e", .truncated, 2), Refusal("1e+", .truncated, 3),
        Refusal("[1,]", .syntax, 3), Refusal("[,1]", .syntax, 1), Refusal("[1,,2]", .syntax, 3),
        Refusal("[1 2]", .syntax, 3), Refusal("[1}", .syntax, 2), Refusal("]", .syntax, 0),
        Refusal("{\"a\":1,}", .syntax, 7), Refusal("{,}", .syntax, 1), Refusal("{a:1}", .syntax, 1),
        Refusal("{'a':1}", .syntax, 1), Refusal("{1:1}", .syntax, 1), Refusal("{\"a\" 1}", .syntax, 5),
        Refusal("{\"a\"::1}", .syntax, 5), Refusal("{\"a\":}", .syntax, 5), Refusal("{\"a\":1]", .syntax, 6),
        Refusal("{\"a\":1 \"b\":2}", .syntax, 7), Refusal("{\"a\",\"b\"}", .syntax, 4),
        Refusal("1 2", .syntax, 2), Refusal("{} x", .syntax, 3), Refusal("[]]", .syntax, 2),
        Refusal("nul]", .syntax, 0), Refusal("[nulL]", .syntax, 1), Refusal("True", .syntax, 0),
        Refusal("truex", .syntax, 4), Refusal("NaN", .syntax, 0), Refusal("Infinity", .syntax, 0),
        Refusal("+1", .syntax, 0), Refusal(".5", .syntax, 0), Refusal("'a'", .syntax, 0),
        Refusal("/* c */ 1", .syntax, 0), Refusal("1 // c", .syntax, 2), Refusal("\u{feff}1", .syntax, 0),
        Refusal("\u{a0}1", .syntax, 0), Refusal("\u{0c}1", .syntax, 0), Refusal("1\u{0}", .syntax, 1),
        Refusal("é", .syntax, 0), Refusal("{\"a\":1,\"b\":x}", .syntax, 11),
        Refusal("01", .invalidNumber, 0), Refusal("-01", .invalidNumber, 0), Refusal("[00]", .invalidNumber, 1),
        Refusal("-]", .invalidNumber, 0), Refusal("[1.]", .invalidNumber, 1), Refusal("[1.e1]", .invalidNumber, 1),
        Refusal("[1e]", .invalidNumber, 1), Refusal("[1e+]", .invalidNumber, 1), Refusal("--1", .invalidNumber, 0),
        Refusal("-Infinity", .invalidNumber, 0), Refusal("1.2.3", .invalidNumber, 0),
        Refusal("1-2", .invalidNumber, 0), Refusal("1e5.0", .invalidNumber, 0), Refusal("1ee", .invalidNumber, 0),
        Refusal("0x10", .syntax, 1), Refusal("1_000", .syntax, 1), Refusal("-.5", .invalidNumber, 0),
        Refusal("\"a\nb\"", .controlCharacter(0x0a), 2), Refusal("\"\t\"", .controlCharacter(0x09), 1),
        Refusal("\"\u{0}\"", .controlCharacter(0x00), 1), Refusal("\"12345678\u{1f}\"", .controlCharacter(0x1f), 9),
        Refusal("{\"a\rb\":1}", .controlCharacter(0x0d), 3),
        Refusal("\"\\x41\"", .invalidEscape, 1), Refusal("\"\\a\"", .invalidEscape, 1),
        Refusal("\"\\'\"", .invalidEscape, 1), Refusal("\"\\U0041\"", .invalidEscape, 1),
        Refusal("\"ab\\u00g0\"", .invalidEscape, 3), Refusal("\"\\u 041\"", .invalidEscape, 1),
        Refusal("\"\\u+041\"", .invalidEscape, 1), Refusal("\"\\u004\"", .invalidEscape, 1),
        Refusal("\"\\ud83d\"", .invalidEscape, 1), Refusal("\"\\ude00\"", .invalidEscape, 1),
        Refusal("\"\\ud83dx\"", .invalidEscape, 1), Refusal("\"\\ud83d\\n\"", .invalidEscape, 1),
        Refusal("\"\\ud83d\\u0041\"", .invalidEscape, 1), Refusal("\"\\ud83d\\ud83d\"", .invalidEscape, 1),
        Refusal("\"\\ude00\\ud83d\"", .invalidEscape, 1),
        Refusal("{\"a\":1,\"a\":2}", .duplicateName("a"), 7),
        Refusal("{\"a\":1,\"\\u0061\":2}", .duplicateName("a"), 7),
        Refusal("[{\"\":1,\"\":1}]", .duplicateName(""), 7),
    ]

    @Test(arguments: refusals)
    func refused(refusal: Refusal) {
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(Array(refusal.text.utf8)) }
        #expect(error?.kind == refusal.kind)
        #expect(error?.offset == refusal.offset)
    }

    // Bytes that are not UTF-8 by table 3-7 of the Unicode standard: continuation without lead, overlong forms,
    // surrogates, above U+10FFFF, a character broken off by another one.
    @Test(
        arguments: [
            [0x80], [0xbf], [0xc0, 0x80], [0xc1, 0xbf], [0xc2, 0x22], [0xc3, 0xc3], [0xe0, 0x80, 0x80],
            [0xe0, 0x9f, 0xbf],
            [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xe2, 0x82, 0x41], [0xf0, 0x80, 0x80, 0x80],
            [0xf0, 0x8f, 0xbf, 0xbf],
            [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xfe], [0xff],
            [0xf0, 0x9f, 0x98, 0x41],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        for prefix in [0, 1, 7, 8, 9] {
            let text = [quote] + [UInt8](repeating: 0x61, count: prefix) + bytes + [quote, 0x20, 0x20, 0x20]
            let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
            #expect(error?.kind == .invalidUTF8)
            #expect(error?.offset == 1 + prefix)
        }
    }

    // The shortest and the longest character of each length pass, and a text that ends inside one is truncated.
    @Test(arguments: [0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff] as [UInt32])
    func boundaryCharacters(scalar: UInt32) throws {
        let character = String(try #require(Unicode.Scalar(scalar)))
        let text = Array("\"\(character)\"".utf8)
        #expect(try JSONValue.parse(text) == .string(character))
        for end in 1..<text.count {
            let error = #expect(throws: JSONError.self) { try JSONValue.parse(Array(text[..<end])) }
            #expect(error?.kind == .truncated)
            #expect(error?.offset == end)
        }
    }

    // Every document that is cut off is refused, wherever it is cut, and says that it is cut.
    @Test func everyPrefixIsTruncated() throws {
        let text = Array("{\"añ\\u00e9\\ud83d\\ude00\":[true,false,null,-1.5e+7,\"x\\n\"],\"b\":{}}".utf8)
        _ = try JSONValue.parse(text)
        for end in 0..<text.count {
            let error = #expect(throws: JSONError.self) { try JSONValue.parse(Array(text[..<end])) }
            #expect(error?.kind == .truncated)
            #expect(error?.offset == end)
        }
    }
}
