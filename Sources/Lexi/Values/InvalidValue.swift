/// Why a text, number or list is not a value of a type: a sentence for the caller, without the value itself.
public struct InvalidValue: Error, Sendable, Hashable {
    /// What is wrong, to be read after the field's name: "must be …".
    public let detail: String

    /// A reason.
    public init(_ detail: String) { self.detail = detail }
}
