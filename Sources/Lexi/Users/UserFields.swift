/// The fields of a profile as a body gives them, unchecked. Each call decides which of them it takes.
public struct UserFields: Sendable {
    /// `email`: at registration only, where it must be that of the token.
    public var email: FieldInput<String> = .absent
    /// `display_name`: 1 to 50 characters; at registration the local part of the address when left out.
    public var displayName: FieldInput<String> = .absent
    /// `avatar_url`: up to 2,048 characters; `""` means no picture.
    public var avatarURL: FieldInput<String> = .absent
    /// `current_level`: A1 when left out at registration; required at onboarding.
    public var currentLevel: FieldInput<String> = .absent
    /// `target_level`: B2 when left out at registration; required at onboarding.
    public var targetLevel: FieldInput<String> = .absent
    /// `learning_goal`: one line of up to 120 characters.
    public var learningGoal: FieldInput<String> = .absent
    /// `time_zone`: a name of the IANA database. It decides when the user's day begins and what a streak counts.
    public var timeZone: FieldInput<String> = .absent
    /// `role`: for admins.
    public var role: FieldInput<String> = .absent
    /// `is_active`: for admins.
    public var isActive: FieldInput<Bool> = .absent
    /// `scheduler`: for the user's own patch, as are those that follow.
    public var scheduler: FieldInput<SchedulerFields> = .absent
    /// `day_start_hour`: 0 to 23, in the user's time zone; null means midnight.
    public var dayStartHour: FieldInput<Int> = .absent
    /// `new_cards_per_day`: 0 to 9,999; null removes the limit.
    public var newCardsPerDay: FieldInput<Int> = .absent
    /// `reviews_per_day`: 0 to 9,999, of cards that are not new; null removes the limit.
    public var reviewsPerDay: FieldInput<Int> = .absent

    /// No field.
    public init() {}

    /// Checks a registration with the token's address.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func registration(
        identity: Identity, tokenEmail: EmailAddress, isAdmin: Bool, _ errors: inout FieldErrors
    ) -> NewUser? {
        if case .set(let text) = email, (try? EmailAddress(text)) != tokenEmail {
            errors.add("/email", "must be the address in the token")
        }
        let name = errors.optional(
            "/display_name", displayName, default: Self.defaultName(tokenEmail), Self.checkedName)
        let patch = settings(&errors)
        guard errors.isEmpty, let name else { return nil }
        return NewUser(
            identity: identity, email: tokenEmail, displayName: name, role: isAdmin ? .admin : .learner, profile: patch)
    }

    /// Checks a patch of the user's own profile.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func profilePatch(_ errors: inout FieldErrors) -> UserPatch? {
        var patch = settings(&errors)
        patch.displayName = errors.change("/display_name", displayName, default: nil, Self.checkedName)
        learning(&patch, &errors)
        return errors.isEmpty ? patch : nil
    }

    /// Checks an onboarding: name and levels are required, what else is left out stays as it is.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func onboarding(_ errors: inout FieldErrors) -> UserPatch? {
        let name = errors.required("/display_name", displayName, Self.checkedName)
        let current = errors.required("/current_level", currentLevel, CEFRLevel.init(_:))
        let target = errors.required("/target_level", targetLevel, CEFRLevel.init(_:))
        var patch = settings(&errors)
        guard errors.isEmpty else { return nil }
        patch.displayName = name
        patch.currentLevel = current
        patch.targetLevel = target
        patch.isNewUser = false
        return patch
    }

    /// Checks an admin's change of a user: levels, role and `is_active`.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func adminPatch(_ errors: inout FieldErrors) -> UserPatch? {
        var patch = levels(&errors)
        patch.role = errors.change("/role", role, default: .learner, Role.init(_:))
        patch.isActive = errors.change("/is_active", isActive, default: true) { (value) throws(InvalidValue) in value }
        return errors.isEmpty ? patch : nil
    }

    private func learning(_ patch: inout UserPatch, _ errors: inout FieldErrors) {
        switch scheduler {
        case .absent: break
        case .reset: patch.scheduler = .sm2
        case .set(let fields): patch.scheduler = fields.setting(&errors)
        }
        let limits = LexiLimits.cardsPerDay
        patch.dayStartHour = Self.number("/day_start_hour", dayStartHour, LexiLimits.dayStartHour, &errors)
        patch.newCardsPerDay = Self.number("/new_cards_per_day", newCardsPerDay, limits, &errors)
        patch.reviewsPerDay = Self.number("/reviews_per_day", reviewsPerDay, limits, &errors)
    }

    private static func number(
        _ pointer: String, _ field: FieldInput<Int>, _ range: ClosedRange<Int>, _ errors: inout FieldErrors
    ) -> Int?? {
        errors.change(pointer, field, default: .some(nil)) { (value) throws(InvalidValue) -> Int? in
            try checkedInteger(value, range)
        }
    }

    private func levels(_ errors: inout FieldErrors) -> UserPatch {
        var patch = UserPatch()
        patch.currentLevel = errors.change(
            "/current_level", currentLevel, default: User.defaultCurrentLevel, CEFRLevel.init(_:))
        patch.targetLevel = errors.change(
            "/target_level", targetLevel, default: User.defaultTargetLevel, CEFRLevel.init(_:))
        return patch
    }

    private func settings(_ errors: inout FieldErrors) -> UserPatch {
        var patch = levels(&errors)
        patch.avatarURL = errors.change("/avatar_url", avatarURL, default: WebAddress.none, WebAddress.init(_:))
        patch.learningGoal = errors.change("/learning_goal", learningGoal, default: "") {
            (text) throws(InvalidValue) in try Text.line(text, 0...LexiLimits.learningGoal)
        }
        patch.timeZone = errors.change("/time_zone", timeZone, default: TimeZoneName.standard, TimeZoneName.init(_:))
        return patch
    }

    private static func checkedName(_ text: String) throws(InvalidValue) -> String {
        try Text.name(text, LexiLimits.displayName)
    }

    private static func defaultName(_ email: EmailAddress) -> String {
        String(String.UnicodeScalarView(email.localPart.unicodeScalars.prefix(LexiLimits.displayName.upperBound)))
    }
}
