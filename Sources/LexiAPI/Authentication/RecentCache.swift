import Synchronization

/// Results that were needed lately, so that a client's next request does not cost them again.
///
/// Bounded: two generations of at most `generationSize` entries; when the younger one is full it becomes the older one,
/// and the older one is forgotten. Entries that are used stay.
final class RecentCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Generations {
        var young: [Key: Value] = [:]
        var old: [Key: Value] = [:]
    }

    private let generationSize: Int
    private let state = Mutex(Generations())

    init(generationSize: Int) { self.generationSize = max(1, generationSize) }

    /// The value, if it was remembered and used lately.
    func value(for key: Key) -> Value? {
        state.withLock { state in
            if let value = state.young[key] { return value }
            guard let value = state.old[key] else { return nil }
            insert(value, for: key, into: &state)
            return value
        }
    }

    /// Remembers a value.
    func remember(_ value: Value, for key: Key) {
        state.withLock { insert(value, for: key, into: &$0) }
    }

    /// Forgets what turned out to be wrong.
    func forget(_ key: Key) {
        state.withLock { state in
            state.young[key] = nil
            state.old[key] = nil
        }
    }

    private func insert(_ value: Value, for key: Key, into state: inout Generations) {
        if state.young.count >= generationSize, state.young[key] == nil {
            state.old = state.young
            state.young = [:]
        }
        state.young[key] = value
    }
}
