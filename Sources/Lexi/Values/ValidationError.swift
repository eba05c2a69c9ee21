/// Fields that are wrong: at least one, all of them at once.
public struct ValidationError: Error, Sendable, Equatable {
    /// The wrong fields in the order in which they were found, each once.
    public let errors: [FieldError]

    /// One wrong field.
    public init(_ pointer: String, _ detail: String) { errors = [FieldError(pointer, detail)] }

    init(_ errors: [FieldError]) { self.errors = errors }
}
