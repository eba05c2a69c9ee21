/// A user's counters and streak: a separate item, because it changes with every review.
public struct UserStatistics: Sendable, Equatable {
    /// Whose they are.
    public internal(set) var userID: UserID
    /// Length of the run of active days that ends with the last active day. See ``streak(today:)``.
    public internal(set) var currentStreak: Int
    /// The longest run of active days.
    public internal(set) var bestStreak: Int
    /// The latest day with a review or a completed session.
    public internal(set) var lastActiveDay: LocalDay?
    /// Cards that the user has.
    public internal(set) var totalWordsLearned: Int
    /// Cards never reviewed.
    public internal(set) var cardsNew: Int
    /// Cards with an interval under 21 days.
    public internal(set) var cardsLearning: Int
    /// Cards with an interval of 21 days or more.
    public internal(set) var cardsMature: Int
    /// Reviews ever made, those of deleted cards included.
    public internal(set) var reviewsTotal: Int
    /// Sessions that were completed.
    public internal(set) var sessionsCompleted: Int
    /// By which setting the user's cards are scheduled.
    var scheduler = SchedulerMark.first
    /// Whether there may be cards that were folded by an earlier setting: by the next run of
    /// ``LexiStore/foldCards(of:)``, or when a server starts.
    var hasCardsToFold = false
    /// Whether the guards of all words have the terms of their cards, and no row stands by which older programs listed
    /// cards under their terms. Those programs leave the attribute out whenever they write the statistics, so that the
    /// next search here has it looked for what they wrote.
    public internal(set) var guardsHaveTerms = false
    /// Whether all leeches are listed as such; programs that did not list them leave it out, too.
    public internal(set) var leechesAreListed = false
    /// What was learnt on the newest day of learning; nil before the first review.
    public internal(set) var studyDay: StudyDay?
    /// What was counted of the newest active day and is not in its item yet.
    var openDay: OpenDay?
    /// Deleted cards whose reviews are still to be removed: by the next write of the user's data, or when a server
    /// starts.
    var logsToRemove: [FlashcardID] = []
    /// Deleted sessions whose turns, prompt and scores are still to be removed, as ``logsToRemove`` are.
    var sessionsToRemove: [SessionID] = []
    /// Since when the account is being erased: no write of the user's data succeeds any more.
    var erasureStartedAt: Timestamp?
    /// What stands for the account in the entries about its end, once it is being erased.
    var erasureID: ULID?
    /// Whether an operator has the account erased, and not the user themselves.
    var isErasedByOperator = false
    /// Whether older programs left nothing to be prepared, see ``FlashcardRepository/prepare(_:)``.
    public var isPrepared: Bool { guardsHaveTerms && leechesAreListed }
    /// The newest position in the user's change feed. Every write of the user's data moves it.
    public internal(set) var feedPosition: FeedPosition

    /// The statistics of a new user.
    static func initial(userID: UserID, feedPosition: FeedPosition) -> UserStatistics {
        var statistics = UserStatistics(
            userID: userID, currentStreak: 0, bestStreak: 0, lastActiveDay: nil, totalWordsLearned: 0, cardsNew: 0,
            cardsLearning: 0, cardsMature: 0, reviewsTotal: 0, sessionsCompleted: 0, feedPosition: feedPosition)
        statistics.guardsHaveTerms = true
        statistics.leechesAreListed = true
        return statistics
    }

    /// The current streak as it reads on a day: 0 when the last active day is before the day before.
    public func streak(today: LocalDay) -> Int {
        guard let lastActiveDay, lastActiveDay.number >= today.number - 1 else { return 0 }
        return currentStreak
    }

    /// How much there is to remove.
    var removals: Int { logsToRemove.count + sessionsToRemove.count }

    /// Counts cards that came (positive) or went (negative).
    mutating func count(_ maturity: Maturity, _ change: Int) {
        switch maturity {
        case .new: cardsNew += change
        case .learning: cardsLearning += change
        case .mature: cardsMature += change
        }
    }

    /// Takes over what recording a day said about the streak.
    mutating func apply(_ streak: Streak) {
        currentStreak = streak.current
        bestStreak = streak.best
        lastActiveDay = streak.lastActiveDay
    }
}
