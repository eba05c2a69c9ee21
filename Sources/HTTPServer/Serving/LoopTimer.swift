/// A timer of an event loop. It is used on the loop's thread only, which is what makes it safe to send there.
final class LoopTimer: @unchecked Sendable {
    let fire: () -> Void
    var deadline = MonotonicTime.never
    /// The tick in whose slot it stands, and where; nil outside the wheel.
    var tick: UInt64?
    var position = 0

    init(fire: @escaping () -> Void) {
        self.fire = fire
    }
}
