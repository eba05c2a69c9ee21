/// Where a session stands.
public enum SessionStatus: String, Vocabulary {
    /// It takes turns.
    case active = "ACTIVE"
    /// The learner is done; the scores are awaited.
    case scoring = "SCORING"
    /// The scoring service gave up; the learner or an admin can ask for scores again.
    case scoringFailed = "SCORING_FAILED"
    /// The scores are there.
    case completed = "COMPLETED"
    /// The learner left it.
    case abandoned = "ABANDONED"
}
