import PublicKeys
import Synchronization

/// The keys of an identity provider, kept in memory.
///
/// They are read again when a token names an unknown key, at most once in ``retrySeconds``, and when they are older
/// than ``maximumAge``; so keys rotate without a restart. While the provider does not answer, the keys that are there
/// stay in use.
public final class ProviderKeys: Sendable {
    /// How long reading the keys may take, in seconds.
    public static let loadSeconds: Double = 5
    /// The shortest time between two readings because of unknown keys, in seconds: otherwise made-up names would load
    /// the provider.
    public static let retrySeconds = 60
    /// The shortest time between two readings while no keys are there at all, in seconds.
    public static let firstRetrySeconds = 5
    /// The age from which on the keys are read again, in seconds: a key that the provider withdrew is not used longer
    /// than this.
    public static let maximumAge = 3600

    private struct State {
        var keys: JSONWebKeySet?
        var generation = 0
        /// When the keys were last read, and when that was last tried, in seconds since 1970.
        var loaded: Int?
        var tried: Int?
        var loading: Task<Void, Never>?
    }

    private let source: any KeySetSource
    private let report: @Sendable (KeySetEvent) -> Void
    private let state = Mutex(State())

    /// The keys at a place, which are not read yet.
    /// - Parameter report: hears of every reading, for the log.
    public init(_ source: any KeySetSource, report: @escaping @Sendable (KeySetEvent) -> Void) {
        self.source = source
        self.report = report
    }

    /// The place of the keys, for messages.
    public var place: String { source.place }

    /// How often the keys were replaced.
    var generation: Int { state.withLock { $0.generation } }

    /// Reads the keys for the first time. It does not count as a reading for an unknown key.
    /// - Throws: ``KeySetFailure``; the keys are then read when the first token comes.
    public func start(now: Int) async throws(KeySetFailure) {
        do throws(KeySetFailure) { try accept(try await set(), now: now) } catch {
            state.withLock { $0.tried = now }
            throw error
        }
    }

    /// The key of this name.
    /// - Throws: ``TokenError/keysUnavailable`` when no keys are there and none could be read; an unknown key is
    ///   ``TokenError/unsupported(_:)``.
    func key(_ id: String, now: Int) async throws(TokenError) -> SignatureKey {
        if let key = present(id) {
            if isOld(now) { _ = loading(now: now, after: Self.retrySeconds) }
            return key
        }
        let pause = state.withLock { $0.keys == nil } ? Self.firstRetrySeconds : Self.retrySeconds
        await loading(now: now, after: pause)?.value
        if let key = present(id) { return key }
        throw state.withLock { $0.keys == nil } ? .keysUnavailable : .unsupported("its key is unknown")
    }

    private func present(_ id: String) -> SignatureKey? { state.withLock { $0.keys }?.key(id) }

    private func isOld(_ now: Int) -> Bool {
        state.withLock { state in state.loaded.map { abs(now - $0) > Self.maximumAge } ?? true }
    }

    /// The reading that is under way, or a new one unless the last was tried less than `pause` seconds ago; then nil.
    private func loading(now: Int, after pause: Int) -> Task<Void, Never>? {
        state.withLock { state in
            if let loading = state.loading { return loading }
            // A clock that was set back must not keep the keys from being read.
            if let tried = state.tried, abs(now - tried) < pause { return nil }
            state.tried = now
            let task = Task { await self.reload(now: now) }
            state.loading = task
            return task
        }
    }

    private func reload(now: Int) async {
        do throws(KeySetFailure) { try accept(try await set(), now: now) } catch {
            report(.failed(place: place, reason: error.detail, keepsKeys: state.withLock { $0.keys != nil }))
        }
        state.withLock { $0.loading = nil }
    }

    private func set() async throws(KeySetFailure) -> JSONWebKeySet {
        let document = try await source.load()
        do { return try JSONWebKeySet(document) } catch { throw KeySetFailure("\(source.place): \(error)") }
    }

    private func accept(_ keys: JSONWebKeySet, now: Int) throws(KeySetFailure) {
        guard keys.count > 0 else {
            throw KeySetFailure("\(source.place) has no key that can be used. \(keys.unused.joined(separator: " "))")
        }
        state.withLock { state in
            state.keys = keys
            state.generation += 1
            state.loaded = now
        }
        report(.loaded(place: place, keys: keys.count, unused: keys.unused))
    }
}
