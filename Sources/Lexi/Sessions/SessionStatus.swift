/// Where a session stands.
public enum SessionStatus: String, Vocabulary {
    /// It takes turns.
    case active = "ACTIVE"
    /// The learner is done; the scores are awaited.
    case scoring = "SCORING"
    /// The scores are there.
    case completed = "COMPLETED"
    /// The learner left it.
    case abandoned = "ABANDONED"
}
