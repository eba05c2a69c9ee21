import Synchronization

/// Lets so many works run at a time; the others wait, and have their turns in the order in which they came.
final class WorkTurns: Sendable {
    private typealias Waiter = CheckedContinuation<Void, Never>

    private struct State {
        var running = 0
        var waiting: [Waiter] = []
    }

    private let most: Int
    private let state = Mutex(State())

    init(most: Int) { self.most = most }

    /// Waits for a turn, which ``leave()`` gives back.
    func enter() async {
        await withCheckedContinuation { (waiter: Waiter) in
            let isFree = state.withLock { state in
                guard state.running < most else {
                    state.waiting.append(waiter)
                    return false
                }
                state.running += 1
                return true
            }
            if isFree { waiter.resume() }
        }
    }

    /// Hands the turn on to the next that waits.
    func leave() {
        let next = state.withLock { state -> Waiter? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.running -= 1
            return nil
        }
        next?.resume()
    }
}
