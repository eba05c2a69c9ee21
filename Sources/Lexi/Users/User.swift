/// Someone who learns with Lexi.
public struct User: Sendable, Equatable {
    /// Made by the service at registration.
    public internal(set) var userID: UserID
    /// Unique among all users.
    public internal(set) var email: EmailAddress
    /// 1 to 50 characters.
    public internal(set) var displayName: String
    /// An https URL or none.
    public internal(set) var avatarURL: WebAddress
    /// Where the learner stands.
    public internal(set) var currentLevel: CEFRLevel
    /// Where the learner wants to get.
    public internal(set) var targetLevel: CEFRLevel
    /// What the user may do.
    public internal(set) var role: Role
    /// Whether the service serves the user.
    public internal(set) var isActive: Bool
    /// Whether the onboarding is still to come.
    public internal(set) var isNewUser: Bool
    /// Up to 120 characters, or `""`.
    public internal(set) var learningGoal: String
    /// In which the user's days begin and end.
    public internal(set) var timeZone: TimeZoneName
    /// When the user registered.
    public internal(set) var createdAt: Timestamp
    /// When the profile was changed last.
    public internal(set) var updatedAt: Timestamp
    /// Goes up by one with every change, from 1.
    public internal(set) var version: Int
    /// Who the identity provider says the user is.
    public internal(set) var identity: Identity
    /// The user's current row in their change feed.
    public internal(set) var feedPosition: FeedPosition

    /// The level of a new user.
    public static let defaultCurrentLevel = CEFRLevel.a1
    /// The target of a new user.
    public static let defaultTargetLevel = CEFRLevel.b2

    /// The profile with a patch applied, as it was written at a time.
    func applying(_ patch: UserPatch, at now: Timestamp) -> User {
        var user = self
        user.displayName = patch.displayName ?? displayName
        user.avatarURL = patch.avatarURL ?? avatarURL
        user.currentLevel = patch.currentLevel ?? currentLevel
        user.targetLevel = patch.targetLevel ?? targetLevel
        user.learningGoal = patch.learningGoal ?? learningGoal
        user.timeZone = patch.timeZone ?? timeZone
        user.role = patch.role ?? role
        user.isActive = patch.isActive ?? isActive
        user.isNewUser = patch.isNewUser ?? isNewUser
        user.updatedAt = now
        user.version += 1
        return user
    }
}

/// What a change of a user sets; nil leaves a field as it is. Made from fields that were checked.
public struct UserPatch: Sendable, Equatable {
    var displayName: String?
    var avatarURL: WebAddress?
    var currentLevel: CEFRLevel?
    var targetLevel: CEFRLevel?
    var learningGoal: String?
    var timeZone: TimeZoneName?
    var role: Role?
    var isActive: Bool?
    var isNewUser: Bool?

    init() {}

    /// Makes a user an admin, as the program's `user promote` does.
    public static let promotion: UserPatch = {
        var patch = UserPatch()
        patch.role = .admin
        return patch
    }()

    /// Whether the patch sets nothing.
    public var isEmpty: Bool { self == UserPatch() }
}

/// A user's counters and streak: an item of its own, because it changes with every review.
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
    /// The newest position in the user's change feed. Every write of the user's data moves it.
    public internal(set) var feedPosition: FeedPosition

    /// The statistics of a new user.
    static func initial(userID: UserID, feedPosition: FeedPosition) -> UserStatistics {
        UserStatistics(
            userID: userID, currentStreak: 0, bestStreak: 0, lastActiveDay: nil, totalWordsLearned: 0, cardsNew: 0,
            cardsLearning: 0, cardsMature: 0, reviewsTotal: 0, sessionsCompleted: 0, feedPosition: feedPosition)
    }

    /// The current streak as it reads on a day: 0 when the last active day is before the day before.
    public func streak(today: LocalDay) -> Int {
        guard let lastActiveDay, lastActiveDay.number >= today.number - 1 else { return 0 }
        return currentStreak
    }

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

/// What a user did on a calendar day of their time zone.
public struct ActivityDay: Sendable, Equatable {
    /// Whose day it is.
    public internal(set) var userID: UserID
    /// The day.
    public internal(set) var day: LocalDay
    /// Reviews made on it.
    public internal(set) var reviews: Int
    /// Sessions completed on it.
    public internal(set) var sessions: Int
}
