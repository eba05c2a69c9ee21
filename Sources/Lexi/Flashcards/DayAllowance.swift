/// How many cards a list of due cards may still have, by the limits of the user's day.
struct DayAllowance: Sendable, Equatable {
    /// New cards; nil for any number.
    var newCards: Int?
    /// Other cards; nil for any number.
    var reviews: Int?

    /// What is left of a user's day.
    init(of user: User, _ statistics: UserStatistics, at now: Timestamp) {
        let today = user.studyDay(at: now)
        let done = statistics.studyDay.flatMap { $0.day == today ? $0 : nil }
        newCards = user.newCardsPerDay.map { max(0, $0 - (done?.newCards ?? 0)) }
        reviews = user.reviewsPerDay.map { max(0, $0 - (done?.reviews ?? 0)) }
    }

    /// Reads what ``text`` wrote; nil for anything else.
    init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        var numbers: [Int?] = []
        for part in parts {
            guard !part.isEmpty else {
                numbers.append(nil)
                continue
            }
            guard let number = Int(String(decoding: part, as: UTF8.self)), number >= 0 else { return nil }
            numbers.append(number)
        }
        (newCards, reviews) = (numbers[0], numbers[1])
    }

    /// Both numbers, for a position.
    var text: String { [newCards, reviews].map { $0.map(String.init) ?? "" }.joined(separator: ",") }

    /// Whether nothing more may come.
    var isUsedUp: Bool { newCards == 0 && reviews == 0 }

    /// Takes a card into the list, if it may come.
    mutating func take(_ card: Flashcard) -> Bool {
        if card.maturity == .new {
            guard newCards != 0 else { return false }
            newCards = newCards.map { $0 - 1 }
        } else {
            guard reviews != 0 else { return false }
            reviews = reviews.map { $0 - 1 }
        }
        return true
    }
}
