/// What changes the counters of a user's day.
struct DayChange: Sendable, Equatable {
    var reviews = 0
    var forgot = 0
    var sessions = 0
    var learning = JudgedCount()
    var mature = JudgedCount()

    static func += (left: inout DayChange, right: DayChange) {
        left.reviews += right.reviews
        left.forgot += right.forgot
        left.sessions += right.sessions
        left.learning += right.learning
        left.mature += right.mature
    }

    static func + (left: DayChange, right: DayChange) -> DayChange {
        var sum = left
        sum += right
        return sum
    }

    /// Whether something was done on the day, or taken back.
    var isActivity: Bool { reviews != 0 || sessions != 0 }

    /// The counters by their attributes; without those that stay, except for the two that every day has.
    var counters: [String: Int] {
        var counters = ["reviews": reviews, "sessions": sessions]
        let others = [
            "forgot": forgot, "learning_reviews": learning.reviews, "learning_forgot": learning.forgot,
            "mature_reviews": mature.reviews, "mature_forgot": mature.forgot,
        ]
        for (name, value) in others where value != 0 { counters[name] = value }
        return counters
    }
}
