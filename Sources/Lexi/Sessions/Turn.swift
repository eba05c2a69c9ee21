/// One thing said in a session.
public struct Turn: Sendable, Equatable {
    /// With ``turnIndex`` it identifies the turn.
    public internal(set) var sessionID: SessionID
    /// Whose session it is.
    public internal(set) var userID: UserID
    /// 0, 1, 2 … in the order of arrival, without gaps.
    public internal(set) var turnIndex: Int
    /// When it arrived.
    public internal(set) var createdAt: Timestamp
    /// What was said, and how it was made.
    public internal(set) var said: NewTurn
}
