import Dispatch
import Synchronization

/// Ends transfers whose time is up.
///
/// With one reading of the clock for all of them: a task's sleep keeps its memory until its time, also when it was
/// cancelled.
final class SessionClock: Sendable {
    private struct Watched {
        let transfer: SessionTransfer
        /// When to look after it, on the monotonic clock.
        var deadline: Duration
        var isCancelled = false
    }

    private struct State {
        var watched: [ObjectIdentifier: Watched] = [:]
        /// The time of the next look.
        var next: Duration?
    }

    private let state = Mutex(State())
    private let queue: DispatchQueue
    /// Not the queue of the cancelled, which may be held up.
    private let clock = DispatchQueue(label: "remote-table-clock")

    /// How long a transfer that was cancelled may take to end.
    private static let grace: Duration = .milliseconds(100)

    /// A clock that has transfers cancelled on a queue.
    init(queue: DispatchQueue) { self.queue = queue }

    /// Watches a transfer. It is cancelled when its time is up, and given up when that does not end it.
    func watch(_ transfer: SessionTransfer, until deadline: Duration) {
        state.withLock { state in
            state.watched[ObjectIdentifier(transfer)] = Watched(transfer: transfer, deadline: deadline)
            lookAt(deadline, &state)
        }
    }

    /// Lets go of a transfer that has ended.
    func forget(_ transfer: SessionTransfer) {
        state.withLock { _ = $0.watched.removeValue(forKey: ObjectIdentifier(transfer)) }
    }

    private func lookAt(_ time: Duration, _ state: inout State) {
        if let next = state.next, next <= time { return }
        state.next = time
        let wait = max(.zero, time - SocketLoop.now()) / .nanoseconds(1)
        clock.asyncAfter(deadline: .now() + .nanoseconds(Int(wait))) { [weak self] in self?.look(time) }
    }

    private func look(_ time: Duration) {
        let late = state.withLock { state -> [Watched] in
            // A look for an earlier time came in between, and there will be another.
            guard state.next == time else { return [] }
            state.next = nil
            let now = SocketLoop.now()
            let late = state.watched.values.filter { $0.deadline <= now }
            for watched in late {
                let name = ObjectIdentifier(watched.transfer)
                if watched.isCancelled {
                    state.watched[name] = nil
                } else {
                    state.watched[name]?.isCancelled = true
                    state.watched[name]?.deadline = now + Self.grace
                }
            }
            if let next = state.watched.values.map(\.deadline).min() { lookAt(next, &state) }
            return late
        }
        for watched in late {
            let transfer = watched.transfer
            // The session reports whether the request was on its way; without it, it may be.
            if watched.isCancelled { transfer.giveUp() } else { queue.async { transfer.cancel() } }
        }
    }
}
