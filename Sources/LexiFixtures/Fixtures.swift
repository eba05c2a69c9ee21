import Lexi

/// The fixtures as they are in their files, with their times counted from the day of loading.
public struct Fixtures: Sendable {
    /// An element of `scenarios.json`.
    public struct Scenario: Sendable {
        let id, title, context: String
        let roles, goals: [String]
        let level: String
        let order: Int
        let notes: String
        let isActive: Bool
        let createdAt: Timestamp
    }

    /// A user, with the subject of their tokens.
    public struct User: Sendable {
        let subject: String
        let id: UserID
        let email, displayName, avatarURL, currentLevel, targetLevel, role: String
        let isActive, isNewUser: Bool
        let learningGoal, timeZone: String
        let createdAt: Timestamp
    }

    /// A card.
    public struct Flashcard: Sendable {
        let id: FlashcardID
        let subject: String
        /// The texts by the names of the entity's fields.
        let texts: [String: String]
        let source: (session: SessionID, turn: Int)?
        let createdAt: Timestamp
    }

    /// An element of `reviews.json`.
    public struct Review: Sendable {
        let id: ReviewID
        let flashcard: FlashcardID
        let rating: String
        let reviewedAt: Timestamp
    }

    /// The schedule that the reviews of a card give.
    public struct Schedule: Sendable {
        let flashcard: FlashcardID
        let reviewCount, repetitionCount, intervalDays, easeThousandths, lapseCount: Int
        let lastReviewedAt, nextReviewAt: Timestamp
        let maturity: String
    }

    /// A session with its turns.
    public struct Session: Sendable {
        /// What was said.
        struct Turn: Sendable {
            let speaker, content, translation, audioURL: String
            let isHintUsed: Bool
            let firstTokenMilliseconds, latencyMilliseconds, inputTokens, outputTokens: Int?
            let cost, deliveryCue: String?
            let qualityScore: Int?
        }

        /// How it was scored.
        struct Scoring: Sendable {
            let fluency, pronunciation, grammar, vocabulary, overall: Int
            let feedback: String
        }

        let id: SessionID
        let subject, scenario, learnerRole, aiRole, aiCharacter, level, goal, status, model, prompt: String
        let createdAt: Timestamp
        let completedAt: Timestamp?
        let turns: [Turn]
        let scoring: Scoring?
    }

    /// In the order of the learning path.
    public let scenarios: [Scenario]
    /// In several states; the folder's README says which.
    public let users: [User]
    /// In any order.
    public let flashcards: [Flashcard]
    /// In the order in which they arrived.
    public let reviews: [Review]
    /// What the reviews have to give.
    public let schedules: [Schedule]
    /// In any order.
    public let sessions: [Session]
}

extension Fixtures {
    /// Reads all files of a folder.
    ///
    /// - Throws: ``FixtureError`` for the first fault.
    public init(folder: String, loadedOn: LocalDay) throws(FixtureError) {
        func read<Value>(
            _ file: String, _ make: (FixtureObject) throws(FixtureError) -> Value
        ) throws(FixtureError) -> [Value] {
            var values: [Value] = []
            for object in try FixtureObject.read(file, in: folder, loadedOn: loadedOn) {
                values.append(try make(object))
            }
            return values
        }
        scenarios = try read("scenarios.json", Scenario.init)
        users = try read("users.json", User.init)
        flashcards = try read("flashcards.json", Flashcard.init)
        reviews = try read("reviews.json", Review.init)
        schedules = try read("schedules.json", Schedule.init)
        sessions = try read("sessions.json", Session.init)
    }

    /// Reads the scenarios of the real app alone: its ids, with our texts.
    ///
    /// - Throws: ``FixtureError`` for the first fault.
    public init(appScenariosIn folder: String, loadedOn: LocalDay) throws(FixtureError) {
        var scenarios: [Scenario] = []
        for object in try FixtureObject.read("app-scenarios.json", in: folder, loadedOn: loadedOn) {
            scenarios.append(try Scenario(object))
        }
        self.scenarios = scenarios
        (users, flashcards, reviews, schedules, sessions) = ([], [], [], [], [])
    }
}

extension Fixtures.Scenario {
    init(_ object: FixtureObject) throws(FixtureError) {
        id = try object.string("scenario_id")
        title = try object.string("scenario_title")
        context = try object.string("context")
        roles = try object.strings("roles")
        goals = try object.strings("goals")
        level = try object.string("difficulty_level")
        order = try object.integer("order")
        notes = try object.string("notes")
        isActive = try object.bool("is_active")
        createdAt = try object.moment("created_at")
    }
}

extension Fixtures.User {
    init(_ object: FixtureObject) throws(FixtureError) {
        subject = try object.string("subject")
        id = try object.value("user_id") { UserID($0) }
        email = try object.string("email")
        displayName = try object.string("display_name")
        avatarURL = try object.string("avatar_url")
        currentLevel = try object.string("current_level")
        targetLevel = try object.string("target_level")
        role = try object.string("role")
        isActive = try object.bool("is_active")
        isNewUser = try object.bool("is_new_user")
        learningGoal = try object.string("learning_goal")
        timeZone = try object.string("time_zone")
        createdAt = try object.moment("created_at")
    }
}

extension Fixtures.Flashcard {
    init(_ object: FixtureObject) throws(FixtureError) {
        id = try object.value("flashcard_id") { FlashcardID($0) }
        subject = try object.string("subject")
        var texts: [String: String] = [:]
        for name in Lexi.Flashcard.fields.map(\.attribute) { texts[name] = try object.string(name) }
        self.texts = texts
        source =
            try object.optionalString("source_session_id") == nil
            ? nil
            : (try object.value("source_session_id") { SessionID($0) }, try object.integer("source_turn_index"))
        createdAt = try object.moment("created_at")
    }
}

extension Fixtures.Review {
    init(_ object: FixtureObject) throws(FixtureError) {
        id = try object.value("review_id") { ReviewID($0) }
        flashcard = try object.value("flashcard_id") { FlashcardID($0) }
        rating = try object.string("rating")
        reviewedAt = try object.moment("reviewed_at")
    }
}

extension Fixtures.Schedule {
    init(_ object: FixtureObject) throws(FixtureError) {
        flashcard = try object.value("flashcard_id") { FlashcardID($0) }
        reviewCount = try object.integer("review_count")
        repetitionCount = try object.integer("repetition_count")
        intervalDays = try object.integer("interval_days")
        easeThousandths = try object.integer("ease_factor_thousandths")
        lapseCount = try object.integer("lapse_count")
        lastReviewedAt = try object.moment("last_reviewed_at")
        nextReviewAt = try object.moment("next_review_at")
        maturity = try object.string("maturity")
    }
}

extension Fixtures.Session {
    init(_ object: FixtureObject) throws(FixtureError) {
        id = try object.value("session_id") { SessionID($0) }
        subject = try object.string("subject")
        scenario = try object.string("scenario_id")
        learnerRole = try object.string("learner_role")
        aiRole = try object.string("ai_role")
        aiCharacter = try object.string("ai_character")
        level = try object.string("level")
        goal = try object.string("selected_goal")
        status = try object.string("status")
        model = try object.string("assigned_model")
        prompt = try object.string("prompt")
        createdAt = try object.moment("created_at")
        completedAt = try object.optionalMoment("completed_at")
        var turns: [Turn] = []
        for turn in try object.objects("turns") { turns.append(try Turn(turn)) }
        self.turns = turns
        if let object = try object.optionalObject("scoring") { scoring = try Scoring(object) } else { scoring = nil }
    }
}

extension Fixtures.Session.Turn {
    init(_ object: FixtureObject) throws(FixtureError) {
        speaker = try object.string("speaker")
        content = try object.string("content")
        translation = try object.optionalString("translated_content") ?? ""
        audioURL = try object.optionalString("audio_url") ?? ""
        isHintUsed = try object.bool("is_hint_used")
        firstTokenMilliseconds = try object.optionalInteger("ttft_ms")
        latencyMilliseconds = try object.optionalInteger("latency_ms")
        inputTokens = try object.optionalInteger("input_tokens")
        outputTokens = try object.optionalInteger("output_tokens")
        cost = try object.optionalString("cost_usd")
        deliveryCue = try object.optionalString("delivery_cue")
        qualityScore = try object.optionalInteger("quality_score")
    }
}

extension Fixtures.Session.Scoring {
    init(_ object: FixtureObject) throws(FixtureError) {
        fluency = try object.integer("fluency")
        pronunciation = try object.integer("pronunciation")
        grammar = try object.integer("grammar")
        vocabulary = try object.integer("vocabulary")
        overall = try object.integer("overall")
        feedback = try object.string("feedback")
    }
}
