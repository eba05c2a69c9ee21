/// A word that a learner saved, and where it stands in the spaced schedule.
public struct Flashcard: Sendable, Equatable {
    /// Made by the service.
    public internal(set) var flashcardID: FlashcardID
    /// Whose card it is.
    public internal(set) var userID: UserID
    /// Unique among the user's cards in its normal form.
    public internal(set) var word: Word
    /// The kind of word.
    public internal(set) var wordType: WordType
    /// The translation into Vietnamese, up to 200 characters.
    public internal(set) var translationVi: String
    /// The phonetic transcription, up to 100 characters.
    public internal(set) var phonetic: String
    /// A recording, or none.
    public internal(set) var audioURL: WebAddress
    /// Up to 500 characters.
    public internal(set) var exampleSentence: String
    /// What the learner marked it with.
    public internal(set) var tags: [CardTag] = []
    /// Whether the learner does not want to review it for now: it is never due.
    public internal(set) var isSuspended = false
    /// The turn from which it was saved, if any.
    public internal(set) var source: TurnReference?
    /// The fold of the card's reviews, from the baseline if there is one. Never changed by a patch.
    public internal(set) var schedule: Schedule
    /// The schedule that the card came with, if it came with one.
    public internal(set) var baseline: Baseline?
    /// When the card was saved.
    public internal(set) var createdAt: Timestamp
    /// When the card was changed or reviewed last, by the server's clock.
    public internal(set) var updatedAt: Timestamp
    /// Goes up by one with every change, from 1.
    public internal(set) var version: Int
    /// By which of its user's settings the schedule was folded.
    var scheduler = SchedulerMark.first
    /// What its reviews of the last days count for in the counters of days.
    var recent = RecentReviews()
    /// Whether the card's log is kept by the reviews' times. Programs before this one kept it by their ids.
    var isLogByTime = true
    /// The part of the log whose kept states are outdated, if there is one.
    var unsettled: ReviewSpan?
    /// The card's current row in its user's change feed.
    public internal(set) var feedPosition: FeedPosition

    /// Whether it has been forgotten so often that it should be learnt in another way.
    public var isLeech: Bool { schedule.lapseCount >= LexiLimits.leechLapses }

    /// How far the card has come.
    public var maturity: Maturity { schedule.maturity }

    /// Reviews in the card's log, those among them that the fold leaves out.
    public var logCount: Int {
        guard let baseline else { return schedule.reviewCount }
        return schedule.reviewCount - baseline.state.reviewCount + baseline.earlierReviews
    }

    /// Whether reviews can lie in the card's partition, those that were taken back among them: a card that was never
    /// changed has none.
    var mayHaveLog: Bool { logCount > 0 || version > 1 }

    func applying(_ patch: FlashcardPatch, at now: Timestamp) -> Flashcard {
        var card = self
        for field in Self.fields { field.apply(patch, to: &card) }
        card.tags = patch.tags ?? tags
        card.isSuspended = patch.isSuspended ?? isSuspended
        return card.changed(at: now)
    }

    /// How its user's algorithm scheduled it.
    public var algorithm: SchedulerSetting.Algorithm { scheduler.algorithm }

    func folded(_ fold: ReviewFold, at now: Timestamp) -> Flashcard {
        var card = self
        card.scheduler = fold.mark
        card.schedule = fold.schedule
        card.baseline = fold.baseline
        card.unsettled = fold.unsettled
        return card.changed(at: now)
    }

    private func changed(at now: Timestamp) -> Flashcard {
        var card = self
        card.updatedAt = now
        card.version += 1
        return card
    }
}

extension Flashcard {
    /// A card as it is when it is saved. Its texts come from the new card, which has all of them.
    init(
        _ new: NewFlashcard, id: FlashcardID, of user: UserID, at now: Timestamp, scheduler: SchedulerMark = .first,
        feedPosition: FeedPosition
    ) {
        self.init(
            flashcardID: id, userID: user, word: new.word, wordType: .noun, translationVi: "", phonetic: "",
            audioURL: .none, exampleSentence: "", source: new.source,
            schedule: new.baseline?.schedule ?? .new(at: now), baseline: new.baseline, createdAt: now, updatedAt: now,
            version: 1, scheduler: scheduler, feedPosition: feedPosition)
        for field in Self.fields { field.apply(new.texts, to: &self) }
        tags = new.texts.tags ?? []
        isSuspended = new.texts.isSuspended ?? false
    }
}
