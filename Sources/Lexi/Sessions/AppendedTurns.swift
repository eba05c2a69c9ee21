/// A session's head as a write left it, and the turns that the write added.
public struct AppendedTurns: Sendable, Equatable {
    /// The head.
    public internal(set) var session: Session
    /// The new turns with their numbers: the greeting of a session that was started, or what was appended.
    public let turns: [Turn]
}
