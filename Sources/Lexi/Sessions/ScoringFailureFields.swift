/// The fields of a failed scoring as a body gives them, unchecked.
public struct ScoringFailureFields: Sendable {
    /// `reason`: required, 1 to 500 characters; the learner reads it.
    public var reason: FieldInput<String> = .absent

    /// No field.
    public init() {}

    /// Checks the fields.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func failure(_ errors: inout FieldErrors) -> ScoringFailure? {
        errors.required("/reason", reason) { (text) throws(InvalidValue) in
            ScoringFailure(reason: try Text.lines(text, LexiLimits.failureReason))
        }
    }
}
