import DynamoModel

extension UserTransaction {
    /// Counts reviews and completed sessions on a calendar day, and brings the streak up to date.
    ///
    /// Only a late day on which nothing was noted yet reads the other days: it can close a gap.
    mutating func recordActivity(
        on day: LocalDay, reviews: Int = 0, sessions: Int = 0, _ table: LexiTable
    ) async throws(RepositoryError) {
        let user = statistics.userID
        if let streak = Streak(statistics).recording(day) {
            statistics.apply(streak)
        } else if try await table.get(AccessPatterns.activityOfDay, user, day) == nil {
            statistics.apply(Streak(days: try await Self.activeDays(of: user, table) + [day]))
        }
        add(
            ["reviews": reviews, "sessions": sessions], to: ActivityDay.key(user, day),
            setting: [
                TableAttribute.kind: .s(ItemKind.day.rawValue), "user_id": .s(user.text), "day": .s(day.text),
            ])
    }

    private static func activeDays(
        of user: UserID, _ table: LexiTable
    ) async throws(RepositoryError) -> [LocalDay] {
        try await table.all(AccessPatterns.activity, of: user, .all).map(\.day)
    }
}
