/// What is called with batches of records: a program, an address.
public protocol BatchHandler: Sendable {
    /// Handles an event: `{"Records": [...]}`, as Lambda gives it to functions.
    ///
    /// - Returns: the answer's text; empty for an answer without a body.
    /// - Throws: ``HandlerFailure`` when the batch as a whole was not handled.
    func handle(_ event: [UInt8]) async throws(HandlerFailure) -> [UInt8]
}

/// Why a handler did not handle a batch.
public struct HandlerFailure: Error, Sendable, Equatable {
    /// In a few words, without what the records hold.
    public let reason: String

    /// A failure.
    public init(_ reason: String) { self.reason = reason }
}
