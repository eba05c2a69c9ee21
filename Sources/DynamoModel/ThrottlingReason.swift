/// Why a request was throttled, and what could not give what it asked for.
///
/// Source: API reference, `ThrottlingReason`.
public struct ThrottlingReason: Sendable, Equatable {
    /// What was throttled, which kind of operation, and why: `TableReadProvisionedThroughputExceeded`, for example.
    public let reason: String
    /// The Amazon Resource Name of the table or index.
    public let resource: String

    /// A reason in the service's form, `TableReadProvisionedThroughputExceeded` and the like, with the ARN of what was
    /// throttled.
    public init(reason: String, resource: String) {
        self.reason = reason
        self.resource = resource
    }
}
