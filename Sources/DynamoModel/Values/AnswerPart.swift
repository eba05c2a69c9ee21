/// What answers are made of.
public protocol AnswerPart {
    /// What it takes while it is answered, in bytes: as a value, and as JSON.
    var answerMemory: Int { get }
}
