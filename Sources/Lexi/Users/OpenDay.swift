/// A user's newest active day, with what was counted of it since its item was written last.
///
/// It is kept in the statistics, which every review writes: the day's item is written only when another day becomes the
/// newest. A day's counts are those of its item plus the open ones.
struct OpenDay: Sendable, Equatable {
    let day: LocalDay
    /// What the day's item does not count yet; it can be negative.
    var change: DayChange

    init(day: LocalDay, change: DayChange) {
        self.day = day
        self.change = change
    }

    /// Reads ``numbers``; nil for anything else.
    init?(day: LocalDay, numbers: [Int]) {
        guard numbers.count == 7 else { return nil }
        self.day = day
        change = DayChange(
            reviews: numbers[0], forgot: numbers[1], sessions: numbers[2],
            learning: JudgedCount(reviews: numbers[3], forgot: numbers[4]),
            mature: JudgedCount(reviews: numbers[5], forgot: numbers[6]))
    }

    /// The change as it is stored.
    var numbers: [Int] {
        [
            change.reviews, change.forgot, change.sessions, change.learning.reviews, change.learning.forgot,
            change.mature.reviews, change.mature.forgot,
        ]
    }

    /// Counts changes of days.
    ///
    /// - Parameter known: what was open before.
    /// - Returns: what is open then, of the newest day of all; and what is to be added to the items of the others.
    static func counting(
        _ changes: [LocalDay: DayChange], _ known: OpenDay?
    ) -> (open: OpenDay?, items: [(day: LocalDay, change: DayChange)]) {
        if let known, changes.count <= 1, changes.keys.first ?? known.day == known.day {
            return (OpenDay(day: known.day, change: known.change + (changes[known.day] ?? DayChange())), [])
        }
        var changes = changes
        if let known { changes[known.day, default: DayChange()] += known.change }
        guard let newest = changes.keys.max() else { return (nil, []) }
        let open = OpenDay(day: newest, change: changes.removeValue(forKey: newest) ?? DayChange())
        let items = changes.filter { $0.value != DayChange() }.sorted { $0.key < $1.key }
        return (open, items.map { (day: $0.key, change: $0.value) })
    }

    /// Days as their items have them, the newest first, with what is open of this one.
    func completing(_ days: [ActivityDay], of user: UserID) -> [ActivityDay] {
        var days = days
        let place = days.firstIndex { $0.day <= day } ?? days.endIndex
        if place == days.endIndex || days[place].day != day {
            days.insert(ActivityDay(userID: user, day: day, reviews: 0, sessions: 0), at: place)
        }
        days[place].add(change)
        return days
    }
}
