import DynamoModel
import Lexi
import RemoteDynamoDB
import TestSupport
import Testing

@testable import LexiAPI

/// What `/metrics` tells of the service's calls when they go over a hostile network.
@Suite struct AccessPatternTests {
    private static func series(_ kind: String, _ pattern: String, _ operation: String, _ value: Int) -> String {
        "\nlexi_access_pattern_\(kind)_total{pattern=\"\(pattern)\",operation=\"\(operation)\"} \(value)\n"
    }

    /// Runs `body` with the service's data at the endpoint, and returns what its meter tells then.
    private func metrics(
        _ script: @escaping HostileProxy.Script, options: RemoteOptions = .quick,
        _ body: @escaping @Sendable (LexiStore) async throws -> Void
    ) async throws -> String {
        let meter = AccessMeter(countsUnits: false)
        try await RemoteFixture.hostile(script, options: options) { table, proxy, fixture in
            _ = try await TestTable.make(fixture.engine, TestTables.lexiApp())
            try await body(LexiStore(database: table, observer: meter))
        }
        var text = ""
        meter.write(to: &text)
        return text
    }

    // A call that is throttled twice counts two throttles and two retries for its own pattern; one that is not, none. A
    // failure that is no throttle is a retry alone.
    @Test func throttledTwice() async throws {
        let faults: [HostileProxy.Fault] = [.throttle, .throttle, .pass, .pass, .resetBefore, .pass]
        let text = try await metrics({ faults[$0] }) { store in
            let ann = try Identity(issuer: "https://id.example", subject: "ann")
            #expect(try await store.users.userID(ann) == nil)
            #expect(try await store.users.user(EmailAddress("ann@example.com")) == nil)
            #expect(try await store.users.user(store.ids.next() as UserID) == nil)
        }
        for (pattern, retries, throttles) in [("2", 2, 2), ("3", 0, 0), ("1a", 1, 0)] {
            #expect(text.contains(Self.series("calls", pattern, "GetItem", 1)), "\(text)")
            #expect(text.contains(Self.series("retries", pattern, "GetItem", retries)), "\(text)")
            #expect(text.contains(Self.series("throttles", pattern, "GetItem", throttles)), "\(text)")
        }
    }

    // A call that stays throttled counts each of its tries, and one error.
    @Test func throttledForGood() async throws {
        var options = RemoteOptions.quick
        options.maximumAttempts = 3
        let text = try await metrics({ _ in .throttle }, options: options) { store in
            await #expect(throws: RepositoryError.self) {
                try await store.users.userID(Identity(issuer: "https://id.example", subject: "ann"))
            }
        }
        #expect(text.contains(Self.series("retries", "2", "GetItem", 2)), "\(text)")
        #expect(text.contains(Self.series("throttles", "2", "GetItem", 3)), "\(text)")
        let errors =
            "\nlexi_access_pattern_errors_total{pattern=\"2\",error=\"ProvisionedThroughputExceededException\"} 1\n"
        #expect(text.contains(errors), "\(text)")
    }
}
