import DynamoModel
import TestSupport
import Testing

@testable import Lexi

/// Our items from those of the app's former back end.
@Suite(.tables) struct AppMigrationTests {
    private static let now = Timestamp(clamping: 1_790_000_000)

    private func plan(
        _ items: [Item], _ change: (inout AppMigration.Options) -> Void = { _ in }
    ) -> (parts: [AppMigrationPart], report: AppMigrationReport) {
        var options = AppMigration.Options(issuer: AppTableItems.issuer, now: Self.now)
        change(&options)
        var table = AppTable()
        for item in items {
            let isTaken = table.take(item)
            #expect(isTaken)
        }
        var migration = AppMigration(options)
        let parts = migration.plan(table)
        return (parts, migration.report)
    }

    private func entities<Entity: ItemConvertible>(
        _ parts: [AppMigrationPart], _: Entity.Type = Entity.self
    ) throws -> [Entity] {
        try parts.flatMap { $0.items + $0.last }.filter { ItemKind(of: $0) == Entity.kind }.map { try Entity(item: $0) }
    }

    /// A user: the identity is the issuer's, times are whole seconds of UTC, and what is ours follows from our rules.
    @Test func user() throws {
        let (parts, report) = plan([AppTableItems.user("u1"), AppTableItems.user("u2", ["role": .s("ADMIN")])])
        #expect(report.counts[.user] == AppMigrationReport.Count(read: 2) && report.lines == [])
        let users: [User] = try entities(parts)
        let user = try #require(users.first { $0.identity.subject == "u1" })
        #expect(user.identity.issuer == AppTableItems.issuer && user.email.text == "u1@example.com")
        #expect(user.createdAt.text == "2026-04-26T07:25:13Z" && !user.isNewUser && user.role == .learner)
        #expect(user.currentLevel == .a2 && user.targetLevel == .b2 && user.displayName == "Name of u1")
        #expect(users.contains { $0.role == .admin })
        let guards: [IdentityGuard] = try entities(parts)
        #expect(Set(guards.map(\.userID)) == Set(users.map(\.userID)))
        let statistics: [UserStatistics] = try entities(parts)
        #expect(statistics.allSatisfy { $0.feedPosition.sequence == 1 && $0.currentStreak == 0 })
        let trail: [AuditEntry] = try entities(parts)
        #expect(trail.map(\.note.action) == [.migrated, .migrated])
        // The same table gives the same items.
        let again = plan([AppTableItems.user("u1"), AppTableItems.user("u2", ["role": .s("ADMIN")])]).parts
        #expect(again.map(\.items) == parts.map(\.items) && again.map(\.last) == parts.map(\.last))
    }

    /// Older forms, names that are too long, one address twice, users of Google, and addresses that are not valid.
    @Test func oddUsers() throws {
        let items = [
            AppTableItems.user(
                "old",
                [
                    "created_at": .null, "joined_at": .s("2026-01-02T03:04:05"), "is_new_user": .null,
                    "is_onboarded": .bool(true), "target_level": .null, "learning_goal": .s("C1"),
                ]),
            AppTableItems.user(
                "long", ["display_name": .s(String(repeating: "x", count: 80)), "avatar_url": .s("http://a.b/c")]),
            AppTableItems.user(
                "twice", ["email": .s("OLD@example.com"), "created_at": .s("2026-04-27T00:00:00+00:00")]),
            AppTableItems.user("Google_7"), AppTableItems.user("Google_8"),
            AppTableItems.user("bad", ["email": .s("none")]),
        ]
        let (parts, report) = plan(items) { $0.googleUsers = ["Google_7": "sub-7"] }
        let users: [User] = try entities(parts)
        #expect(Set(users.map(\.identity.subject)) == ["old", "long", "sub-7"])
        let old = try #require(users.first { $0.identity.subject == "old" })
        #expect(old.createdAt.text == "2026-01-02T03:04:05Z" && !old.isNewUser)
        #expect(old.targetLevel == .c1 && old.learningGoal == "")
        let long = try #require(users.first { $0.identity.subject == "long" })
        #expect(long.displayName.count == 50 && long.avatarURL == .none)
        #expect(report.counts[.user] == AppMigrationReport.Count(read: 6, changed: 1, refused: 3))
        #expect(report.refusedCount == 3)
        #expect(report.lines.contains { $0.hasPrefix("refused: USER#twice / PROFILE") })
    }

    /// Cards: the ULID's time, our schedule for new ones, a baseline for those that were reviewed.
    @Test func cards() throws {
        let reviewed: Item = [
            "review_count": .int(4), "interval_days": .int(1), "ease_factor": .n(try DynamoNumber("2.5")),
            "repetition_count": .int(2), "last_reviewed_at": .s("2026-04-26T10:00:00.5+00:00"),
            "next_review_at": .s("2026-04-27T10:00:00+00:00"),
        ]
        let (parts, report) = plan([
            AppTableItems.user("u"), AppTableItems.card(AppTableItems.id(1), of: "u", "tea"),
            AppTableItems.card(AppTableItems.id(2), of: "u", "ice tea", reviewed),
        ])
        #expect(report.lines == [])
        let cards: [Flashcard] = try entities(parts)
        let new = try #require(cards.first { $0.word.text == "tea" })
        #expect(new.schedule == .new(at: new.createdAt) && new.wordType == .noun && new.baseline == nil)
        #expect(UInt64(new.createdAt.seconds) == new.flashcardID.ulid.milliseconds / 1000)
        let known = try #require(cards.first { $0.word.text == "ice tea" })
        #expect(known.wordType == .phrase && known.schedule.reviewCount == 4 && known.schedule.intervalDays == 1)
        #expect(known.schedule.nextReviewAt.text == "2026-04-27T10:00:00Z" && known.schedule.easeThousandths == 2500)
        #expect(known.baseline?.reviewedAt.text == "2026-04-26T10:00:00Z")
        let statistics = try #require(try entities(parts, UserStatistics.self).first)
        #expect(statistics.totalWordsLearned == 2 && statistics.cardsNew == 1 && statistics.cardsLearning == 1)
        #expect(statistics.feedPosition.sequence == 3 && statistics.bestStreak == 1)
        let rows: [FeedRow] = try entities(parts)
        #expect(rows.map(\.position.sequence) == [1, 2, 3])
        for card in cards {
            #expect(rows.contains { $0.entityID == card.flashcardID.ulid && $0.position == card.feedPosition })
        }
    }

    /// One word twice, words that ours cannot have, texts that are too long, strangers, older names of attributes.
    @Test func oddCards() throws {
        let long = AttributeValue.s(String(repeating: "x", count: 300))
        let items = [
            AppTableItems.user("u"), AppTableItems.card(AppTableItems.id(1), of: "u", "tea"),
            AppTableItems.card(AppTableItems.id(2), of: "u", "TEA", ["review_count": .int(2)]),
            AppTableItems.card(AppTableItems.id(3), of: "u", "c#"), AppTableItems.card("x", of: "u", "bad id"),
            AppTableItems.card(AppTableItems.id(4), of: "nobody", "orphan"),
            AppTableItems.card(AppTableItems.id(5), of: "u", "long", ["translation_vi": long]),
            AppTableItems.card(
                AppTableItems.id(6), of: "u", "older",
                ["translation_vi": .null, "definition_vi": .s("cũ"), "user_id": .null]),
            AppTableItems.card(
                AppTableItems.id(7), of: "u", "lost",
                ["source_session_id": .s(AppTableItems.id(99)), "source_turn_index": .int(1)]),
        ]
        let (parts, report) = plan(items)
        let cards: [Flashcard] = try entities(parts)
        #expect(Set(cards.map(\.word.text)) == ["TEA", "older", "lost"])
        #expect(cards.first { $0.word.text == "older" }?.translationVi == "cũ")
        #expect(cards.allSatisfy { $0.source == nil })
        #expect(report.counts[.card] == AppMigrationReport.Count(read: 8, changed: 1, refused: 5))
        let cut = plan(items) { $0.cutsTexts = true }
        let more: [Flashcard] = try entities(cut.parts)
        #expect(more.first { $0.word.text == "long" }?.translationVi.count == LexiLimits.translation)
    }

    /// Sessions: turns in the order of their numbers, without gaps; figures counted again; scores complete them.
    @Test func sessions() throws {
        let id = AppTableItems.id(1)
        let ai: Item = [
            "latency_ms": .n(try DynamoNumber("900.6")), "cost_usd": .n(try DynamoNumber("0.00021")),
            "output_tokens": .int(12), "audio_url": .s("https://b.s3.amazonaws.com/x?X-Amz-Signature=1"),
        ]
        var items = [AppTableItems.scenario("cafe"), AppTableItems.user("u"), AppTableItems.session(id, of: "u")]
        items += [10, 2, 1, 0].map { AppTableItems.turn($0, of: id, $0 == 0 ? ai : [:]) }
        items.append(AppTableItems.scoring(of: id))
        items.append(
            AppTableItems.card(
                AppTableItems.id(2), of: "u", "saved",
                ["source_session_id": .s(id), "source_turn_index": .int(10)]))
        let (parts, report) = plan(items)
        let head = try #require(try entities(parts, Session.self).first)
        #expect(head.status == .completed && head.completedAt?.text == "2026-04-27T08:00:00Z" && head.version == 1)
        #expect(head.totalTurns == 4 && head.userTurns == 1 && head.hintUsedCount == 1)
        #expect(head.latency == Figure(sum: 901, count: 1) && head.totalCostUSD.text == "0.00021")
        #expect(head.scenarioTitle == "At the café" && head.aiCharacter == .emma && head.level == .b1)
        let turns: [Turn] = try entities(parts)
        #expect(turns.map(\.turnIndex) == [0, 1, 2, 3])
        #expect(turns.map(\.said.content) == ["said 0", "said 1", "said 2", "said 10"])
        #expect(turns[0].said.audioURL == .none)
        #expect(try entities(parts, SessionPrompt.self).first?.prompt == "You are a waiter.")
        #expect(try entities(parts, Scoring.self).first?.scores.overall == 71)
        #expect(try entities(parts, Flashcard.self).first?.source?.turnIndex == 3)
        let statistics = try #require(try entities(parts, UserStatistics.self).first)
        #expect(statistics.sessionsCompleted == 1)
        #expect(try entities(parts, ActivityDay.self).map(\.sessions) == [1])
        #expect(report.refusedCount == 0 && report.counts[.turn]?.changed == 1)
    }

    /// Sessions without scores, of nobody, with foreign roles and partners; turns and scores without a session.
    @Test func oddSessions() throws {
        let ids = (1...6).map(AppTableItems.id)
        let items = [
            AppTableItems.user("u"), AppTableItems.scenario("cafe"),
            AppTableItems.session(ids[0], of: "u"), AppTableItems.turn(1, of: ids[0]),
            AppTableItems.session(
                ids[1], of: "u", ["status": .s("ACTIVE"), "ai_character": .null, "ai_gender": .s("f")]),
            AppTableItems.session(ids[2], of: "nobody"), AppTableItems.turn(1, of: ids[2]),
            AppTableItems.session(
                ids[3], of: "u",
                [
                    "scenario_id": .s("GONE"), "learner_role_id": .s("x"), "selected_goal": .null,
                    "selected_goals": .l([.s("Talk")]),
                ]),
            AppTableItems.turn(3, of: ids[4]), AppTableItems.scoring(of: ids[5]),
            ["PK": .s("CACHE#1"), "SK": .s("CACHE#1")], ["PK": .s("OTHER#1"), "SK": .s("X")],
        ]
        let (parts, report) = plan(items)
        let heads: [Session] = try entities(parts)
        func head(_ id: String) -> Session? { heads.first { $0.sessionID.text == id } }
        #expect(head(ids[0])?.status == .abandoned && head(ids[1])?.status == .active)
        #expect(head(ids[1])?.aiCharacter == .sarah)
        let odd = try #require(head(ids[3]))
        #expect(odd.learnerRole == "x" && odd.selectedGoal == "Talk" && odd.scenarioTitle == "gone")
        #expect(report.counts[.session]?.refused == 1 && report.counts[.turn]?.refused == 2)
        #expect(report.counts[.scoring]?.refused == 1 && report.counts[.unknown]?.refused == 1)
        #expect(report.counts[.cache]?.read == 1)
        let waiting = plan(items) { $0.awaitsScores = true }
        #expect(try entities(waiting.parts, Session.self).contains { $0.status == .scoring })
    }

    /// Scenarios: ids in lower case, a level where there is none, the usage in one shard.
    @Test func scenarios() throws {
        let ulid = "01KQ0000000000000000000000"
        let (parts, report) = plan([
            AppTableItems.scenario("cafe"),
            AppTableItems.scenario(
                ulid, ["difficulty_level": .s(""), "context": .s(String(repeating: "c", count: 150))]),
            AppTableItems.scenario("bad", ["roles": .l([.s("one")])]),
        ])
        let scenarios: [Scenario] = try entities(parts)
        #expect(scenarios.map(\.scenarioID.text) == ["cafe", ulid.lowercased()])
        #expect(scenarios[1].difficultyLevel == .b1 && scenarios[1].context.count == 100)
        #expect(try entities(parts, UsageShard.self).map(\.count) == [3, 3])
        #expect(report.counts[.scenario] == AppMigrationReport.Count(read: 3, changed: 1, refused: 1))
    }

    /// What was migrated is used by the repositories as if it had been made here.
    @Test func isUsed() async throws {
        let id = AppTableItems.id(9)
        let (parts, _) = plan([
            AppTableItems.user("u"), AppTableItems.scenario("cafe"),
            AppTableItems.session(id, of: "u", ["status": .s("ACTIVE")]),
            AppTableItems.card(
                AppTableItems.id(1), of: "u", "tea",
                ["review_count": .int(1), "last_reviewed_at": .s("2026-04-26T10:00:00+00:00")]),
        ])
        let db = try await Backend.chosen.open()
        let table = try await TestTable.make(db, TestTables.lexiApp())
        for item in parts.flatMap({ $0.items + $0.last }) {
            _ = try await db.putItem(PutItemRequest(tableName: LexiTable.defaultName, item: item))
        }
        _ = table
        let store = LexiStore(database: db, clock: ManualClock(Self.now).clock)
        let user = try #require(try await store.users.user(try Identity(issuer: AppTableItems.issuer, subject: "u")))
        let card = try #require(try await store.flashcards.list(of: user.userID, PageRequest()).items.first)
        let outcome = try await store.reviews.append(
            NewReview(rating: .good, reviewID: nil, reviewedAt: nil), to: card, of: user)
        #expect(outcome.flashcard.schedule.reviewCount == 2)
        let session = try await store.sessions.session(try #require(SessionID(id)), owner: user.userID)
        #expect(try await store.sessions.complete(session).session.status == .scoring)
        #expect(try await store.users.statistics(user.userID).sessionsCompleted == 1)
        #expect(try await store.scenarios.scenarioWithUsage(try Slug("cafe")).usageCount == 3)
    }
}
