/// The prompt of a session: large, and therefore a separate item.
public struct SessionPrompt: Sendable, Equatable {
    /// A session has one prompt at most.
    public internal(set) var sessionID: SessionID
    /// Whose session it is.
    public internal(set) var userID: UserID
    /// The snapshot.
    public internal(set) var prompt: String
    /// When it was taken.
    public internal(set) var createdAt: Timestamp
}
