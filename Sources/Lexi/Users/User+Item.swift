import DynamoModel

extension User: ItemConvertible {
    static let kind = ItemKind.user

    private static let id = KeyPart("user_id", \User.userID)
    private static let shard = KeyPart("shard") { (user: User) in
        ShardNumber(Shard.of(user.userID.text, count: Shard.users))
    }
    private static let created = Key("CREATED#", KeyPart("created_at", \User.createdAt), "#", id)

    static let tableKey = EntityKey(.table, Key("USER#", id), Key("METADATA#USER"))
    static let byRole = EntityKey(.gsi3, Key("USER#ROLE#", KeyPart("role", \.role), "#", shard), created)
    static let byStatus = EntityKey(.gsi4, Key("USER#STATUS#", KeyPart("status", \.status), "#", shard), created)
    static let newest = EntityKey(.gsi5, Key("USER#ALL#", shard), created)
    static let indexKeys: [any DeclaredKey<User>] = [byRole, byStatus, newest]

    /// Whether a user is served, as it stands in a key.
    enum Status: String, KeyComponent {
        case active = "ACTIVE"
        case inactive = "INACTIVE"

        init(isActive: Bool) { self = isActive ? .active : .inactive }
    }

    private var status: Status { Status(isActive: isActive) }

    func write(to builder: inout ItemBuilder) {
        builder.set("user_id", userID)
        builder.set("email", email.text)
        builder.set("display_name", displayName)
        builder.set("avatar_url", avatarURL.text)
        builder.set("current_level", currentLevel)
        builder.set("target_level", targetLevel)
        builder.set("role", role)
        builder.set("is_active", isActive)
        builder.set("is_new_user", isNewUser)
        builder.set("learning_goal", learningGoal)
        builder.set("time_zone", timeZone.text)
        builder.set(scheduler, version: schedulerVersion)
        builder.set("day_start_hour", ifPresent: dayStartHour)
        builder.set("new_cards_per_day", ifPresent: newCardsPerDay)
        builder.set("reviews_per_day", ifPresent: reviewsPerDay)
        builder.set("created_at", createdAt)
        builder.set("updated_at", updatedAt)
        builder.set("version", version)
        builder.set("issuer", identity.issuer)
        builder.set("subject", identity.subject)
        builder.set("erasure_started_at", ifPresent: erasureStartedAt)
        builder.set(feedPosition)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            userID: try read.id("user_id"), email: EmailAddress(trusted: try read.string("email")),
            displayName: try read.string("display_name"), avatarURL: WebAddress(trusted: try read.string("avatar_url")),
            currentLevel: try read.vocabulary("current_level"), targetLevel: try read.vocabulary("target_level"),
            role: try read.vocabulary("role"), isActive: try read.bool("is_active"),
            isNewUser: try read.bool("is_new_user"), learningGoal: try read.string("learning_goal"),
            timeZone: TimeZoneName(trusted: try read.string("time_zone")), scheduler: try read.schedulerSetting(),
            schedulerVersion: try read.optional("scheduler_version", read.int) ?? 0,
            dayStartHour: try read.optional("day_start_hour", read.int),
            newCardsPerDay: try read.optional("new_cards_per_day", read.int),
            reviewsPerDay: try read.optional("reviews_per_day", read.int), createdAt: try read.time("created_at"),
            updatedAt: try read.time("updated_at"), version: try read.int("version"), identity: try read.identity(),
            erasureStartedAt: try read.optional("erasure_started_at", read.time),
            feedPosition: try read.feedPosition())
    }
}
