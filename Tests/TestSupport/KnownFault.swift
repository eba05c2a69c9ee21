import Testing

/// Something that an engine does otherwise than DynamoDB, and the tests that show it.
///
/// `LEXI_TEST_ENGINE` says which engine is at the endpoint; then its faults are expected: a test that is listed has to
/// fail in at least one of its cases, and fails the run when it passes, so that the list stays true.
struct KnownFault: Sendable {
    /// What the engine does, and what DynamoDB does instead if that is not plain.
    let reason: String
    /// The tests, as `Suite/test`.
    let tests: [String]

    /// - Parameter tests: `Suite/test` of each that fails for this reason.
    init(_ reason: String, _ tests: String...) {
        self.reason = reason
        self.tests = tests
    }

    /// The faults of the engines that are known, by their names in `LEXI_TEST_ENGINE`.
    private static let engines = ["moto": moto]

    /// The reasons of the engine that the run is on, by test.
    private static let reasons: [String: String] = {
        guard Backend.isForeign, let engine = Backend.variable("LEXI_TEST_ENGINE") else { return [:] }
        let pairs = (engines[engine] ?? []).flatMap { fault in fault.tests.map { ($0, fault.reason) } }
        return Dictionary(pairs) { "\($0); \($1)" }
    }()

    /// Runs a test with all its cases.
    static func expect(in test: Test, _ body: () async throws -> Void) async throws {
        let name = test.id.nameComponents.map { $0.prefix { $0 != "(" } }.joined(separator: "/")
        guard let reason = reasons[name] else { return try await body() }
        await withKnownIssue(Comment(rawValue: reason)) { try await body() }
    }
}
