import Synchronization

/// Counts what many tasks do, for a reader that looks from time to time.
public final class TransferMeter: Sendable {
    private let state = Mutex(TransferProgress(phase: "Starting"))

    /// A meter at zero.
    public init() {}

    /// How far it is now.
    public var progress: TransferProgress { state.withLock { $0 } }

    /// Begins a phase.
    ///
    /// - Parameters:
    ///   - total: items to do, nil when that is not known.
    ///   - segments: parts that are done at the same time; 0 when the work has no parts.
    ///   - itemsAtStart: items that an earlier run did.
    ///   - segmentsDone: parts that an earlier run did.
    public func begin(_ phase: String, total: Int?, segments: Int = 0, itemsAtStart: Int = 0, segmentsDone: Int = 0) {
        state.withLock {
            $0 = TransferProgress(
                phase: phase, items: itemsAtStart, total: total, segmentsDone: segmentsDone, segments: segments,
                itemsAtStart: itemsAtStart)
        }
    }

    /// Counts items that were done.
    public func add(_ items: Int) { state.withLock { $0.items = $0.items.addingSaturating(items) } }
    func finishSegment() { state.withLock { $0.segmentsDone += 1 } }
}
