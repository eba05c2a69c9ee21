import Synchronization

/// The memory that requests in work and their answers may take together, over all loops of a listener, and over several
/// listeners that are given the same budget.
///
/// A request takes room before it is carried out, as much as its responder expects (``HTTPResponder/room(for:)``), and
/// gives it back when its answer is made. From then on the answer counts by its bytes until the client has taken them.
/// A request without room waits, first come, first served, so that the sum exceeds the limit only by what answers turn
/// out larger than expected.
///
/// A request that expects to need at most ``smallBytes`` takes nothing and waits only when a quarter more than the
/// limit is held: large answers and clients who leave them unread do not keep the small requests of the others waiting.
public final class OutputBudget: Sendable {
    /// Bytes up to which a request counts as small.
    public static let smallBytes = 16 * 1024

    /// Names a request that waits.
    struct Ticket: Equatable {
        fileprivate let number: UInt64
    }

    private struct Waiter {
        let ticket: Ticket
        let bytes: Int
        let continuation: UnsafeContinuation<Bool, Never>
    }

    private struct Queue {
        var waiters: [Waiter] = []
        var lastNumber: UInt64 = 0
        var relievers: [ObjectIdentifier: @Sendable () -> Void] = [:]
    }

    /// Bytes that may be held.
    public let limit: Int
    private let held = Atomic<Int>(0)
    private let waiting = Atomic<Int>(0)
    private let queue = Mutex(Queue())

    /// A budget of `limit` bytes.
    public init(limit: Int) { self.limit = limit }

    /// Bytes that are held at the moment.
    public var heldBytes: Int { held.load(ordering: .sequentiallyConsistent) }

    /// How many requests wait for room.
    public var waitingRequests: Int { waiting.load(ordering: .sequentiallyConsistent) }

    /// What a request takes that expects to need `expected` bytes. One that expects more than the limit takes all of
    /// it.
    func charge(_ expected: Int) -> Int { expected <= Self.smallBytes ? 0 : min(expected, limit) }

    /// Takes a request's charge at once; false, with nothing taken, when it has to wait.
    @inline(__always)
    func take(_ charge: Int) -> Bool {
        if charge == 0 { return held.load(ordering: .relaxed) <= limit + limit / 4 }
        return waiting.load(ordering: .sequentiallyConsistent) == 0 && takeIfFits(charge)
    }

    /// Counts bytes that are there already, whether they fit or not.
    func count(_ bytes: Int) {
        if bytes > 0 { held.add(bytes, ordering: .sequentiallyConsistent) }
    }

    /// Gives `bytes` back, and lets in who waits for them.
    func release(_ bytes: Int) {
        guard bytes > 0 else { return }
        held.subtract(bytes, ordering: .sequentiallyConsistent)
        FreedMemory.note(bytes)
        if waiting.load(ordering: .sequentiallyConsistent) > 0 { admitWaiters() }
    }

    private func takeIfFits(_ bytes: Int) -> Bool {
        var seen = held.load(ordering: .sequentiallyConsistent)
        while fits(bytes, seen) {
            let (isExchanged, original) = held.weakCompareExchange(
                expected: seen, desired: seen + bytes, ordering: .sequentiallyConsistent)
            if isExchanged { return true }
            seen = original
        }
        return false
    }

    private func fits(_ bytes: Int, _ held: Int) -> Bool {
        bytes == 0 ? held <= limit + limit / 4 : bytes <= limit - held
    }
}

// Waiting.
extension OutputBudget {
    /// Queues a request until its charge fits. The continuation gets true when it is taken, false when the ticket is
    /// withdrawn.
    func wait(for charge: Int, _ continuation: UnsafeContinuation<Bool, Never>) -> Ticket {
        let (ticket, relievers) = queue.withLock { queue in
            queue.lastNumber += 1
            let ticket = Ticket(number: queue.lastNumber)
            queue.waiters.append(Waiter(ticket: ticket, bytes: charge, continuation: continuation))
            return (ticket, Array(queue.relievers.values))
        }
        waiting.add(1, ordering: .sequentiallyConsistent)
        // Memory that was given back before the line above did not wake this request.
        admitWaiters()
        for relieve in relievers { relieve() }
        return ticket
    }

    /// Ends the waiting of a request, if it still waits.
    func withdraw(_ ticket: Ticket) {
        let continuation = queue.withLock { queue -> UnsafeContinuation<Bool, Never>? in
            guard let index = queue.waiters.firstIndex(where: { $0.ticket == ticket }) else { return nil }
            return queue.waiters.remove(at: index).continuation
        }
        guard let continuation else { return }
        waiting.subtract(1, ordering: .sequentiallyConsistent)
        continuation.resume(returning: false)
    }

    private func admitWaiters() {
        let admitted = queue.withLock { queue in
            var admitted: [Waiter] = []
            var left: [Waiter] = []
            for waiter in queue.waiters {
                // Large ones keep their order; small ones pass them.
                let mayTry = waiter.bytes == 0 || !left.contains { $0.bytes > 0 }
                if mayTry, takeIfFits(waiter.bytes) { admitted.append(waiter) } else { left.append(waiter) }
            }
            queue.waiters = left
            return admitted
        }
        guard !admitted.isEmpty else { return }
        waiting.subtract(admitted.count, ordering: .sequentiallyConsistent)
        for waiter in admitted { waiter.continuation.resume(returning: true) }
    }

    /// Calls `relieve` each time a request begins to wait, on any thread, until ``removeReliever(_:)``.
    func addReliever(_ owner: AnyObject, _ relieve: @escaping @Sendable () -> Void) {
        queue.withLock { $0.relievers[ObjectIdentifier(owner)] = relieve }
    }

    func removeReliever(_ owner: AnyObject) {
        queue.withLock { $0.relievers[ObjectIdentifier(owner)] = nil }
    }
}
