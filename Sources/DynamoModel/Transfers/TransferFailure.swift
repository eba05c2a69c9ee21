/// Why an export or an import failed.
public struct TransferFailure: Sendable, Equatable {
    /// The kind of failure, such as `S3NoSuchBucket`.
    public var code: String
    /// What is wrong, for the operator.
    public var message: String

    /// Why an export or import failed: the service's code, and a message for people.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
