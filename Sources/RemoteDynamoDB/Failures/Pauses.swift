/// How long to wait before a retry: exponential, with full jitter, so that those who failed together do not return
/// together.
///
/// Source: AWS SDKs, "standard" retry mode: `random(0, min(cap, base · 2ⁿ))`.
struct Pauses: Sendable {
    let base: Duration
    let cap: Duration

    /// The pause before the retry with this number, from 1.
    ///
    /// - Parameters:
    ///   - random: from 0 to below 1.
    ///   - atLeast: what the service asked to wait.
    func pause(before retry: Int, random: Double, atLeast: Duration?) -> Duration {
        // More than thirty doublings of a millisecond are longer than any cap.
        let bound = min(cap, base * (1 << min(max(0, retry - 1), 30)))
        return max(bound * random, atLeast ?? .zero)
    }
}
