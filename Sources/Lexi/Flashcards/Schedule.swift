import DynamoModel

/// Where a card stands in the spaced repetition: by SM-2 as published by Wozniak, in integers, or by FSRS.
///
/// The ease factor is held in thousandths: every change of it is then exact, and no rounding error can creep in.
public struct Schedule: Sendable, Equatable {
    /// Reviews in the card's log.
    public internal(set) var reviewCount: Int
    /// Successful reviews since the last lapse.
    public internal(set) var repetitionCount: Int
    /// Days from the last review to the next; 0 before the first.
    public internal(set) var intervalDays: Int
    /// The ease factor times 1,000; at least 1,300, without an upper bound.
    public internal(set) var easeThousandths: Int
    /// How often the card was forgotten after it had been known.
    public internal(set) var lapseCount: Int
    /// The last review in the order of the log; nil before the first.
    public internal(set) var lastReview: ReviewOrder?
    /// When the card is due.
    public internal(set) var nextReviewAt: Timestamp
    /// What FSRS knows of the card; nil under SM-2, and before the first review.
    public internal(set) var memory: MemoryState?

    /// The ease factor of a new card.
    public static let initialEase = 2500
    /// The smallest ease factor.
    public static let minimumEase = 1300

    /// A card that was never reviewed: due at once.
    public static func new(at created: Timestamp) -> Schedule {
        Schedule(
            reviewCount: 0, repetitionCount: 0, intervalDays: 0, easeThousandths: initialEase, lapseCount: 0,
            lastReview: nil, nextReviewAt: created)
    }

    /// The schedule of a log: its reviews, in whatever order they come, are taken in the order of the log.
    public static func fold(_ reviews: some Sequence<Review>, created: Timestamp) -> Schedule {
        fold(reviews, from: .new(at: created))
    }

    /// The schedule that reviews, in whatever order they come, make of one that they are all after.
    static func fold(_ reviews: some Sequence<Review>, from start: Schedule) -> Schedule {
        reviews.sorted { $0.order < $1.order }.reduce(start) { $0.applying($1.rating, $1.order) }
    }

    /// When the card was reviewed last.
    public var lastReviewedAt: Timestamp? { lastReview?.reviewedAt }

    /// How far the card has come.
    public var maturity: Maturity {
        if reviewCount == 0 { return .new }
        return intervalDays < Maturity.matureInterval ? .learning : .mature
    }

    /// The ease factor as an exact number: 2.5.
    public var easeFactor: DynamoNumber {
        (try? DynamoNumber(coefficient: UInt128(easeThousandths), exponent: -3)) ?? .zero
    }

    /// Whether a review of this order comes after all that were folded, so that it can be applied without the log.
    func isNewest(_ order: ReviewOrder) -> Bool {
        guard let lastReview else { return true }
        return lastReview < order
    }

    /// The schedule after one more review, which is the newest, by SM-2.
    public func applying(_ rating: Rating, _ order: ReviewOrder) -> Schedule {
        var next = counting(rating, order)
        if rating.isLapse {
            next.intervalDays = 1
        } else {
            next.intervalDays = nextInterval
            // 0.1 - (5 - q)(0.08 + (5 - q) 0.02), times 1,000.
            let miss = 5 - rating.quality
            next.easeThousandths = max(Self.minimumEase, easeThousandths + 100 - miss * (80 + 20 * miss))
        }
        next.nextReviewAt = order.reviewedAt.adding(days: next.intervalDays)
        return next
    }

    /// The schedule with the counts of one more review, whatever the algorithm: its interval is that of before.
    func counting(_ rating: Rating, _ order: ReviewOrder) -> Schedule {
        var next = self
        next.reviewCount += 1
        next.lastReview = order
        if rating.isLapse {
            next.lapseCount += repetitionCount == 0 ? 0 : 1
            next.repetitionCount = 0
        } else {
            next.repetitionCount += 1
        }
        return next
    }

    /// 1, then 6, then the previous interval times the ease factor in force before the review, rounded up.
    private var nextInterval: Int {
        switch repetitionCount {
        case 0: 1
        case 1: 6
        default: min(LexiLimits.intervalDays, (intervalDays * easeThousandths + 999) / 1000)
        }
    }
}
