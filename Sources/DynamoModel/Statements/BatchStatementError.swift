/// Why one statement of a batch was refused.
public struct BatchStatementError: Sendable, Equatable {
    /// The code, such as `ValidationError` or `ConditionalCheckFailed`.
    public var code: String
    /// DynamoDB's message.
    public var message: String

    /// An error of this code.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
