import DynamoModel

extension UserTransaction {
    /// Counts a completed session on a calendar day, and brings the streak up to date.
    mutating func recordSession(on day: LocalDay, _ table: LexiTable) async throws(RepositoryError) {
        try await record([day: DayChange(sessions: 1)], table)
    }

    /// Counts reviews on their days, and brings the streak up to date.
    mutating func record(_ tally: ReviewTally, _ table: LexiTable) async throws(RepositoryError) {
        statistics.studyDay = StudyDay.adding(tally.studyDays, to: statistics.studyDay)
        try await record(tally.days, table)
    }

    /// Changes the counters of days: those of the newest in the statistics, those of others in their items. Only a late
    /// day on which nothing was noted yet, and one on which nothing is left, reads the other days: it can close a gap,
    /// or open one.
    private mutating func record(
        _ changes: [LocalDay: DayChange], _ table: LexiTable
    ) async throws(RepositoryError) {
        let user = statistics.userID
        try await updateStreak(changes, table)
        let (open, items) = OpenDay.counting(changes, statistics.openDay)
        statistics.openDay = open
        for (day, change) in items {
            add(
                change.counters, to: ActivityDay.key(user, day),
                setting: [
                    TableAttribute.kind: .s(ItemKind.day.rawValue), "user_id": .s(user.text), "day": .s(day.text),
                ])
        }
    }

    private mutating func updateStreak(
        _ changes: [LocalDay: DayChange], _ table: LexiTable
    ) async throws(RepositoryError) {
        var streak = Streak(statistics)
        var mustReadAll = false
        for (day, change) in changes.sorted(by: { $0.key < $1.key }) where change.isActivity {
            let isAdded = change.reviews + change.sessions > 0
            if isAdded, let next = streak.recording(day) {
                streak = next
            } else if !mustReadAll {
                let known = try await table.get(AccessPatterns.activityOfDay, statistics.userID, day)
                let open = statistics.openDay.flatMap { $0.day == day ? $0.change : nil } ?? DayChange()
                let count = (known?.count ?? 0) + open.reviews + open.sessions
                mustReadAll = (count > 0) != (count + change.reviews + change.sessions > 0)
            }
        }
        if mustReadAll { streak = Streak(days: try await activeDays(with: changes, table)) }
        statistics.apply(streak)
    }

    /// The days on which something is noted when these changes are made.
    private func activeDays(
        with changes: [LocalDay: DayChange], _ table: LexiTable
    ) async throws(RepositoryError) -> [LocalDay] {
        var counts: [LocalDay: Int] = [:]
        for day in try await table.all(AccessPatterns.activity, of: statistics.userID, .all) {
            counts[day.day] = day.count
        }
        let open = statistics.openDay.map { [$0.day: $0.change] } ?? [:]
        for (day, change) in Array(open) + Array(changes) {
            counts[day, default: 0] += change.reviews + change.sessions
        }
        return counts.filter { $0.value > 0 }.map(\.key)
    }
}
