import Synchronization
import TestSupport
import Testing

@testable import LexiAPI

/// When the keys of an identity provider are read, and which are in use meanwhile.
@Suite struct ProviderKeysTests {
    /// A provider whose key set a test changes, and which may be away.
    private final class Provider: KeySetSource {
        private struct State {
            var names: [String]
            var isAway = false
            var readings = 0
        }

        private let state: Mutex<State>
        let place = "the provider"

        init(_ names: String...) { state = Mutex(State(names: names)) }

        var readings: Int { state.withLock { $0.readings } }
        func rotate(to names: String...) { state.withLock { $0.names = names } }
        func setAway(_ isAway: Bool) { state.withLock { $0.isAway = isAway } }

        func load() async throws(KeySetFailure) -> [UInt8] {
            let state = state.withLock { state in
                state.readings += 1
                return state
            }
            guard !state.isAway else { throw KeySetFailure("the provider is away") }
            // The key of RFC 7515, appendix A.3, under each name.
            let keys = state.names.map { name in
                """
                {"kid": "\(name)", "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", \
                "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
                """
            }
            return Array(#"{"keys": [\#(keys.joined(separator: ","))]}"#.utf8)
        }
    }

    private static let start = 1_778_000_000
    private static let unknown = TokenError.unsupported("its key is unknown")

    private func keys(
        _ provider: Provider, events: @escaping @Sendable (KeySetEvent) -> Void = { _ in }
    ) async throws -> ProviderKeys {
        let keys = ProviderKeys(provider, report: events)
        try await keys.start(now: Self.start)
        return keys
    }

    // An unknown key is looked for at once, and then once a minute at most, however many names are made up; a new key
    // is found then.
    @Test func unknownKeys() async throws {
        let provider = Provider("a")
        let keys = try await keys(provider)
        for number in 0..<5 {
            await #expect(throws: Self.unknown) { try await keys.key("x\(number)", now: Self.start + 10) }
        }
        #expect(provider.readings == 2)
        provider.rotate(to: "a", "b")
        await #expect(throws: Self.unknown) { try await keys.key("b", now: Self.start + 69) }
        #expect(provider.readings == 2)
        _ = try await keys.key("b", now: Self.start + 70)
        _ = try await keys.key("a", now: Self.start + 70)
        #expect(provider.readings == 3)
    }

    // Keys that are older than an hour are used once more and read again meanwhile: one that was withdrawn ends then.
    @Test func withdrawnKeys() async throws {
        let provider = Provider("a", "b")
        let keys = try await keys(provider)
        provider.rotate(to: "b")
        _ = try await keys.key("a", now: Self.start + 3_600)
        #expect(provider.readings == 1)
        _ = try await keys.key("a", now: Self.start + 3_601)
        try await waitFor("the reading") { keys.generation == 2 ? true : nil }
        await #expect(throws: Self.unknown) { try await keys.key("a", now: Self.start + 3_602) }
        _ = try await keys.key("b", now: Self.start + 3_602)
        #expect(provider.readings == 2)
    }

    // Through an outage, and while the provider's set is empty, the keys that are there stay in use, however old; the
    // provider is asked once a minute.
    @Test(arguments: [true, false]) func outages(_ isAway: Bool) async throws {
        let provider = Provider("a")
        let failures = Mutex(0)
        let keys = try await keys(provider) { event in
            if case .failed(_, _, let keepsKeys) = event, keepsKeys { failures.withLock { $0 += 1 } }
        }
        if isAway { provider.setAway(true) } else { provider.rotate() }
        for minute in 0..<4 {
            let now = Self.start + 7_200 + 60 * minute
            for second in [0, 1, 59] { _ = try await keys.key("a", now: now + second) }
            try await waitFor("the failure") { failures.withLock { $0 } == minute + 1 ? true : nil }
        }
        #expect(provider.readings == 5)
        provider.setAway(false)
        provider.rotate(to: "b")
        _ = try await keys.key("b", now: Self.start + 7_500)
        await #expect(throws: Self.unknown) { try await keys.key("a", now: Self.start + 7_501) }
    }

    // Without any keys, tokens are told so, and the provider is asked every five seconds.
    @Test func noKeys() async throws {
        let provider = Provider("a")
        provider.setAway(true)
        let keys = ProviderKeys(provider) { _ in }
        await #expect(throws: KeySetFailure.self) { try await keys.start(now: Self.start) }
        for second in [1, 4, 5, 6, 9] {
            await #expect(throws: TokenError.keysUnavailable) { try await keys.key("a", now: Self.start + second) }
        }
        #expect(provider.readings == 2)
        provider.setAway(false)
        _ = try await keys.key("a", now: Self.start + 10)
    }

    // A clock that is set back keeps no key from being found.
    @Test func clockSetBack() async throws {
        let provider = Provider("a")
        let keys = try await keys(provider)
        await #expect(throws: Self.unknown) { try await keys.key("b", now: Self.start + 60) }
        provider.rotate(to: "a", "b")
        _ = try await keys.key("b", now: Self.start - 86_400)
        #expect(provider.readings == 3)
    }
}
