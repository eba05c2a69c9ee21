import Testing

@testable import IonText

/// What is read of Ion's text, and what is refused, with its place.
struct IonParserTests {
    private static func parse(_ text: String) throws -> IonValue.Form { try IonValue.parse(Array(text.utf8)).form }

    // Each spelling of the specification has its value.
    @Test(
        arguments: [
            ("null", .null), (" true\n", .bool(true)), ("/* a */ false // b", .bool(false)),
            ("$ion_1_0 $ion_1_0\n1", .integer("1")), ("-0", .integer("-0")), ("1_000", .integer("1000")),
            ("103.", .decimal("103")), ("6d2", .decimal("6e2")), ("-1.50D-3", .decimal("-1.50e-3")),
            ("0.", .decimal("0")),
            ("1.d+2", .decimal("1e+2")), ("1_0.2_5", .decimal("10.25")),
            (#""a\"\\\n\x41\u00e9\U0001F600""#, .string("a\"\\\nAé😀")),
            (#""\ud83d\ude00\0\/\?\a\b\f\v\'""#, .string("😀\u{0}/?\u{7}\u{8}\u{c}\u{b}'")),
            ("\"a\\\nb\"", .string("ab")),
            ("'''a\r\nb''' /* c */ '''d'e'''", .string("a\nbd'e")), ("''''''", .string("")),
            ("{{ aGVs\n bG8= }}", .blob(Array("hello".utf8))), ("{{}}", .blob([])), ("{{//8=}}", .blob([255, 255])),
            ("[]", .list([])), ("{}", .structure([])),
        ] as [(String, IonValue.Form)]) func spellings(text: String, form: IonValue.Form) throws
    {
        #expect(try Self.parse(text) == form)
    }

    // Fields have names in three spellings; commas may stand at the end; annotations come before their value.
    @Test func structures() throws {
        let text = #"$ion_1_0 {a:1,'b c':[1d0,"x",],"d":{null:null},'''e''' '''f''':$dynamodb_SS::["y"],$g:true,}"#
        let value = try IonValue.parse(Array(text.utf8))
        #expect(value.fields?.map(\.name) == ["a", "b c", "d", "ef", "$g"])
        #expect(value["ef"]?.annotations == ["$dynamodb_SS"])
        #expect(value["d"]?["null"]?.form == .null)
        #expect(
            value["b c"]?.offset
                == text.utf8.firstIndex(of: UInt8(ascii: "[")).map {
                    text.utf8.distance(from: text.utf8.startIndex, to: $0)
                })
    }

    // What is not Ion, or not read, is refused by its kind at its place.
    @Test(
        arguments: [
            ("", .truncated, 0), ("{a:", .truncated, 3), ("[1", .truncated, 2), ("\"a", .truncated, 0),
            ("'''a''", .truncated, 0), ("{{aGVs", .truncated, 0), ("/* a", .truncated, 0), ("{{aGVs}", .truncated, 0),
            ("{a 1}", .syntax, 3), ("[1 2]", .syntax, 3), ("1 2", .syntax, 2), ("[,]", .syntax, 1), ("01", .syntax, 0),
            ("1__0", .syntax, 0), ("1a", .syntax, 0), ("-", .truncated, 1), ("\"\n\"", .syntax, 1), ("}", .syntax, 0),
            ("{a::1}", .syntax, 2), ("+1", .syntax, 0), (#""\q""#, .invalidText, 1), (#""\ud83d""#, .invalidText, 1),
            (#""\u+123""#, .invalidText, 1), (#""\U00110000""#, .invalidText, 1), (#""\ud83d\u0041""#, .invalidText, 1),
            ("{{a}}", .invalidBlob, 0), ("{{aGVs}x", .invalidBlob, 0), ("1e5", .unsupported, 0),
            ("nan", .unsupported, 0),
            ("2026-11-28", .unsupported, 0), ("2026T", .unsupported, 0), ("0xff", .unsupported, 0),
            ("a", .unsupported, 0),
            ("'null'", .unsupported, 0), ("null.string", .unsupported, 0), ("(1)", .unsupported, 0),
            ("-inf", .unsupported, 1),
            (#"{{"a"}}"#, .unsupported, 0), ("$10", .unsupported, 0), ("$ion_symbol_table::{}", .unsupported, 0),
            ("a::b::c::d::e::1", .tooLong, 12),
        ] as [(String, IonError.Kind, Int)]) func faults(text: String, kind: IonError.Kind, offset: Int) throws
    {
        let error = #expect(throws: IonError.self) { try Self.parse(text) }
        #expect(error?.kind == kind && error?.offset == offset, "\(error.map(String.init(describing:)) ?? "")")
    }

    @Test func invalidBytes() throws {
        let error = #expect(throws: IonError.self) { try IonValue.parse([0x22, 0xff, 0x22]) }
        #expect(error?.kind == .invalidText)
    }

    // Depth, length of a token and of the text are bounded, each with the last that is taken.
    @Test func limits() throws {
        let limits = IonLimits(maximumDepth: 3, maximumBytes: 20, maximumTokenLength: 5)
        func parse(_ text: String) throws { _ = try IonValue.parse(Array(text.utf8), limits: limits) }
        try parse("[{a:[]}]")
        try parse("12345")
        try parse(String(repeating: " ", count: 19) + "1")
        for (text, kind) in [
            ("[{a:[[]]}]", IonError.Kind.tooDeep(3)), ("123456", .tooLong), ("{abcdef:1}", .tooLong),
            (String(repeating: " ", count: 20) + "1", .tooLarge(20)),
        ] {
            #expect(#expect(throws: IonError.self) { try parse(text) }?.kind == kind, "\(text)")
        }
        let deep = String(repeating: "[", count: 100_000)
        #expect(
            #expect(throws: IonError.self) {
                try IonValue.parse(Array(deep.utf8), limits: IonLimits(maximumDepth: .max))
            }?.kind == .tooDeep(IonLimits.deepest))
    }

    @Test func emptiness() {
        for text in ["", " \n", "$ion_1_0", "// a\n$ion_1_0 /* b */"] { #expect(IonValue.isEmpty(Array(text.utf8))) }
        for text in ["1", "$ion_1_0x", "$ion_1_0 {}", "/* a", "$ion_1_0::1"] {
            #expect(!IonValue.isEmpty(Array(text.utf8)))
        }
    }
}
