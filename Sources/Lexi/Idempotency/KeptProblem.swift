/// Why a call was refused, as it is kept under the call's idempotency key.
public struct KeptProblem: Sendable, Equatable {
    /// The kind of problem, as the API names it.
    public let type: String
    /// What was wrong.
    public let detail: String
    /// The wrong fields, if it was about fields.
    public let errors: [FieldError]
    /// The card that it was about, if any.
    public let flashcardID: FlashcardID?

    /// A problem.
    public init(type: String, detail: String, errors: [FieldError], flashcardID: FlashcardID?) {
        self.type = type
        self.detail = detail
        self.errors = errors
        self.flashcardID = flashcardID
    }
}
