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
    /// The turn from which it was saved, if any.
    public internal(set) var source: TurnReference?
    /// The fold of the card's reviews. Never changed by a patch.
    public internal(set) var schedule: Schedule
    /// When the card was saved.
    public internal(set) var createdAt: Timestamp
    /// When the card was changed or reviewed last, by the server's clock.
    public internal(set) var updatedAt: Timestamp
    /// Goes up by one with every change, from 1.
    public internal(set) var version: Int
    /// The card's current row in its user's change feed.
    public internal(set) var feedPosition: FeedPosition

    /// How far the card has come.
    public var maturity: Maturity { schedule.maturity }

    func applying(_ patch: FlashcardPatch, at now: Timestamp) -> Flashcard {
        var card = self
        card.word = patch.word ?? word
        card.wordType = patch.wordType ?? wordType
        card.translationVi = patch.translationVi ?? translationVi
        card.phonetic = patch.phonetic ?? phonetic
        card.audioURL = patch.audioURL ?? audioURL
        card.exampleSentence = patch.exampleSentence ?? exampleSentence
        return card.changed(at: now)
    }

    func scheduled(_ schedule: Schedule, at now: Timestamp) -> Flashcard {
        var card = self
        card.schedule = schedule
        return card.changed(at: now)
    }

    private func changed(at now: Timestamp) -> Flashcard {
        var card = self
        card.updatedAt = now
        card.version += 1
        return card
    }
}

/// A turn of a session.
public struct TurnReference: Sendable, Hashable {
    /// The session.
    public let sessionID: SessionID
    /// The turn's number in it, from 0.
    public let turnIndex: Int

    /// A turn of a session.
    public init(sessionID: SessionID, turnIndex: Int) {
        self.sessionID = sessionID
        self.turnIndex = turnIndex
    }
}

/// A review of a card.
public struct Review: Sendable, Equatable {
    /// Unique on its card.
    public internal(set) var reviewID: ReviewID
    /// The card.
    public internal(set) var flashcardID: FlashcardID
    /// Whose card it is.
    public internal(set) var userID: UserID
    /// How well the card was remembered.
    public internal(set) var rating: Rating
    /// When the learner reviewed it, by the learner's device.
    public internal(set) var reviewedAt: Timestamp
    /// When the service took it in.
    public internal(set) var createdAt: Timestamp

    /// The place in the card's log.
    public var order: ReviewOrder { ReviewOrder(reviewedAt: reviewedAt, reviewID: reviewID) }
}

/// The order of a card's reviews: by their own time, then by their id.
public struct ReviewOrder: Sendable, Hashable, Comparable {
    /// When the review was made.
    public let reviewedAt: Timestamp
    /// Its id.
    public let reviewID: ReviewID

    /// Earlier first.
    public static func < (left: ReviewOrder, right: ReviewOrder) -> Bool {
        left.reviewedAt != right.reviewedAt ? left.reviewedAt < right.reviewedAt : left.reviewID < right.reviewID
    }
}
