/// Why an identity provider's keys could not be read: one sentence for the operator, without a full stop.
public struct KeySetFailure: Error, Sendable, Equatable {
    /// The sentence.
    public let detail: String

    /// A failure.
    public init(_ detail: String) { self.detail = detail }
}
