import Synchronization

/// The memory that request bodies may take, shared by all loops. A body counts by the bytes that have arrived, never by
/// the length that was announced: an announcement takes nothing from the other clients.
///
/// Only an unfinished body is refused. One that is whole counts until it is answered, but is let in even over the
/// limit: it waits for this server alone, so that clients that keep half-sent bodies cannot lock out the small requests
/// of the others.
final class BodyBudget: Sendable {
    private let limit: Int
    private let held = Atomic<Int>(0)

    init(limit: Int) { self.limit = limit }

    /// Bytes that are held at the moment.
    var heldBytes: Int { held.load(ordering: .relaxed) }

    /// Takes `count` bytes for a body that is not whole yet; false, with nothing taken, when they do not fit.
    func reserve(_ count: Int) -> Bool {
        guard count > 0 else { return true }
        var seen = held.load(ordering: .relaxed)
        while count <= limit - seen {
            let (isExchanged, original) = held.weakCompareExchange(
                expected: seen, desired: seen + count, ordering: .relaxed)
            if isExchanged { return true }
            seen = original
        }
        return false
    }

    /// Takes `count` bytes for a body that is whole.
    func admit(_ count: Int) {
        if count > 0 { held.add(count, ordering: .relaxed) }
    }

    /// Gives `count` bytes back.
    func release(_ count: Int) {
        guard count > 0 else { return }
        held.subtract(count, ordering: .relaxed)
        if count > Self.unnoted { FreedMemory.note(count) }
    }

    /// Smaller bodies free too little memory to return to the system.
    private static let unnoted = 64 * 1024
}
