/// What a card's reviews of the last days count for in the retention of their days, as it stands in the counters of the
/// days. When a late review or another scheduler changes what a card was at its reviews, the difference goes to the
/// days, so that the order of arrival does not matter.
struct RecentReviews: Sendable, Equatable {
    /// Days that are kept, besides today.
    static let days = 31

    /// The reviews of cards that were learning, and of those that were mature, by day.
    private struct Key: Hashable, Comparable {
        let day: Int
        let isMature: Bool

        static func < (left: Key, right: Key) -> Bool {
            left.day != right.day ? left.day < right.day : !left.isMature && right.isMature
        }
    }

    private var counts: [Key: JudgedCount] = [:]

    /// No reviews.
    init() {}

    /// Reads what ``numbers`` wrote; nil for anything else.
    init?(_ numbers: [Int]) {
        guard numbers.count % 4 == 0 else { return nil }
        for start in stride(from: 0, to: numbers.count, by: 4) {
            guard 0...1 ~= numbers[start + 1] else { return nil }
            counts[Key(day: numbers[start], isMature: numbers[start + 1] == 1)] = JudgedCount(
                reviews: numbers[start + 2], forgot: numbers[start + 3])
        }
    }

    /// Four numbers for each day and maturity: the day, 1 for mature, reviews, and those that were `forgot`.
    var numbers: [Int] {
        counts.sorted { $0.key < $1.key }.flatMap {
            [$0.key.day, $0.key.isMature ? 1 : 0, $0.value.reviews, $0.value.forgot]
        }
    }

    var isEmpty: Bool { counts.isEmpty }

    /// Counts a review on a day, or with -1 takes it out. First reviews of new cards do not count.
    mutating func count(_ review: JudgedReview, on day: LocalDay, _ times: Int = 1) {
        guard review.maturity != .new else { return }
        let key = Key(day: day.number, isMature: review.maturity == .mature)
        var count = counts[key] ?? JudgedCount()
        count.reviews += times
        count.forgot += review.rating == .forgot ? times : 0
        counts[key] = count.reviews == 0 ? nil : count
    }

    /// Forgets the days before one.
    mutating func forget(before day: LocalDay) {
        counts = counts.filter { $0.key.day >= day.number }
    }

    /// Adds what is different from how it was before to the changes of days.
    func addDifference(from before: RecentReviews, to changes: inout [LocalDay: DayChange]) {
        for key in Set(counts.keys).union(before.counts.keys) {
            let difference = (counts[key] ?? JudgedCount()) - (before.counts[key] ?? JudgedCount())
            guard difference != JudgedCount() else { continue }
            let day = LocalDay(clamping: key.day)
            if key.isMature {
                changes[day, default: DayChange()].mature += difference
            } else {
                changes[day, default: DayChange()].learning += difference
            }
        }
    }
}
