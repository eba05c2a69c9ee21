/// What is done with the write-ahead log.
package enum CheckpointEvent: Sendable, Equatable {
    /// The thread beside the writer begins a copy; so many of the log's frames are not known to be in the file. There
    /// is always one: see ``CheckpointThread``.
    case besideTheWriter(left: Int)
    /// The writer copies the last frames.
    case byTheWriter
    /// The log was cut, while no one read.
    case cut
}
