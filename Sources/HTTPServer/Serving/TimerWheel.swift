/// Timers that move at every request and seldom fire. Moving one to a later time costs a store: it is found in its old
/// slot when that comes, and moves on then. Fires up to one tick (17 ms) late, never early.
struct TimerWheel {
    private static let tickBits: UInt64 = 24
    private static let slotCount: UInt64 = 4096

    private var slots: [[LoopTimer]]
    private var current: UInt64
    private var count = 0
    /// No slot before this tick holds a timer.
    private var earliest = UInt64.max

    init(now: MonotonicTime) {
        slots = Array(repeating: [], count: Int(Self.slotCount))
        current = now.nanoseconds >> Self.tickBits
    }

    mutating func schedule(_ timer: LoopTimer, at deadline: MonotonicTime) {
        timer.deadline = deadline
        let tick = clampedTick(deadline)
        if let standing = timer.tick {
            if standing <= tick { return }
            remove(timer)
        } else if deadline == .never {
            return
        }
        insert(timer, tick)
    }

    mutating func cancel(_ timer: LoopTimer) {
        timer.deadline = .never
        if timer.tick != nil { remove(timer) }
    }

    /// Takes out what is due, for the caller to fire: a timer may well set others.
    mutating func advance(to now: MonotonicTime) -> [LoopTimer] {
        let tick = now.nanoseconds >> Self.tickBits
        guard tick > current else { return [] }
        let first = max(current + 1, earliest)
        current = tick
        guard count > 0, first <= tick else { return [] }
        var due: [LoopTimer] = []
        for passed in first...min(tick, first + Self.slotCount - 1) { takeSlot(passed, now, &due) }
        earliest = count > 0 ? nextTick() : .max
        return due
    }

    /// How long epoll may wait, -1 for ever.
    func milliseconds(from now: MonotonicTime) -> Int32 {
        guard count > 0 else { return -1 }
        let due = earliest << Self.tickBits
        guard due > now.nanoseconds else { return 0 }
        return Int32(clamping: (due - now.nanoseconds) / 1_000_000 + 1)
    }

    private mutating func takeSlot(_ tick: UInt64, _ now: MonotonicTime, _ due: inout [LoopTimer]) {
        let slot = Int(tick % Self.slotCount)
        guard !slots[slot].isEmpty else { return }
        let timers = slots[slot]
        slots[slot].removeAll(keepingCapacity: timers.count < 64)
        count -= timers.count
        for timer in timers {
            timer.tick = nil
            if timer.deadline <= now {
                due.append(timer)
            } else if timer.deadline != .never {
                insert(timer, clampedTick(timer.deadline))
            }
        }
    }

    private func clampedTick(_ deadline: MonotonicTime) -> UInt64 {
        let tick = (deadline.nanoseconds >> Self.tickBits) + 1
        return min(max(tick, current + 1), current + Self.slotCount - 1)
    }

    private mutating func insert(_ timer: LoopTimer, _ tick: UInt64) {
        let slot = Int(tick % Self.slotCount)
        timer.tick = tick
        timer.position = slots[slot].count
        slots[slot].append(timer)
        count += 1
        earliest = min(earliest, tick)
    }

    private mutating func remove(_ timer: LoopTimer) {
        guard let tick = timer.tick else { return }
        let slot = Int(tick % Self.slotCount)
        timer.tick = nil
        count -= 1
        let last = slots[slot].removeLast()
        guard last !== timer else { return }
        last.position = timer.position
        slots[slot][timer.position] = last
    }

    private func nextTick() -> UInt64 {
        for tick in current + 1...current + Self.slotCount where !slots[Int(tick % Self.slotCount)].isEmpty {
            return tick
        }
        return .max
    }
}
