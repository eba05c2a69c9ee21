/// Waits between attempts: exponential, with full jitter, so that those who collided do not collide again.
struct Backoff: Sendable {
    static let firstNanoseconds: UInt64 = 1_000_000
    static let longestNanoseconds: UInt64 = 200_000_000

    let random: RandomSource

    /// Waits before an attempt, of which the first retry is number 1. A cancelled task does not wait.
    func wait(_ attempt: Int) async {
        let bound = min(Self.longestNanoseconds, Self.firstNanoseconds << UInt64(min(attempt, 10)))
        try? await Task.sleep(nanoseconds: random.below(bound))
    }
}
