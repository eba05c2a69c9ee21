/// How much a step may do: some milliseconds, and some megabytes for the log's sake, whichever comes first.
///
/// Callers' writes wait meanwhile. A step always does one unit of work, so that every task comes to an end.
struct StepBudget {
    /// Milliseconds of one step.
    static let milliseconds = 5
    /// Bytes that one step reads, writes or removes.
    static let bytes = 1 << 20
    /// The part of both that a step has while callers write: each of them waits for a step and its commit.
    private static let busyShare = 5
    /// How often the clock is asked: once in so many rows.
    private static let rowsBetweenLooks = 16

    private let clock: () -> Int
    private let end: Int
    private var bytesLeft: Int
    private var rows = 0

    /// - Parameters:
    ///   - isBusy: whether callers write at present.
    ///   - clock: milliseconds of a clock that does not step.
    init(isBusy: Bool = false, clock: @escaping () -> Int) {
        self.clock = clock
        let share = isBusy ? Self.busyShare : 1
        end = clock() + Self.milliseconds / share
        bytesLeft = Self.bytes / share
    }

    /// Takes what was done off the budget; false when it is used up.
    mutating func take(bytes: Int, rows count: Int = 1) -> Bool {
        rows += count
        bytesLeft -= bytes
        if bytesLeft <= 0 { return false }
        guard rows >= Self.rowsBetweenLooks else { return true }
        rows = 0
        return clock() < end
    }
}
