import HTTPServer
import Lexi
import Testing

@testable import LexiAPI

/// Bodies: media type, JSON, and every wrong field at once.
struct BodyTests {
    private static let form = BodyForm(
        name: "Test",
        schema: .object(
            [
                .required("word", .text()), .optional("count", Schema.integer().nullable),
                .optional("is_new", .boolean),
                .optional("goals", .array(.text())),
                .optional("turns", .array(.object([.required("content", .text())], notSettable: ["turn_index"]))),
            ], notSettable: ["version"]))

    private func read(
        _ body: String, type: HTTPFieldValue? = "application/json", _ form: BodyForm = form
    ) throws -> Body {
        var headers = HTTPHeaders()
        if let type { headers.append("Content-Type", type) }
        let request = try HTTPRequest(method: .post, target: "/", headers: headers, body: Array(body.utf8))
        return try Body.read(request, form)
    }

    /// Fields are read as absent, null or a value, whatever their type.
    @Test func fields() throws {
        let body = try read(#"{"word":"a","count":null,"is_new":true,"goals":["x"]}"#)
        #expect(body.textField("word") == .set("a"))
        #expect(body.integerField("count") == .reset)
        #expect(body.booleanField("is_new") == .set(true))
        #expect(body.textsField("goals") == .set(["x"]))
        #expect(body.textField("missing") == .absent)
        #expect(body.errors.isEmpty)
    }

    /// Wrong types, unknown and not settable fields and missing ones are all reported, each with its pointer.
    @Test func everyWrongField() throws {
        let body = try read(
            #"{"count":1.5,"is_new":"yes","goals":["x",2],"turns":[{"content":1,"turn_index":0},3],"version":1,"a/b~c":0}"#
        )
        let pointers = Set(body.errors.errors.map(\.pointer))
        #expect(
            pointers == [
                "/word", "/count", "/is_new", "/goals/1", "/turns/0/content", "/turns/0/turn_index", "/turns/1",
                "/version",
                "/a~1b~0c",
            ])
    }

    /// A body of nothing but faults is refused with the first of them, at a cost that grows with its size alone; held
    /// against each other, these 60,000 faults would take minutes.
    @Test func manyWrongFields() throws {
        let unknown = (0..<60_000).map { "\"x\($0)\":1" }.joined(separator: ",")
        let elements = [String](repeating: "1", count: 60_000).joined(separator: ",")
        for text in ["{\(unknown)}", "{\"goals\":[\(elements)]}", "{\"turns\":[\(elements)]}"] {
            let body = try read(text)
            #expect(body.errors.errors.count == LexiLimits.fieldErrors)
            let problem = #expect(throws: Problem.self) { try body.checked { _ -> Int? in 1 } }
            #expect(problem?.errors.count == LexiLimits.fieldErrors)
            #expect(problem?.detail == "Many fields are wrong; the first 100 are listed.")
        }
    }

    /// The first fault of a field is the one that is reported, and a list with a wrong element is not also "required".
    @Test func faultsAreNotRepeated() throws {
        let body = try read(#"{"word":5,"goals":[1]}"#)
        let problem = #expect(throws: Problem.self) {
            try body.checked { errors -> Int? in
                errors.add("/word", "is required")
                errors.add("/goals", "is required")
                errors.add("/level", "is required")
                return nil
            }
        }
        #expect(problem?.errors.map(\.pointer) == ["/word", "/goals/0", "/level"])
        #expect(problem?.errors.first?.detail == "must be a string, not a number")
    }

    /// What is not JSON is 400 and says at which byte.
    @Test(arguments: [
        #"{"word":"a","word":"b"}"#, "{", "{\"word\":\"\u{1}\"}", "", "nul", "{}x", "\u{feff}{}",
    ])
    func malformed(_ text: String) {
        let problem = #expect(throws: Problem.self) { try read(text) }
        #expect(problem?.type == .malformedJSON)
        #expect(problem?.detail.contains("byte") == true)
    }

    /// Bytes that are not UTF-8, and nesting beyond the limit, are 400; at the limit it passes.
    @Test func limitsOfTheText() throws {
        var headers = HTTPHeaders()
        headers.append("Content-Type", "application/json")
        let request = try HTTPRequest(
            method: .post, target: "/", headers: headers, body: Array("{\"word\":\"".utf8) + [0xff] + Array("\"}".utf8))
        #expect(throws: Problem.self) { try Body.read(request, Self.form) }
        let any = BodyForm(name: "Any", schema: .object([.optional("x", .any)]))
        let nested = { (depth: Int) in
            "{\"x\":" + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}"
        }
        #expect(throws: Never.self) { try read(nested(Body.maximumDepth), any) }
        #expect(throws: Problem.self) { try read(nested(Body.maximumDepth + 1), any) }
    }

    /// A body that is no object is 422 as a whole.
    @Test(arguments: ["[]", "null", "5", "\"x\""]) func noObject(_ text: String) {
        let problem = #expect(throws: Problem.self) { try read(text) }
        #expect(problem?.type == .invalidFields)
        #expect(problem?.errors.map(\.pointer) == [""])
    }

    /// JSON in UTF-8 is accepted however it is spelt; anything else, and no type at all, is 415.
    @Test func mediaTypes() {
        for good: HTTPFieldValue in ["application/json; charset=utf-8", "Application/JSON ;charset=UTF-8;x=y"] {
            #expect(throws: Never.self) { try read(#"{"word":"a"}"#, type: good) }
        }
        let wrong: [HTTPFieldValue?] = [
            nil, "text/plain", "application/jsonx", "application/merge-patch+json", "application/json; charset=latin1",
            "*/*",
        ]
        for type in wrong {
            let problem = #expect(throws: Problem.self) { try read(#"{"word":"a"}"#, type: type) }
            #expect(problem?.type == .unsupportedMediaType)
        }
        var patch = Self.form
        patch.isPatch = true
        #expect(throws: Never.self) { try read(#"{"word":"a"}"#, type: "application/merge-patch+json", patch) }
    }

    /// An optional body may be left out, without a media type; a required one may not.
    @Test func emptyBodies() throws {
        var optional = Self.form
        optional.isOptional = true
        #expect(try read("", type: nil, optional).errors.errors.map(\.pointer) == ["/word"])
        #expect(throws: Problem.self) { try read("", type: nil) }
    }
}
