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
    /// What schedules the user's cards.
    public internal(set) var scheduler = SchedulerSetting.sm2
    /// Goes up by one with every change of the scheduler, from 0.
    var schedulerVersion = 0
    /// The hour at which the user's days of learning begin; nil: at midnight, and cards are due to the second.
    public internal(set) var dayStartHour: Int?
    /// New cards that the user wants to learn on a day; nil for any number.
    public internal(set) var newCardsPerDay: Int?
    /// Reviews of other cards that the user wants to make on a day; nil for any number.
    public internal(set) var reviewsPerDay: Int?
    /// When the user registered.
    public internal(set) var createdAt: Timestamp
    /// When the profile was changed last.
    public internal(set) var updatedAt: Timestamp
    /// Goes up by one with every change, from 1.
    public internal(set) var version: Int
    /// Who the identity provider says the user is.
    public internal(set) var identity: Identity
    /// Since when the account is being erased: nobody reads or writes it any more. The version stays as it was.
    public internal(set) var erasureStartedAt: Timestamp?
    /// The user's current row in their change feed.
    public internal(set) var feedPosition: FeedPosition

    /// The setting by which the user's cards are folded.
    var schedulerMark: SchedulerMark { SchedulerMark(version: schedulerVersion, algorithm: scheduler.algorithm) }

    /// The level of a new user.
    public static let defaultCurrentLevel = CEFRLevel.a1
    /// The target of a new user.
    public static let defaultTargetLevel = CEFRLevel.b2

    /// The profile with another address, as it was written at a time.
    func with(_ email: EmailAddress, at now: Timestamp) -> User {
        var user = self
        user.email = email
        user.updatedAt = now
        user.version += 1
        return user
    }

    /// The profile with a patch applied, as it was written at a time.
    func applying(_ patch: UserPatch, at now: Timestamp) -> User {
        var user = self
        user.displayName = patch.displayName ?? displayName
        user.avatarURL = patch.avatarURL ?? avatarURL
        user.currentLevel = patch.currentLevel ?? currentLevel
        user.targetLevel = patch.targetLevel ?? targetLevel
        user.learningGoal = patch.learningGoal ?? learningGoal
        user.timeZone = patch.timeZone ?? timeZone
        user.dayStartHour = patch.dayStartHour ?? dayStartHour
        user.newCardsPerDay = patch.newCardsPerDay ?? newCardsPerDay
        user.reviewsPerDay = patch.reviewsPerDay ?? reviewsPerDay
        if let scheduler = patch.scheduler, scheduler != self.scheduler {
            user.scheduler = scheduler
            user.schedulerVersion += 1
        }
        user.role = patch.role ?? role
        user.isActive = patch.isActive ?? isActive
        user.isNewUser = patch.isNewUser ?? isNewUser
        user.updatedAt = now
        user.version += 1
        return user
    }
}
