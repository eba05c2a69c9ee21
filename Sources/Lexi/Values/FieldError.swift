/// A field that is wrong.
public struct FieldError: Sendable, Hashable {
    /// A JSON pointer to the field (RFC 6901): `/word`, `/turns/3/content`.
    public let pointer: String
    /// What is wrong with it.
    public let detail: String

    /// A field that is wrong.
    public init(_ pointer: String, _ detail: String) {
        self.pointer = pointer
        self.detail = detail
    }
}
