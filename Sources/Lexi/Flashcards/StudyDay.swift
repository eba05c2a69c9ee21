/// What a user has learnt on the newest of their days of learning, for the limits of a day.
public struct StudyDay: Sendable, Equatable {
    /// The day, which begins at the user's hour.
    public internal(set) var day: LocalDay
    /// Cards that were reviewed for the first time on it.
    public internal(set) var newCards = 0
    /// Reviews of other cards on it.
    public internal(set) var reviews = 0

    /// The day with reviews that came (positive) or went (negative), each as a new card or as another. Only those of
    /// the newest day count.
    static func adding(_ changes: [LocalDay: (newCards: Int, reviews: Int)], to known: StudyDay?) -> StudyDay? {
        guard let newest = changes.filter({ $0.value.newCards != 0 || $0.value.reviews != 0 }).keys.max() else {
            return known
        }
        var day = known ?? StudyDay(day: newest)
        if newest > day.day { day = StudyDay(day: newest) }
        guard let change = changes[day.day] else { return day }
        day.newCards += change.newCards
        day.reviews += change.reviews
        return day
    }
}
