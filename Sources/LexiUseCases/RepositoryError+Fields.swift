import Lexi

extension RepositoryError {
    /// Wrong fields, of which there is one at least.
    static func invalid(_ errors: FieldErrors) -> RepositoryError {
        do throws(ValidationError) { try errors.check() } catch { return .invalid(error) }
        preconditionFailure("fields were refused without a reason")
    }

    /// One wrong field.
    static func invalid(_ pointer: String, _ detail: String) -> RepositoryError {
        .invalid(ValidationError(pointer, detail))
    }
}
