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
    /// All segments; 0 when the work has no segments.
    public var segments = 0
    /// Items that had been done when this run began, which say nothing about its speed.
    public var itemsAtStart = 0
}
