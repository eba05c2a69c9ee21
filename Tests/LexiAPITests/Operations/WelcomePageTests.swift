import Digests
import TestSupport
import Testing

@testable import LexiAPI

/// The page at `/`, as far as it can be judged without a browser; `Tests/Clients/page.py` looks at it in one.
@Suite(.tables) struct WelcomePageTests {
    /// The policy names exactly the style and the script that stand in the page, and the page names nothing elsewhere.
    @Test func thePolicyNamesWhatIsThere() async throws {
        let api = try await TestAPI()
        let page = try await api.call("GET", "/")
        #expect(page.status == 200 && page["content-type"] == "text/html; charset=utf-8")
        let policy = try #require(page["content-security-policy"])
        for (element, directive) in [("style", "style-src"), ("script", "script-src")] {
            let parts = page.text.components(between: "<\(element)>", and: "</\(element)>")
            #expect(parts.count == 1, "\(element)")
            let hash = Base64.encode(SHA256.hash(utf8: try #require(parts.first)))
            #expect(policy.contains("\(directive) 'sha256-\(hash)'"))
        }
        #expect(policy.hasPrefix("default-src 'none'; ") && !policy.contains("unsafe"))
        #expect(!page.text.contains(" style=\"") && !page.text.contains(" src="))
        let problem = try await api.call("GET", "/problems/not-found")
        #expect(problem["content-security-policy"]?.contains("default-src 'none'") == true)
        #expect(try await api.call("GET", "/health/live")["content-security-policy"] == nil)
    }

    /// Where `/metrics` has a separate address, admins alone see the figures here.
    @Test func figuresForAdmins() async throws {
        let api = try await TestAPI { $0.servesMetrics = false }
        #expect(try await api.call("GET", "/metrics").status == 404)
        let figures = try await api.call("GET", "/v1/admin/metrics", try await api.admin())
        #expect(figures.status == 200 && figures.text.contains("lexi_build_info{version=\"1.2.3\"} 1"))
        #expect(try await api.call("GET", "/v1/admin/metrics", try await api.register("ann")).status == 403)
    }
}

extension String {
    /// What stands between each pair of marks.
    fileprivate func components(between first: String, and last: String) -> [String] {
        split(separator: first, omittingEmptySubsequences: false).dropFirst().map { part in
            part.firstRange(of: last).map { String(part[..<$0.lowerBound]) } ?? String(part)
        }
    }
}
