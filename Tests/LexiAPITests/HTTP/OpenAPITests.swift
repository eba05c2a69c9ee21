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

    /// Calls of a later issue are named as missing, and are not described as if they were there.
    @Test func laterCallsAreNamed() async throws {
        let api = try await TestAPI()
        let document = try await api.call("GET", "/openapi.json").json
        let words = try #require(document["info"]?["description"]?.stringValue)
        for name in ["/v1/sync", "import and export", "Idempotency-Key", "DELETE /v1/me", "/v1/admin/audit"] {
            #expect(words.contains(name))
        }
        #expect(document["paths"]?["/v1/me"]?["delete"] == nil)
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

    /// The types of problems are stable names that are unique.
    @Test func problemTypes() {
        for type in ProblemType.allCases {
            #expect(
                type.reference.utf8.allSatisfy {
                    $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-") || (0x61...0x7a).contains($0)
                })
            #expect(type.status.code >= 400)
        }
    }
}
