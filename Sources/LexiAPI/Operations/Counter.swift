import Synchronization

/// A number that many threads add to without waiting.
final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func add(_ amount: Int = 1) { value.wrappingAdd(amount, ordering: .relaxed) }

    var current: Int { value.load(ordering: .relaxed) }
}
