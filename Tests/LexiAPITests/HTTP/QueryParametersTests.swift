import Lexi
import Testing

@testable import LexiAPI

/// Query parameters are declared, and nothing else passes.
struct QueryParametersTests {
    private static let declared =
        QueryParameter.paging + [
            QueryParameter(name: "word", kind: .text(1...10), description: ""),
            QueryParameter(name: "level", kind: .choice(["A1", "B2"]), description: ""),
            QueryParameter(name: "from", kind: .day, description: ""),
            QueryParameter(name: "active", kind: .boolean, description: ""),
        ]

    private func read(_ query: String) throws(Problem) -> QueryValues {
        try QueryValues(Array(query.utf8)[...], Self.declared)
    }

    /// Values are decoded and typed; absent ones have their default.
    @Test func goodOnes() throws {
        let values = try read("limit=5&word=caf%C3%A9+x&level=B2&from=2026-02-28&active=false&cursor=abc")
        #expect(values.limit == 5)
        #expect(values.text("word") == "café x")
        #expect(values.text("level") == "B2")
        #expect(values.day("from") == LocalDay("2026-02-28"))
        #expect(values.boolean("active") == false)
        #expect(try read("").limit == QueryParameter.defaultLimit)
        for spelling in ["limit=5.0", "limit=05", "limit=0.5e1"] { #expect(try read(spelling).limit == 5) }
        #expect(try read("word=%F0%9F%98%80234567890").text("word") == "😀234567890")
    }

    /// Unknown, repeated and malformed ones are 400.
    @Test(arguments: [
        "x=1", "limit=0", "limit=101", "limit=+5", "limit=5.5", "limit=", "limit=1e9", "limit=5.", "limit= 5",
        "limit=9999999999999999999999",
        "limit=5&limit=5",
        "limit=%zz", "word=", "word=%ff", "word=12345678901", "level=a1", "level=B3", "from=2026-02-30",
        "from=2026-2-1",
        "active=1", "Limit=5", "limit%00=5", "limit=١",
    ])
    func badOnes(_ query: String) {
        let problem = #expect(throws: Problem.self) { try read(query) }
        #expect(problem?.type == .badParameter)
    }

    /// A cursor is bound to every other parameter but the page size.
    @Test func filters() throws {
        let values = try read("word=b&limit=3&level=A1&cursor=x")
        #expect(values.filters.map(\.name) == ["level", "word"])
        #expect(throws: Problem.self) { try values.atMostOne(of: ["word", "level"]) }
        #expect(throws: Never.self) { try values.atMostOne(of: ["word", "from"]) }
    }
}
