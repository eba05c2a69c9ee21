import JSONText
import Testing

@Suite struct LimitsAndErrorsTests {
    private func failure(_ text: String, _ limits: JSONLimits = .default) -> JSONError? {
        #expect(throws: JSONError.self) { try JSONValue.parse(Array(text.utf8), limits: limits) }
    }

    // The limit is the deepest that passes; one level more is refused at its bracket, for arrays and for objects.
    @Test func depth() throws {
        let limits = JSONLimits(maximumDepth: 4)
        _ = try JSONValue.parse(utf8: "[[[[1]]]]", limits: limits)
        _ = try JSONValue.parse(utf8: "[[[[]]],{\"a\":[{}]}]", limits: limits)
        #expect(failure("[[[[[]]]]]", limits)?.kind == .tooDeep(4))
        #expect(failure("[[[[[]]]]]", limits)?.offset == 4)
        #expect(failure("[[{\"a\":{\"b\":{", limits)?.kind == .tooDeep(4))
        #expect(failure("[]", JSONLimits(maximumDepth: 0))?.kind == .tooDeep(0))
        #expect(try JSONValue.parse(utf8: "1", limits: JSONLimits(maximumDepth: 0)) == 1)
    }

    // A million brackets are refused at the limit and do not exhaust the stack, even when the caller asks for no limit.
    @Test func nestingBombs() {
        let brackets = String(repeating: "[", count: 1_000_000)
        #expect(failure(brackets)?.kind == .tooDeep(32))
        #expect(failure(brackets)?.offset == 32)
        #expect(failure(brackets, JSONLimits(maximumDepth: .max))?.kind == .tooDeep(JSONLimits.deepest))
        #expect(failure(String(repeating: "{\"a\":", count: 100_000))?.kind == .tooDeep(32))
    }

    @Test func size() throws {
        let limits = JSONLimits(maximumBytes: 5, maximumNumberLength: 3)
        _ = try JSONValue.parse(utf8: "[123]", limits: limits)
        #expect(failure("[123] ", limits)?.kind == .tooLarge(5))
        #expect(failure("1234", limits)?.kind == .numberTooLong(3))
        #expect(failure("1e+5", limits)?.kind == .numberTooLong(3))
    }

    // The path is a JSON Pointer (RFC 6901) to the value or member in which the fault lies.
    @Test(arguments: [
        ("{\"a\":[1,{\"b\":x}]}", "/a/1/b"), ("[1,2", ""), ("[[0],[1,tru]]", "/1/1"),
        ("{\"a/b~c\":{\"d\":01}}", "/a~1b~0c/d"),
        ("{\"cards\":[{\"word\":\"x\",\"word\":\"y\"}]}", "/cards/0/word"), ("{\"a\":{\"b\" 1}}", "/a/b"), ("x", ""),
    ])
    func path(text: String, path: String) {
        #expect(failure(text)?.path == path)
    }

    // The description is one sentence with fault, byte and place.
    @Test(arguments: [
        ("{\"a\":[1,x]}", "Expected a value but found \"x\" at byte 8 in /a/1."),
        ("", "The JSON text is empty at byte 0."),
        ("[1", "The JSON text ends where \",\" or \"]\" should follow at byte 2."),
        ("{\"a\":1,\"a\":2}", "The name \"a\" occurs twice in one object at byte 7 in /a."),
        ("[1]\u{1}", "Expected the end of the text but found the byte 0x1 at byte 3."),
        ("\"\u{7}\"", "A string holds the control character 0x07 unescaped at byte 1."),
    ])
    func description(text: String, description: String) {
        #expect(failure(text).map(String.init(describing:)) == description)
    }

    // A long or hostile name neither floods nor breaks the line of a log.
    @Test func descriptionsAreShortAndOnOneLine() throws {
        let name = "a\\n" + String(repeating: "b", count: 10_000)
        let error = try #require(failure("{\"\(name)\":1,\"\(name)\":2}"))
        #expect(error.description.utf8.count < 300)
        #expect(!error.description.utf8.contains(UInt8(ascii: "\n")))
    }

    // Names are bytes: canonically equivalent spellings are different members.
    @Test func canonicallyEquivalentNamesDiffer() throws {
        let value = try JSONValue.parse(utf8: "{\"caf\u{e9}\":1,\"cafe\u{301}\":2}")
        #expect(value["caf\u{e9}"] == 1)
        #expect(value["cafe\u{301}"] == 2)
        #expect(JSONValue.string("\u{e9}") != .string("e\u{301}"))
        #expect(JSONValue.string("\u{e9}") == .string("\u{e9}"))
        #expect(try JSONValue.parse(utf8: "{\"\u{e9}\":1}") != JSONValue.parse(utf8: "{\"e\u{301}\":1}"))
    }

    // The same on the other side of the threshold where a hash index takes over, also for duplicates.
    @Test func largeObjects() throws {
        let count = 20_000
        let members = (0..<count).map { "\"n\($0)\":\($0)" } + ["\"\u{e9}\":-1", "\"e\u{301}\":-2"]
        let object = try JSONValue.parse(utf8: "{\(members.joined(separator: ","))}")
        #expect(object.objectValue?.count == count + 2)
        for index in stride(from: 0, to: count, by: 997) { #expect(object["n\(index)"]?.intValue == index) }
        #expect(object["\u{e9}"] == -1)
        #expect(object["e\u{301}"] == -2)
        #expect(object["n\(count)"] == nil)
        let twice = "{\((members + ["\"n7\":0"]).joined(separator: ","))}"
        #expect(failure(twice)?.kind == .duplicateName("n7"))
    }
}
