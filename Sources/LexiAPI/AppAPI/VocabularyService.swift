/// The dictionary and the translations of the app's vocabulary calls.
public protocol VocabularyService: Sendable {
    /// Asks it for a translation.
    ///
    /// - Parameters:
    ///   - path: the call's path below the service's address, without a slash at its start.
    ///   - body: the app's request, JSON.
    ///   - authorization: the caller's own header field.
    /// - Returns: what it answered; nil when it did not in time, or too much.
    func ask(path: String, body: [UInt8], authorization: String) async -> VocabularyReply?
}
