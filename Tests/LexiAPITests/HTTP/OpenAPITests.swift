import HTTPServer
import JSONText
import TestSupport
import Testing

@testable import LexiAPI

/// The description itself, and the checker that holds answers against it.
@Suite(.tables) struct OpenAPITests {
    /// Every route is in it, under its own operation id; every reference leads somewhere.
    @Test func everyRouteIsDescribed() async throws {
        let api = try await TestAPI()
        let document = try await api.call("GET", "/openapi.json").json
        for route in api.routes {
            let operation = document["paths"]?[route.path]?[route.method.description.lowercased()]
            #expect(operation?["operationId"]?.stringValue == route.summary.id)
        }
        #expect(Set(api.routes.map(\.summary.id)).count == api.routes.count)
        let schemas = try #require(document["components"]?["schemas"])
        for reference in Self.references(document) {
            let name = String(reference.dropFirst("#/components/schemas/".count))
            #expect(schemas[name] != nil, "\(reference)")
        }
    }

    private static func references(_ value: JSONValue) -> [String] {
        switch value {
        case .object(let object):
            object.members.flatMap { member in
                member.name == "$ref" ? [member.value.stringValue ?? ""] : references(member.value)
            }
        case .array(let values): values.flatMap(references)
        default: []
        }
    }

    /// The checker finds what it is there to find: a wrong type, status, member, media type and header field.
    @Test func theCheckerFindsFaults() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        let checker = try OpenAPIChecker(try await api.call("GET", "/openapi.json").json)
        let good = try await api.call("GET", "/v1/me", ann)
        #expect(checker.faults(method: "GET", path: "/v1/me", good).isEmpty)
        func isFound(_ change: (inout Reply) -> Void) -> Bool {
            var reply = good
            change(&reply)
            return !checker.faults(method: "GET", path: "/v1/me", reply).isEmpty
        }
        #expect(isFound { $0.status = 202 })
        #expect(isFound { $0.headers.removeAll { $0.name == "etag" } })
        #expect(isFound { $0.headers.removeAll { $0.name == "content-type" } })
        #expect(isFound { $0.body = Array($0.text.replacing("\"A1\"", with: "\"Z9\"").utf8) })
        #expect(isFound { $0.body = Array($0.text.replacing("\"version\":1", with: "\"version\":\"1\"").utf8) })
        #expect(isFound { $0.body = Array($0.text.replacing("\"version\":1", with: "\"x\":1").utf8) })
    }

    /// Clients rely on the types of problems: these are all, and each leads to a page that says what it is.
    @Test func problemTypes() async throws {
        let names = """
            malformed-request malformed-json bad-parameter bad-cursor cursor-expired unsupported-precondition \
            unauthorized not-registered deactivated being-erased email-not-verified forbidden insufficient-scope \
            not-found method-not-allowed request-timeout already-registered duplicate-email duplicate-word \
            duplicate-scenario review-conflict idempotency-key-in-use idempotency-key-reused own-rights last-admin \
            wrong-state stale content-too-large uri-too-long unsupported-media-type expectation-failed invalid-fields \
            precondition-required too-many-requests header-too-large limit-reached internal-error outcome-unknown \
            not-implemented unavailable http-version-not-supported
            """
        #expect(ProblemType.allCases.map(\.rawValue).sorted() == names.split(separator: " ").map(String.init).sorted())
        let api = try await TestAPI()
        let problem = try await api.call("GET", "/nowhere")
        for type in ProblemType.allCases {
            let page = try await api.call("GET", type.reference + "?utm_source=x")
            #expect(page.status == 200, "\(type)")
            #expect(page.text.contains("<h1>\(type.title)</h1>"))
            #expect(page["content-type"] == "text/html; charset=utf-8")
        }
        #expect(problem.json["type"] == .string(ProblemType.notFound.reference))
        #expect(try await api.call("GET", "/problems/none").status == 404)
    }

    /// What a caller can send and get without reading code: preconditions of reads, and when to try again.
    @Test func headerFieldsAreDescribed() async throws {
        let api = try await TestAPI()
        let document = try await api.call("GET", "/openapi.json").json
        let reading = document["paths"]?["/v1/flashcards/{flashcard_id}"]?["get"]
        let fields = reading?["parameters"]?.arrayValue?.filter { $0["in"] == "header" }.map { $0["name"] }
        #expect(fields == ["If-None-Match", "If-Match"])
        for route in api.routes {
            let responses = document["paths"]?[route.path]?[route.method.description.lowercased()]?["responses"]
            for status in ["413", "408"] { #expect(responses?[status] != nil, "\(route.path)") }
            if let limited = responses?["429"] { #expect(limited["headers"]?["Retry-After"] != nil, "\(route.path)") }
        }
    }

    /// A body that comes in two media types has one named schema, and generated clients one type for it.
    @Test func bodiesAreNamed() async throws {
        let api = try await TestAPI()
        let document = try await api.call("GET", "/openapi.json").json
        for route in api.routes where route.body != nil {
            let operation = document["paths"]?[route.path]?[route.method.description.lowercased()]
            let content = try #require(operation?["requestBody"]?["content"]?.objectValue)
            #expect(content.members.allSatisfy { $0.value["schema"]?["$ref"] != nil }, "\(route.path)")
            // Files of other forms have another.
            let types = content.members.filter { $0.name.hasSuffix("json") }
            let references = types.compactMap { $0.value["schema"]?["$ref"]?.stringValue }
            #expect(references.count == types.count && Set(references).count == 1, "\(route.path)")
        }
    }
}
