/// What a ``VocabularyService`` answered.
public struct VocabularyReply: Sendable {
    /// An HTTP status, passed on to the app.
    public let status: Int
    /// JSON, passed on as it came.
    public let body: [UInt8]

    /// An answer.
    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}
