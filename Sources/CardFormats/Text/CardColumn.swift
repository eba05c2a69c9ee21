import CivilTime

/// A column of a table of cards.
enum CardColumn: Equatable {
    /// A text, by our name.
    case text(String)
    /// Tags.
    case tags
    /// Whether the card is suspended.
    case isSuspended
    /// When it was made.
    case createdAt
    /// A part of its schedule.
    case schedule(SchedulePart)
    /// What an import does not take.
    case ignored

    enum SchedulePart: String, CaseIterable {
        case reviewCount = "review_count"
        case repetitionCount = "repetition_count"
        case intervalDays = "interval_days"
        case easeFactor = "ease_factor"
        case lapseCount = "lapse_count"
        case lastReviewedAt = "last_reviewed_at"
        case nextReviewAt = "next_review_at"
    }

    /// Members of a card that the service makes itself.
    static let made: Set<String> = [
        "flashcard_id", "user_id", "maturity", "updated_at", "version", "source_session_id", "source_turn_index",
        "is_leech", "stability", "difficulty", "retrievability",
    ]

    /// The column of a name; nil for one that no card has.
    init?(_ name: String) {
        if CardDraft.textFields.contains(name) {
            self = .text(name)
        } else if let part = SchedulePart(rawValue: name) {
            self = .schedule(part)
        } else if Self.made.contains(name) {
            self = .ignored
        } else {
            switch name {
            case "tags": self = .tags
            case "is_suspended": self = .isSuspended
            case "created_at": self = .createdAt
            default: return nil
            }
        }
    }
}

/// The parts of a schedule, as they come.
struct ScheduleParts {
    private var integers: [CardColumn.SchedulePart: Int] = [:]
    private(set) var fault: String?

    /// Takes a part's text; an empty text leaves the part out.
    mutating func set(_ part: CardColumn.SchedulePart, _ text: String) {
        guard !text.isEmpty else { return }
        let value: Int?
        switch part {
        case .lastReviewedAt, .nextReviewAt: value = Timestamp(text).map { Int($0.seconds) }
        case .easeFactor: value = Self.thousandths(text)
        default: value = text.utf8.count < 10 && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
        }
        guard let value else {
            fault = fault ?? "\(part.rawValue) is not in order"
            return
        }
        integers[part] = value
    }

    /// What the parts lack to be a schedule; nil for a whole one, and for those of a new card.
    var gap: String? {
        if let count = integers[.reviewCount] {
            return count == 0 || nextReviewAt != nil
                ? nil : "a schedule needs next_review_at, or last_reviewed_at and interval_days"
        }
        let hasSome =
            integers[.lastReviewedAt] != nil || integers[.nextReviewAt] != nil
            || [.intervalDays, .repetitionCount, .lapseCount].contains { integers[$0, default: 0] > 0 }
        return hasSome ? "a schedule needs review_count" : nil
    }

    /// When the card is due: as it is said, or as it follows.
    private var nextReviewAt: Int? {
        if let next = integers[.nextReviewAt] { return next }
        guard let last = integers[.lastReviewedAt], let days = integers[.intervalDays] else { return nil }
        return last + days * 86_400
    }

    /// The schedule; nil for a new card.
    var schedule: CardSchedule? {
        guard let count = integers[.reviewCount], count > 0, let next = nextReviewAt else { return nil }
        return CardSchedule(
            reviewCount: count, repetitionCount: integers[.repetitionCount], intervalDays: integers[.intervalDays] ?? 0,
            easeThousandths: integers[.easeFactor] ?? 0, lapseCount: integers[.lapseCount] ?? 0,
            lastReviewedAt: integers[.lastReviewedAt], nextReviewAt: next)
    }

    /// A decimal number in thousandths; nil for anything else.
    static func thousandths(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let whole = Int(parts[0]), whole < 1_000_000
        else { return nil }
        guard parts.count == 2 else { return whole * 1000 }
        guard (1...3).contains(parts[1].utf8.count), let fraction = Int(parts[1]) else { return nil }
        return whole * 1000 + fraction * [100, 10, 1][parts[1].utf8.count - 1]
    }

    /// A number of thousandths as a decimal number.
    static func text(thousandths value: Int) -> String {
        guard value % 1000 > 0 else { return "\(value / 1000)" }
        var digits = String(value % 1000 + 1000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(value / 1000).\(digits)"
    }
}
