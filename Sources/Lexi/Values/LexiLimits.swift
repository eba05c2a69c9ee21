/// The limits of the domain, by name. Texts are counted in Unicode code points.
public enum LexiLimits {
    /// A user's display name.
    public static let displayName = 1...50
    /// A user's learning goal.
    public static let learningGoal = 120
    /// An e-mail address, in bytes (RFC 5321, 4.5.3.1.3: a path of 256 with its brackets).
    public static let emailBytes = 254
    /// The part of an e-mail address before the @, in bytes (RFC 5321, 4.5.3.1.1).
    public static let emailLocalBytes = 64
    /// Issuer and subject of an identity, in bytes each.
    public static let identityBytes = 255
    /// A URL; longer ones are refused, not cut.
    public static let url = 2048
    /// A word or phrase.
    public static let word = 1...200
    /// A card's translation.
    public static let translation = 200
    /// A card's phonetic transcription.
    public static let phonetic = 100
    /// A card's example sentence.
    public static let exampleSentence = 500
    /// Cards that the forecast counts at most of those that are due, and of those that become due.
    public static let forecastCards = 1000
    /// Pages of the table, of 1 MB each, in which these are counted: cards of up to 2 KB, twice what a card with every
    /// field has in English. Of longer ones fewer are counted.
    static let forecastPages = 2
    /// Days that the forecast looks ahead, today among them.
    public static let forecastDays = 1...30
    /// Reviews in the log of one card.
    public static let reviewsPerCard = 10_000
    /// How far ahead of the server's clock a review may lie, in seconds.
    public static let reviewAhead: Int64 = 5 * 60
    /// How far back a review may lie, in seconds: ten years.
    public static let reviewBehind: Int64 = 10 * 366 * 86_400
    /// Longest interval of the schedule, in days.
    public static let intervalDays = 36_500
    /// Reviews, repetitions and lapses that a baseline can stand for.
    public static let baselineCount = 1_000_000
    /// The ease factor of a baseline, times 1,000.
    public static let baselineEase = 1_000_000
    /// A tag of a card.
    public static let tag = 1...50
    /// How many different tags one card may carry.
    public static let tagsPerCard = 20
    /// Lapses from which a card is a leech.
    public static let leechLapses = 8
    /// The text of a search.
    public static let search = 1...100
    /// Words that one page of a search reads at most: about 60 read units, and all words of most users.
    public static let wordsSearched = 1000
    /// Rows that one page of due cards with limits reads at most.
    public static let rowsPerPage = 1000
    /// The hour at which a day of learning begins.
    public static let dayStartHour = 0...23
    /// New cards, or reviews of others, on a day.
    public static let cardsPerDay = 0...9999
    /// A slug, in ASCII characters.
    public static let slug = 1...64
    /// A scenario's title.
    public static let scenarioTitle = 1...100
    /// A scenario's context.
    public static let scenarioContext = 100
    /// The name of a scenario's role.
    public static let scenarioRole = 1...50
    /// How many goals a scenario may list; each session selects one.
    public static let scenarioGoals = 1...10
    /// One goal of a scenario.
    public static let scenarioGoal = 1...200
    /// A scenario's notes.
    public static let scenarioNotes = 2000
    /// A scenario's place in the list.
    public static let scenarioOrder = 0...999_999
    /// Turns of a session. A session is read whole: so many turns of the longest texts are about 20 MB.
    public static let turnsPerSession = 500
    /// Turns that one call appends.
    public static let turnsPerCall = 20
    /// What is said in a turn, and its translation.
    public static let turnContent = 5000
    /// How to say a turn, as a service sets it; one line.
    public static let deliveryCue = 200
    /// A session's prompt.
    public static let prompt = 50_000
    /// The `assigned_model` of a session, as a service sets it.
    public static let modelName = 100
    /// The feedback of a scoring.
    public static let feedback = 5000
    /// Why scores could not be given.
    public static let failureReason = 1...500
    /// Seconds after which a job that waits for its scores is late: a quarter of an hour.
    public static let scoringLate: Int64 = 15 * 60
    /// A score of a turn, or of one criterion of a session.
    public static let score = 0...100
    /// Milliseconds and tokens of a turn.
    public static let measure = 0...1_000_000_000
    /// Field errors reported per body.
    public static let fieldErrors = 100
    /// Days between the ends of an activity query.
    public static let activityDays = 366
    /// Deleted cards of a user whose logs are still to be removed.
    public static let logsToRemove = 100
    /// The probability with which a learner can let FSRS have a card remembered when it is due.
    public static let retention = 0.7...0.99
    /// How long what came of a call is kept under its idempotency key, in seconds: 24 hours.
    public static let idempotencyLifetime: Int64 = 86_400
    /// How long the claim of a call of many transactions holds unless it is renewed, in seconds.
    public static let claimLifetime: Int64 = 6
    /// How long it is known of an identity that its account was erased, in seconds: 24 hours, the longest time for
    /// which Amazon Cognito's ID and access tokens can be good.
    public static let erasedIdentityLifetime: Int64 = 86_400
    /// The value of `Idempotency-Key`, in bytes.
    public static let idempotencyKey = 1...255
    /// Changes of the feed that one call answers.
    public static let changesPerPage = 1000
    /// Reviews that one call uploads.
    public static let reviewsPerUpload = 500
    /// How long a tombstone stays in the change feed, in seconds: 180 days.
    public static let tombstoneLifetime: Int64 = 180 * 86_400
}
