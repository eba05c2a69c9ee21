/// A turn of a session.
public struct TurnReference: Sendable, Hashable {
    /// Not checked here: the session may be gone.
    public let sessionID: SessionID
    /// The turn's number in it, from 0.
    public let turnIndex: Int

    /// Does not check that the session has such a turn.
    public init(sessionID: SessionID, turnIndex: Int) {
        self.sessionID = sessionID
        self.turnIndex = turnIndex
    }
}
