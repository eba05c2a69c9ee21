/// What a user may do.
public enum Role: String, Vocabulary {
    /// Learns.
    case learner = "LEARNER"
    /// Also looks after users and scenarios.
    case admin = "ADMIN"
}
