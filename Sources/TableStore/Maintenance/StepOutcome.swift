/// When the next step of a task is due, if one is.
enum StepOutcome: Equatable, Sendable {
    /// There is more to do.
    case more
    /// The task has come to its end.
    case done
    /// There is nothing to do for so many milliseconds.
    case idle(milliseconds: Int)
}
