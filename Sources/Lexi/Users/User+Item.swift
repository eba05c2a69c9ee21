import DynamoModel

extension User: ItemConvertible {
    static let kind = ItemKind.user

    var shard: Int { Shard.of(userID.text, count: Shard.users) }

    var item: Item {
        let created = Keys.created(createdAt, userID.text)
        var builder = ItemBuilder(
            Self.kind, Keys.userItem(userID),
            [
                IndexKey(.gsi3, Keys.users(role: role, shard: shard), created),
                IndexKey(.gsi4, Keys.users(isActive: isActive, shard: shard), created),
                IndexKey(.gsi5, Keys.usersAll(shard: shard), created),
            ])
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
        builder.set("created_at", createdAt)
        builder.set("updated_at", updatedAt)
        builder.set("version", version)
        builder.set("issuer", identity.issuer)
        builder.set("subject", identity.subject)
        builder.set(feedPosition)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        self.init(
            userID: try read.id("user_id"), email: EmailAddress(trusted: try read.string("email")),
            displayName: try read.string("display_name"), avatarURL: WebAddress(trusted: try read.string("avatar_url")),
            currentLevel: try read.word("current_level"), targetLevel: try read.word("target_level"),
            role: try read.word("role"), isActive: try read.bool("is_active"),
            isNewUser: try read.bool("is_new_user"), learningGoal: try read.string("learning_goal"),
            timeZone: TimeZoneName(trusted: try read.string("time_zone")), createdAt: try read.time("created_at"),
            updatedAt: try read.time("updated_at"), version: try read.int("version"), identity: try read.identity(),
            feedPosition: try read.feedPosition())
    }
}
