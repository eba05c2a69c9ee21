/// A turn of a session.
public struct TurnReference: Sendable, Hashable {
    /// The session.
    public let sessionID: SessionID
    /// The turn's number in it, from 0.
    public let turnIndex: Int

    /// A turn of a session.
    public init(sessionID: SessionID, turnIndex: Int) {
        self.sessionID = sessionID
        self.turnIndex = turnIndex
    }
}
