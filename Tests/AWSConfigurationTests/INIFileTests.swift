import Testing

@testable import AWSConfiguration

struct INIFileTests {
    private func sections(_ text: String) throws -> [String: [String: String]] {
        try INIFile(Array(text.utf8), path: "config").sections
    }

    // Comments stand on separate lines; elsewhere '#' and ';' belong to the value, as quotes do.
    @Test func comments() throws {
        let text = "# a\n[default]\n ; b\nregion = eu-west-1 # not a comment\nkey=\"quoted\"\n"
        #expect(try sections(text) == ["default": ["region": "eu-west-1 # not a comment", "key": "\"quoted\""]])
    }

    // Lines that are indented more go on with the value; that is how nested sections are written.
    @Test func continuedValues() throws {
        let text =
            "[services a]\r\ndynamodb =\r\n  endpoint_url = http://localhost:8000\r\n\r\n  b=c\r\n[x]\r\ny: z\r\n"
        let found = try sections(text)
        let nested = found["services a"]?["dynamodb"].flatMap(INIFile.nested)
        #expect(nested == ["endpoint_url": "http://localhost:8000", "b": "c"])
        #expect(found["x"] == ["y": "z"])
    }

    // An error tells file and line, and nothing of what stands there.
    @Test(arguments: [
        ("key = value\n", 1, "no section"), ("[a]\nsecret words\n", 2, "neither"), ("[a]\n\n[a]\n", 3, "twice"),
        ("[a]\nx=1\nX=secret\n", 3, "'x' comes twice"), ("[a]\n= secret\n", 2, "no name"),
    ])
    func errors(_ text: String, _ line: Int, _ what: String) async {
        let said = await message { _ = try sections(text) }
        #expect(said.hasPrefix("'config', line \(line): ") && said.contains(what) && !said.contains("secret"))
    }

    // Bytes that are not UTF-8 are refused instead of being replaced.
    @Test func encoding() async {
        let said = await message { _ = try INIFile(Array("[a]\nx=".utf8) + [0xff], path: "config") }
        #expect(said == "'config' is not encoded in UTF-8")
    }

    // What is quoted stays together; an open quotation is noticed.
    @Test(
        arguments: [
            (#"profile "my name""#, ["profile", "my name"]), (#"a'b c'd "\"\\x\y""#, ["ab cd", #""\x\y"#]),
            (#"a\ b "" "#, ["a b", ""]), (#"profile "x"#, nil), ("", []),
        ] as [(String, [String]?)])
    func shellWords(_ text: String, _ words: [String]?) { #expect(ShellWords.split(text) == words) }
}
