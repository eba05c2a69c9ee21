import HTTPServer
import TestSupport
import Testing

/// What a path finds, as text: the endpoint with its parameters, `404`, or `405` with what is allowed.
private func find(_ router: Router<String>, _ method: HTTPMethod, _ path: String) -> String {
    switch router.lookup(method, path: Array(path.utf8)[...]) {
    case .matched(let match):
        let parameters = ["id", "name", "turn"].compactMap { match.parameters.string($0) }
        return ([match.endpoint] + parameters).joined(separator: " ")
    case .notFound: return "404"
    case .methodNotAllowed(let allow): return "405 " + allow.map(\.description).joined(separator: ",")
    }
}

private func lexiLike() throws -> Router<String> {
    var router = Router<String>()
    try router.add(.get, "/", "root")
    try router.add(.get, "/v1/flashcards", "list")
    try router.add(.post, "/v1/flashcards", "create")
    try router.add(.get, "/v1/flashcards/due", "due")
    try router.add(.get, "/v1/flashcards/{id}", "read")
    try router.add(.delete, "/v1/flashcards/{id}", "delete")
    try router.add(.post, "/v1/flashcards/{id}/reviews", "review")
    try router.add(.get, "/v1/sessions/{id}/turns/{turn}", "turn")
    return router
}

struct RouterTests {
    // A literal wins over a parameter, also for methods that it does not have; HEAD falls back to GET, escapes are
    // undone inside their segment only, and nothing is normalised: empty and dot segments and trailing slashes match
    // nothing.
    @Test(arguments: [
        (HTTPMethod.get, "/", "root"),
        (.get, "/v1/flashcards", "list"),
        (.head, "/v1/flashcards", "list"),
        (.get, "/v1/flashcards/due", "due"),
        (.get, "/v1/flashcards/d%75e", "due"),
        (.get, "/v1/flashcards/01J", "read 01J"),
        (.get, "/v1/flashcards/a%2Fb", "read a/b"),
        (.get, "/v1/flashcards/a%2fb", "read a/b"),
        (.get, "/v1/flashcards/%C3%A9", "read é"),
        (.get, "/v1/flashcards/a+b", "read a+b"),
        (.post, "/v1/flashcards/due/reviews", "review due"),
        (.get, "/v1/sessions/s1/turns/7", "turn s1 7"),
        (.delete, "/v1/flashcards/due", "405 GET,HEAD"),
        (.put, "/v1/flashcards/due", "405 GET,HEAD"),
        (.put, "/v1/flashcards/x", "405 GET,HEAD,DELETE"),
        (.put, "/v1/flashcards", "405 GET,HEAD,POST"),
        (.get, "/v1/flashcards/x/reviews", "405 POST"),
        (.get, "/v1/flashcards/", "404"),
        (.get, "/v1//flashcards", "404"),
        (.get, "//v1/flashcards", "404"),
        (.get, "/v1/flashcards/.", "404"),
        (.get, "/v1/flashcards/..", "404"),
        (.get, "/v1/flashcards/%2e%2E", "404"),
        (.get, "/v1/./flashcards", "404"),
        (.get, "/V1/flashcards", "404"),
        (.get, "/v1/flashcards/%zz", "404"),
        (.get, "/v1/flashcards/%2", "404"),
        (.get, "/v1/sessions/a/turns/b/c/d/e/f/g", "404"),
        (.get, "*", "404"),
        (.get, "", "404"),
    ])
    func finds(_ method: HTTPMethod, _ path: String, _ expected: String) throws {
        #expect(find(try lexiLike(), method, path) == expected)
    }

    // Parameters are bytes: NUL and what is no UTF-8 arrive as they were sent, and are no text.
    @Test func parametersAreBytes() throws {
        guard case .matched(let match) = try lexiLike().lookup(.get, path: Array("/v1/flashcards/a%00%FF".utf8)[...])
        else {
            Issue.record("no route")
            return
        }
        #expect(match.parameters.bytes("id") == [0x61, 0x00, 0xFF])
        #expect(match.parameters.string("id") == nil)
        #expect(match.parameters.bytes("other") == nil)
        #expect(match.pattern == "/v1/flashcards/{id}")
    }

    // Composed and decomposed letters are equal as String, not as paths.
    @Test func literalsCompareAsBytes() throws {
        var router = Router<String>()
        try router.add(.get, "/caf\u{E9}", "composed")
        #expect(find(router, .get, "/caf%C3%A9") == "composed")
        #expect(find(router, .get, "/cafe%CC%81") == "404")
    }

    // A way that ends without a route is left again.
    @Test func goesBackToTheParameter() throws {
        var router = Router<String>()
        try router.add(.get, "/a/fixed/c", "fixed")
        try router.add(.get, "/a/{id}/b", "any")
        #expect(find(router, .get, "/a/fixed/b") == "any fixed")
        #expect(find(router, .get, "/a/fixed/c") == "fixed")
    }

    // A duplicate is an error at the start of the program, also when only the parameter's name differs.
    @Test func refusesDuplicates() throws {
        var router = try lexiLike()
        #expect(throws: RouterError.duplicate(.get, "/v1/flashcards/{name}", existing: "/v1/flashcards/{id}")) {
            try router.add(.get, "/v1/flashcards/{name}", "again")
        }
    }

    @Test(arguments: ["", "v1", "/a/", "//", "/a//b", "/a/../b", "/a/{}", "/a/{id", "/a/x{id}", "/{id}/{id}"])
    func refusesMalformedPatterns(_ pattern: String) {
        var router = Router<String>()
        #expect(throws: RouterError.self) { try router.add(.get, pattern, "x") }
    }
}

struct HTTPQueryTests {
    private func items(_ text: String) -> [String]? {
        HTTPQuery(Array(text.utf8)[...])?.items.map {
            "\(String(decoding: $0.name, as: UTF8.self))=\(String(decoding: $0.value, as: UTF8.self))"
        }
    }

    @Test func decodesInOrder() {
        #expect(
            items("word=caf%C3%A9+au%20lait&limit=5&limit=6&flag&a=b=c&&") == [
                "word=café au lait", "limit=5", "limit=6", "flag=", "a=b=c",
            ])
        #expect(items("") == [])
        #expect(HTTPQuery(nil)?.items.isEmpty == true)
    }

    @Test(arguments: ["a=%", "a=%4", "%G0=1", "a=%4g"]) func refusesBadEscapes(_ text: String) {
        #expect(items(text) == nil)
    }
}
