import Synchronization

/// How far the moving of a table is.
public struct TransferProgress: Sendable, Equatable {
    /// What is being done, such as `Copying`.
    public var phase: String
    /// Items that are done in this phase.
    public var items = 0
    /// Items to do, as far as it is known.
    public var total: Int?
    /// Segments that are done.
    public var segmentsDone = 0
    /// All segments; 0 when there are none.
    public var segments = 0
    /// Items that had been done when this run began, which say nothing about its speed.
    public var itemsAtStart = 0
}

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
    ///   - segments: parts that are done at the same time; 0 when there are none.
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
