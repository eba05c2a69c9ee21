/// A card as a file has it: texts by the names of our fields, unchecked, and where it stands in a schedule.
public struct CardDraft: Sendable, Equatable {
    /// The fields that a file can have, by our names, in the order of files without names.
    public static let textFields = [
        "word", "translation_vi", "example_sentence", "phonetic", "word_type", "audio_url",
    ]

    /// The texts, by the names of ``textFields``; what the file does not have is left out.
    public var texts: [String: String] = [:]
    /// The tags, as they are written.
    public var tags: [String] = []
    /// Whether the card was taken out of the reviews.
    public var isSuspended = false
    /// When the card was made, in seconds since 1970.
    public var createdAt: Int?
    /// Where it stands; nil for a new card.
    public var schedule: CardSchedule?
    /// What it started from, if it did not start new and the file says so.
    public var baseline: CardSchedule?
    /// Whether the file says what it started from: then its log leads from there to where it stands.
    public var isLogWhole = false
    /// Its log, in no order.
    public var reviews: [CardReview] = []

    /// An empty card.
    public init() {}
}

/// Where a card stands in its schedule.
public struct CardSchedule: Sendable, Equatable {
    /// How far the due time can be relied on.
    public enum Precision: Sendable, Equatable {
        /// To the second.
        case second
        /// It is a day of 24 hours, which starts then: Anki's.
        case day
    }

    /// Reviews so far.
    public var reviewCount: Int
    /// Successful reviews since the last lapse; nil when the file does not say.
    public var repetitionCount: Int?
    /// Days from the last review to the next.
    public var intervalDays: Int
    /// The ease factor times 1,000.
    public var easeThousandths: Int
    /// Lapses so far.
    public var lapseCount: Int
    /// The last review, in seconds since 1970; nil when the file does not say.
    public var lastReviewedAt: Int?
    /// When the card is due, in seconds since 1970.
    public var nextReviewAt: Int
    /// How exact that is.
    public var precision = Precision.second
    /// Whether a last review that lies ahead is the fault of a clock, and means now.
    public var toleratesLastReviewAhead = false
    /// What FSRS knows of the card, where the file says it.
    public var memory: CardMemory?

    /// A schedule.
    public init(
        reviewCount: Int, repetitionCount: Int?, intervalDays: Int, easeThousandths: Int, lapseCount: Int,
        lastReviewedAt: Int?, nextReviewAt: Int, precision: Precision = .second
    ) {
        self.reviewCount = reviewCount
        self.repetitionCount = repetitionCount
        self.intervalDays = intervalDays
        self.easeThousandths = easeThousandths
        self.lapseCount = lapseCount
        self.lastReviewedAt = lastReviewedAt
        self.nextReviewAt = nextReviewAt
        self.precision = precision
    }
}

/// A review of a card.
public struct CardReview: Sendable, Equatable {
    /// Its id, where the file has one of ours.
    public var id: String?
    /// `forgot`, `hard`, `good` or `easy`.
    public var rating: String
    /// When it was made, in seconds since 1970.
    public var reviewedAt: Int
    /// Where the card stood after it: for files that say it.
    public var intervalDays = 0
    /// The ease factor after it, times 1,000.
    public var easeThousandths = 0

    /// A review.
    public init(id: String? = nil, rating: String, reviewedAt: Int) {
        self.id = id
        self.rating = rating
        self.reviewedAt = reviewedAt
    }

    /// Ratings in the order of Anki's buttons, which count from 1.
    static let ratings = ["forgot", "hard", "good", "easy"]
}
