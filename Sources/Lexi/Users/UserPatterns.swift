// Reads of users.
extension AccessPatterns {
    static let profile = mixed("1", "Profile and statistics", User.tableKey, beginning: "METADATA#", read: 1)
    static let user = get("1a", "User by id", User.self)
    static let statistics = get("1b", "Statistics of a user", UserStatistics.self)
    static let statisticsOfUsers = batchGet(
        "1c", "Statistics of a page of users (admin)", UserStatistics.self, read: 10, scale: "a page of 20")
    static let identity = get("2", "User id of a token's subject", IdentityGuard.self)
    static let erasedIdentity = get("2a", "When an identity's account was erased", ErasedIdentity.self)
    static let email = get("3", "User id of an exact e-mail address", EmailGuard.self)
    static let activity = items(
        "4", "Activity between two days", .within(ActivityDay.tableKey), .descending, read: 12, scale: "365 days")
    static let activityOfDay = get("4a", "Activity of a day", ActivityDay.self)

    static let users = keys("30", "Users, newest (admin), a shard", .all(User.newest), .descending, read: 16)
    static let userCount = total(
        "30a", "Users counted (admin), a shard, as far as a few pages", .all(User.newest), read: 16,
        scale: "a page of 20")
    static let usersByEmail = keys(
        "31", "Users by e-mail prefix (2 characters or more), A–Z", .beginning(EmailGuard.directory), read: 22)
    static let usersByRole = keys("32", "Users by role, newest, a shard", .all(User.byRole), .descending, read: 16)
    static let usersByStatus = keys(
        "32a", "Users by status, newest, a shard", .all(User.byStatus), .descending, read: 16)

    static let ofUsers: [any RegisteredPattern] = [
        profile, user, statistics, statisticsOfUsers, identity, erasedIdentity, email, activity, activityOfDay,
    ]
    static let userPartition = mixed(
        "46d", "All that a user's partition holds", User.tableKey, read: 40, scale: "a page of 200")
    static let erasures = items(
        "46e", "Users whose accounts are being erased, a shard", .all(UserStatistics.erasures), read: 4)
    static let actions = keys(
        "46f", "What a user did as an admin", .all(AuditEntry.ofActor), read: 22)

    static let ofErasures: [any RegisteredPattern] = [userPartition, erasures, actions]
    static let ofDirectory: [any RegisteredPattern] = [users, userCount, usersByEmail, usersByRole, usersByStatus]
}
