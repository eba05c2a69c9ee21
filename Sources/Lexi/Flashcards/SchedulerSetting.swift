/// Which algorithm schedules a user's cards.
public enum SchedulerSetting: Sendable, Hashable {
    /// SM-2, as published by Wozniak.
    case sm2
    /// FSRS-6: the probability with which cards are to be remembered when they are due, times 10,000, and the user's
    /// own parameters; nil for the published ones.
    case fsrs(retention: Int, parameters: FSRSParameters?)

    /// The names of the algorithms.
    public enum Algorithm: String, Vocabulary {
        /// SuperMemo's algorithm of 1987, which has no settings.
        case sm2
        /// The Free Spaced Repetition Scheduler, version 6, with 21 parameters.
        case fsrs
    }

    /// The algorithm without its parameters.
    public var algorithm: Algorithm {
        switch self {
        case .sm2: .sm2
        case .fsrs: .fsrs
        }
    }
}
