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
    var scheduler: SchedulerSetting?
    // A value of nil resets them.
    var dayStartHour: Int??
    var newCardsPerDay: Int??
    var reviewsPerDay: Int??

    init() {}

    /// The same change, which also ends the onboarding.
    public var endingOnboarding: UserPatch {
        var patch = self
        patch.isNewUser = false
        return patch
    }

    /// Whether a user is as the patch would make them.
    public func changesNothing(of user: User) -> Bool {
        var changed = user.applying(self, at: user.updatedAt)
        changed.version = user.version
        return changed == user
    }

    /// Whether the patch sets nothing.
    public var isEmpty: Bool { self == UserPatch() }
}

extension UserPatch {
    /// Names of the fields that the patch sets, for the audit; of role and activity also the values, which say what was
    /// done and nothing of the person.
    var auditSubject: [String] {
        let fields: [(String, Bool)] = [
            ("display_name", displayName != nil), ("avatar_url", avatarURL != nil),
            ("current_level", currentLevel != nil), ("target_level", targetLevel != nil),
            ("role=\(role?.rawValue ?? "")", role != nil), ("is_active=\(isActive ?? false)", isActive != nil),
            ("learning_goal", learningGoal != nil), ("time_zone", timeZone != nil),
            ("is_new_user", isNewUser != nil), ("scheduler", scheduler != nil),
            ("day_start_hour", dayStartHour != nil), ("new_cards_per_day", newCardsPerDay != nil),
            ("reviews_per_day", reviewsPerDay != nil),
        ]
        return fields.filter(\.1).map(\.0)
    }
}
