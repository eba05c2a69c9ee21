/// Who speaks in a turn.
public enum Speaker: String, Vocabulary {
    /// The learner.
    case user = "USER"
    /// The conversation partner.
    case ai = "AI"
}
