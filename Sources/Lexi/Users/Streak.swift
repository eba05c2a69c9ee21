/// Runs of consecutive active days.
public struct Streak: Sendable, Equatable {
    /// Length of the run that ends with the last active day.
    public var current: Int
    /// Length of the longest run.
    public var best: Int
    /// The last day with activity, by the user's calendar; nil before the first.
    public var lastActiveDay: LocalDay?

    /// No active day yet.
    public static let none = Streak(current: 0, best: 0, lastActiveDay: nil)

    init(current: Int, best: Int, lastActiveDay: LocalDay?) {
        self.current = current
        self.best = best
        self.lastActiveDay = lastActiveDay
    }

    init(_ statistics: UserStatistics) {
        self.init(
            current: statistics.currentStreak, best: statistics.bestStreak, lastActiveDay: statistics.lastActiveDay)
    }

    /// The streak of these active days, in any order.
    public init(days: some Sequence<LocalDay>) {
        self = .none
        for day in Set(days).sorted() { if let next = recording(day) { self = next } }
    }

    /// The streak when a day is active that is the last one or after it; nil for an earlier day, which can close a gap,
    /// so that all days must be read.
    public func recording(_ day: LocalDay) -> Streak? {
        guard let last = lastActiveDay else { return Streak(current: 1, best: Swift.max(best, 1), lastActiveDay: day) }
        if day < last { return nil }
        if day == last { return self }
        let length = day.number == last.number + 1 ? current + 1 : 1
        return Streak(current: length, best: Swift.max(best, length), lastActiveDay: day)
    }
}
