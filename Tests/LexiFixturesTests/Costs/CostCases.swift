import DynamoModel
import HTTPServer
import JSONText
import TestSupport
import Testing

@testable import Lexi
@testable import LexiAPI

// The requests whose costs are reported: each route in its usual case, and in those that cost something else.
extension CostWorld {
    /// Measures everything, in an order in which each request finds what it needs.
    func measureAll() async throws {
        // Whose token it is, a process looks up once: that is what the first call of a person takes besides the others.
        try await measure("readMe", "first call of a person in a process", .get, "/v1/me", token("fixture-linh"))
        for subject in ["fixture-bao", "fixture-thu"] { try await ask(.get, "/v1/me", token(subject)) }
        try await measureMe(token("fixture-linh"))
        try await measureCards(token("fixture-linh"))
        try await measureSessions(token("fixture-linh"), token("scorer", scopes: [AccessToken.serviceScope]))
        try await measureAdministration(token("fixture-bao"))
        try await measureApp(token("fixture-linh"), token("fixture-bao"))
        try await measureOperations()
        try await measurePatterns()
        try await measureErasure(token("fixture-linh"))
    }

    private func measureMe(_ linh: String) async throws {
        let new = token("newcomer")
        try await measure("register", "", .post, "/v1/users", new, #"{"display_name":"Hà","current_level":"B1"}"#)
        let profile = #"{"display_name":"Hà","current_level":"B1","target_level":"C1","learning_goal":"Travel"}"#
        try await ask(.get, "/v1/me", new)
        try await measure("onboard", "", .post, "/v1/me/onboarding", new, profile)
        try await measure("readMe", "", .get, "/v1/me", linh)
        try await measure("patchMe", "", .patch, "/v1/me", linh, #"{"learning_goal":"Talk without fear"}"#)
        try await measure("statistics", "75 cards", .get, "/v1/me/statistics", linh)
        try await measure("activity", "30 days", .get, "/v1/me/activity", linh)
        try await measure("progress", "a year", .get, "/v1/me/progress", linh)
        try await measure("changeEmail", "", .put, "/v1/me/email", linh, #"{"email":"fixture-linh@example.com"}"#)
        try await measure("exportMe", "begun", .get, "/v1/me/export", linh)
    }

    private func measureCards(_ linh: String) async throws {
        let cards = "/v1/flashcards"
        try await measure("listFlashcards", "newest 20", .get, cards, linh)
        let resilient = try await measure("listFlashcards", "by word", .get, "\(cards)?word=resilient", linh)
        try await measure("listFlashcards", "by prefix", .get, "\(cards)?word_prefix=s", linh)
        try await measure("listFlashcards", "20 of a maturity", .get, "\(cards)?maturity=learning", linh)
        try await measure("dueFlashcards", "20", .get, "\(cards)/due", linh)
        try await measure("listFlashcards", "with a tag", .get, "\(cards)?tag=travel", linh)
        try await measure("listFlashcards", "a search", .get, "\(cards)?search=s", linh)
        try await measure("listFlashcards", "suspended", .get, "\(cards)?suspended=true", linh)
        try await measure("listFlashcards", "leeches", .get, "\(cards)?leech=true", linh)
        let word = """
            {"word":"serendipity","word_type":"noun","translation_vi":"sự tình cờ may mắn",\
            "example_sentence":"We met by pure serendipity."}
            """
        let saved = try id(try await measure("saveFlashcard", "", .post, cards, linh, word), "flashcard_id")
        let card = try id(try #require(resilient["items"]?.arrayValue?.first), "flashcard_id")
        try await measure("readFlashcard", "", .get, "\(cards)/\(card)", linh)
        try await measure("reviewFlashcard", "", .post, "\(cards)/\(card)/reviews", linh, #"{"rating":"good"}"#)
        let late = """
            {"rating":"good","reviewed_at":"2026-01-01T08:00:00Z","review_id":"01JY0000000000000000000000"}
            """
        try await measure(
            "reviewFlashcard", "older than the newest, with an id", .post, "\(cards)/\(card)/reviews", linh, late)
        try await measure("listReviews", "8 reviews", .get, "\(cards)/\(card)/reviews", linh)
        try await measure("previewReview", "", .get, "\(cards)/\(card)/reviews/preview", linh)
        let undone = #"{"rating":"forgot","review_id":"01ZZZZZZZZZZZZZZZZZZZZZZZZ"}"#
        try await ask(.post, "\(cards)/\(card)/reviews", linh, undone)
        let taken = "\(cards)/\(card)/reviews/01ZZZZZZZZZZZZZZZZZZZZZZZZ"
        try await measure("takeReviewBack", "", .delete, taken, linh)
        let upload = (0..<10).map { number in
            #"{"review_id":"01JZZZZZZZZZZZZZZZZZZZZZZ\#(number)","flashcard_id":"\#(card)","rating":"good","#
                + #""reviewed_at":"2026-04-2\#(number)T08:00:00Z"}"#
        }
        let body = #"{"reviews":[\#(upload.joined(separator: ","))]}"#
        try await measure("uploadReviews", "10 of a card", .post, "/v1/sync/reviews", linh, body)
        try await measure("changes", "100 with their entities", .get, "/v1/sync/changes", linh)
        try await measure("patchFlashcard", "", .patch, "\(cards)/\(saved)", linh, #"{"phonetic":"/ˌserənˈdɪpəti/"}"#)
        try await measure("patchFlashcard", "another word", .patch, "\(cards)/\(saved)", linh, #"{"word":"luck"}"#)
        try await measure("deleteFlashcard", "no review", .delete, "\(cards)/\(saved)", linh)
        let file = #"{"flashcards":[{"word":"one of two"},{"word":"two of two"}]}"#
        try await measure("importFlashcards", "2 cards", .post, "\(cards)/import", linh, file)
        try await measure("exportFlashcards", "begun", .get, "\(cards)/export", linh)
        try await measure("deleteFlashcard", "8 reviews", .delete, "\(cards)/\(card)", linh)
    }

    private func measureSessions(_ linh: String, _ scorer: String) async throws {
        let sessions = "/v1/sessions"
        try await measure("listScenarios", "20 of the path", .get, "/v1/scenarios", nil)
        try await measure("listScenarios", "a level", .get, "/v1/scenarios?level=A1", nil)
        try await measure("readScenario", "", .get, "/v1/scenarios/ordering-coffee", nil)
        let list = try await measure("listSessions", "", .get, sessions, linh)
        try await measure("listSessions", "to resume", .get, "\(sessions)?status=ACTIVE", linh)
        let long = try #require(list["items"]?.arrayValue?.first { $0["total_turns"] == 14 })
        let old = try id(long, "session_id")
        try await measure("readSession", "14 turns", .get, "\(sessions)/\(old)", linh)
        try await measure("listTurns", "14 turns", .get, "\(sessions)/\(old)/turns", linh)
        try await measure("cardsOfSession", "", .get, "\(sessions)/\(old)/flashcards", linh)
        let start = #"{"scenario_id":"ordering-coffee","learner_role":"Customer"}"#
        let new = try id(try await measure("startSession", "", .post, sessions, linh, start), "session_id")
        let said = #"{"content":"Hi! A small latte, please."}"#
        try await measure("appendTurns", "one", .post, "\(sessions)/\(new)/turns", linh, said)
        let both = """
            {"turns":[{"speaker":"USER","content":"To go, please."},{"speaker":"AI",\
            "content":"Of course. Anything else?","translated_content":"Vâng. Còn gì nữa không?","ttft_ms":420,\
            "latency_ms":1300,"input_tokens":612,"output_tokens":18,"cost_usd":"0.00021"}]}
            """
        try await measure("appendTurns", "two, by a service", .post, "\(sessions)/\(new)/turns", scorer, both)
        try await measure("completeSession", "", .post, "\(sessions)/\(new)/complete", linh, "{}")
        try await measure("scoringJobs", "3", .get, "/v1/service/scoring-jobs", scorer)
        let scores = #"{"fluency":80,"pronunciation":75,"grammar":82,"vocabulary":78,"feedback":"Friendly and clear."}"#
        try await measure("scoreSession", "", .post, "\(sessions)/\(new)/scoring", scorer, scores)
        let failed = try id(try await ask(.post, sessions, linh, start), "session_id")
        try await ask(.post, "\(sessions)/\(failed)/complete", linh, "{}")
        let silent = #"{"reason":"The recording is silent."}"#
        try await measure("failScoring", "", .post, "\(sessions)/\(failed)/scoring-failure", scorer, silent)
        try await measure("retryScoring", "", .post, "\(sessions)/\(failed)/scoring-retry", linh, "{}")
        let other = try id(try await ask(.post, sessions, linh, start), "session_id")
        try await measure("abandonSession", "", .post, "\(sessions)/\(other)/abandon", linh, "{}")
        try await measure("deleteSession", "three turns with scores", .delete, "\(sessions)/\(new)", linh)
    }

    private func measureAdministration(_ admin: String) async throws {
        let users = "/v1/admin/users"
        try await measure("listUsers", "11 users", .get, users, admin)
        try await measure("listUsers", "by role", .get, "\(users)?role=LEARNER", admin)
        try await measure("listUsers", "active", .get, "\(users)?active=true", admin)
        let found = try await measure("listUsers", "by e-mail", .get, "\(users)?email=thu", admin)
        let thu = try id(try #require(found["items"]?.arrayValue?.first), "user_id")
        try await measure("readUser", "first time in an hour", .get, "\(users)/\(thu)", admin)
        try await measure("readUser", "", .get, "\(users)/\(thu)", admin)
        try await measure("patchUser", "", .patch, "\(users)/\(thu)", admin, #"{"role":"ADMIN"}"#)
        try await measureExplorer(admin, thu)
        let scenarios = "/v1/admin/scenarios"
        try await measure("listAllScenarios", "20", .get, scenarios, admin)
        try await measure("readAdminScenario", "", .get, "\(scenarios)/ordering-coffee", admin)
        let cafe = """
            {"scenario_id":"cafe","scenario_title":"At the café","roles":["guest","waiter"],"goals":["Order","Pay"],\
            "difficulty_level":"A2","order":2}
            """
        try await measure("makeScenario", "", .post, scenarios, admin, cafe)
        try await measure("patchScenario", "", .patch, "\(scenarios)/cafe", admin, #"{"order":900}"#)
        try await measure("auditOfUser", "", .get, "\(users)/\(thu)/audit", admin)
        try await measure("auditOfScenario", "", .get, "\(scenarios)/cafe/audit", admin)
        try await measure("auditOfDay", "20", .get, "/v1/admin/audit", admin)
    }

    /// The real app's calls.
    private func measureApp(_ linh: String, _ admin: String) async throws {
        let first = token("app-newcomer")
        try await measure("appReadProfile", "first call of a new user", .get, "/profile", first)
        try await measure("appReadProfile", "", .get, "/profile", linh)
        try await measure("appPatchProfile", "", .patch, "/profile", linh, #"{"learning_goal_text":"Travel"}"#)
        let profile = #"{"display_name":"Linh","current_level":"B1","target_level":"C1"}"#
        try await measure("appCompleteOnboarding", "", .post, "/onboarding/complete", linh, profile)
        let cards = "/flashcards"
        let list = try await measure("appListFlashcards", "newest 20", .get, cards, linh)
        try await measure("appDueFlashcards", "all", .get, "\(cards)/due", linh)
        let saved = try await measure("appSaveFlashcard", "", .post, cards, linh, #"{"word":"a new word"}"#)
        try #require(list["data"]?["cards"]?.arrayValue?.isEmpty == false)
        let card = try id(try #require(saved["data"]), "flashcard_id")
        try await measure("appReadFlashcard", "", .get, "\(cards)/\(card)", linh)
        try await measure("appPatchFlashcard", "", .patch, "\(cards)/\(card)", linh, #"{"phonetic":"x"}"#)
        try await measure("appReviewFlashcard", "", .post, "\(cards)/\(card)/review", linh, #"{"rating":"again"}"#)
        try await measure("appDeleteFlashcard", "1 review", .delete, "\(cards)/\(card)", linh)
        let sessions = "/sessions"
        try await measure("appListScenarios", "20", .get, "/scenarios", nil)
        let start = #"{"scenario_id":"ordering-coffee"}"#
        let started = try await measure("appStartSession", "", .post, sessions, linh, start)
        let session = try id(try #require(started["data"]), "session_id")
        try await measure("appListSessions", "", .get, sessions, linh)
        try await measure("appAppendTurn", "", .post, "\(sessions)/\(session)/turns", linh, #"{"text":"Hi!"}"#)
        try await measure("appReadSession", "1 turn", .get, "\(sessions)/\(session)", linh)
        try await measure("appCompleteSession", "", .post, "\(sessions)/\(session)/complete", linh, "{}")
        // Handed on to another service; of the table they take what finding the caller takes.
        try await measure("appTranslateWord", "", .post, "/vocabulary/translate", linh, #"{"word":"tea"}"#)
        let sentence = #"{"sentence":"How are you?"}"#
        try await measure("appTranslateSentence", "", .post, "/vocabulary/translate-sentence", linh, sentence)
        let users = try await measure("appListUsers", "12 users", .get, "/admin/users", admin)
        let user = try id(try #require(users["data"]?["users"]?.arrayValue?.first), "user_id")
        try await measure("appPatchUser", "", .patch, "/admin/users/\(user)", admin, #"{"current_level":"B2"}"#)
        try await measure("appListAllScenarios", "21", .get, "/admin/scenarios", admin)
        let new = #"{"scenario_title":"A new one","roles":["a","b"],"goals":["g"]}"#
        let made = try await measure("appMakeScenario", "", .post, "/admin/scenarios", admin, new)
        let scenario = try id(try #require(made["data"]), "scenario_id")
        let off = #"{"is_active":false}"#
        try await measure("appPatchScenario", "", .patch, "/admin/scenarios/\(scenario)", admin, off)
    }

    private func measureExplorer(_ admin: String, _ user: String) async throws {
        let partition = "partition_key=USER%23\(user)"
        try await measure("listItemKinds", "", .get, "/v1/admin/item-kinds", admin)
        try await measure("listItems", "a user's partition, 20", .get, "/v1/admin/items?\(partition)", admin)
        let item = "/v1/admin/item?\(partition)&sort_key=METADATA%23USER"
        try await measure("exploreItem", "a user", .get, item, admin)
        try await measure("exploreItem", "a user, with what reads it", .get, "\(item)&measure=true", admin)
        try await measure("adminMetrics", "", .get, "/v1/admin/metrics", admin)
    }

    /// What does not touch items; readiness asks for the table's description.
    private func measureOperations() async throws {
        for (route, path) in [
            ("isLive", "/health/live"), ("isReady", "/health/ready"), ("metrics", "/metrics"),
            ("describe", "/openapi.json"), ("welcome", "/"), ("describeProblem", "/problems/not-found"),
        ] { try await measure(route, "", .get, path, nil) }
    }

    /// Patterns that the repositories have and no route uses.
    private func measurePatterns() async throws {
        let linh = try #require(
            try await store.users.userID(try Identity(issuer: Self.issuer, subject: "fixture-linh")))
        let page = PageRequest()
        let session = try #require(
            try await store.sessions.sessions(of: linh).items.first { $0.totalTurns == 14 }?.sessionID)
        try await measure("") { _ = try await $0.sessions.scoring(of: session, owner: linh) }
        try await measure("") { _ = try await $0.users.user(try EmailAddress("bao.admin@example.com")) }
        try await measure("") { _ = try await $0.users.profile(linh) }
        try await measure("8 shards") { _ = try await $0.users.count() }
        let identity = try Identity(issuer: Self.issuer, subject: "fixture-linh")
        try await measure("") { _ = try await $0.users.erasure(of: identity) }
        try await measure("a refused user") {
            try await $0.audit.noteOnce(
                .refusedToUser, of: linh, within: .day, WriteContext(.user(linh), at: Self.now))
        }
        try await measure("") { _ = try await $0.removeDeletedLogs() }
        let old = try await oldCard(linh)
        let user = try #require(try await store.users.user(linh))
        try await measure("20 reviews") {
            let new = NewReview(rating: .good, reviewID: nil, reviewedAt: nil)
            _ = try await $0.reviews.append(new, to: old, of: user)
        }
        try await measure("none") { _ = try await $0.accounts.takenBack(of: old.flashcardID) }
        try await measure("none") {
            _ = try await $0.accounts.calls(of: user, PageRequest())
            _ = try await $0.accounts.callsBeforeRegistering(of: user, PageRequest())
        }
        var patch = UserPatch()
        patch.scheduler = .fsrs(retention: FSRS.defaultRetention, parameters: nil)
        let learner = try await store.users.update(user, patch)
        let reviewed = try await store.flashcards.get(old.flashcardID, of: linh)
        try await measure("21 reviews") { _ = try await $0.reviews.folded(reviewed, of: learner) }
        let call = IdempotentCall(caller: linh.text, key: "key", fingerprint: "hash", at: Self.now)
        let refusal = KeptProblem(type: "duplicate-word", detail: "It is saved.", errors: [], flashcardID: nil)
        try await measure("") { try await $0.calls.keep(.problem(refusal), of: call, at: Self.now) }
        try await measure("") { _ = try await $0.calls.record(of: call, at: Self.now) }
        let claimed = IdempotentCall(caller: linh.text, key: "file", fingerprint: "hash", at: Self.now)
        _ = try await store.calls.claim(claimed)
        let made = KeptResult.cards(startedAt: Self.now, duplicates: [:])
        try await measure("") { try await $0.calls.keep(.result(made), of: claimed, at: Self.now) }
        let statistics = try await searchedByRows(linh)
        try await measure("76 cards, not prepared") {
            _ = try await $0.flashcards.search("s", of: linh, statistics, page)
        }
        try await measure("76 cards, once") { try await $0.flashcards.prepare(linh) }
        try await measure("100 rows") {
            let rows = try await $0.accounts.rows(of: linh, PageRequest(limit: 100)).items
            _ = try await $0.accounts.cards(of: rows)
        }
    }

    /// An account with some hundred items, which did something as an admin once; the last of all.
    private func measureErasure(_ linh: String) async throws {
        let user = try #require(
            try await store.users.user(try Identity(issuer: Self.issuer, subject: "fixture-linh")))
        let entry = ScenarioAuditEntry(
            scenarioID: Slug(trusted: "cafe"),
            note: AuditNote(
                auditID: ULID(high: 5, low: 5), actor: .user(user.userID), action: .scenarioChanged, subject: "order",
                createdAt: Self.now))
        _ = try await table.table.putItem(PutItemRequest(tableName: LexiTable.defaultName, item: entry.item))
        try await measure("no account") { _ = try await $0.erasure.resume() }
        try await measure("deleteMe", "75 cards and 14 sessions", .delete, "/v1/me", linh)
        try await measure("") {
            try await $0.audit.noteOutdatedToken(of: user.identity, WriteContext(.formerUser, at: Self.now))
        }
        try await measureDamagedAccount()
    }

    /// An account that lost its statistics, and then everything except its guards.
    private func measureDamagedAccount() async throws {
        var errors = FieldErrors()
        let new = try #require(
            UserFields().registration(
                identity: try Identity(issuer: Self.issuer, subject: "damaged"),
                tokenEmail: try EmailAddress("damaged@example.com"), isAdmin: false, &errors))
        let user = try await store.users.register(new)
        try await remove(UserStatistics.key(user.userID))
        try await measure("no statistics") {
            try await $0.erasure.begin(user.userID, WriteContext(.operator, at: Self.now))
        }
        // Without the profile the erasure does not know the guards.
        try await remove(User.key(user.userID))
        _ = try await store.erasure.proceed(user.userID)
        try await measure("left guards") { _ = try await $0.users.register(new) }
    }

    private func remove(_ key: ItemKey) async throws {
        _ = try await table.table.deleteItem(
            DeleteItemRequest(tableName: LexiTable.defaultName, key: key.item))
    }

    /// Lets a user's cards be listed by rows, and one be a leech that is not listed, as an older program did.
    private func searchedByRows(_ user: UserID) async throws -> UserStatistics {
        var items: [Item] = []
        let cards = try await store.flashcards.list(of: user, PageRequest(limit: 100)).items
        if var leech = cards.first {
            leech.schedule.lapseCount = LexiLimits.leechLapses
            var item = leech.item
            for name in ["GSI5PK", "GSI5SK"] { item[name] = nil }
            items.append(item)
        }
        for card in cards {
            var word = WordGuard(card)
            word.terms = nil
            let terms = card.searchTerms.list
            items += terms.map { SearchRow(userID: user, term: $0, flashcardID: card.flashcardID, terms: terms).item }
            items.append(word.item)
        }
        var statistics = try await store.users.statistics(user)
        statistics.guardsHaveTerms = false
        statistics.leechesAreListed = false
        for item in items + [statistics.item] {
            _ = try await table.table.putItem(PutItemRequest(tableName: LexiTable.defaultName, item: item))
        }
        return statistics
    }

    /// A card with twenty reviews that an older program kept by their ids.
    private func oldCard(_ user: UserID) async throws -> Flashcard {
        var fields = FlashcardFields()
        fields["word"] = .set("forgotten")
        var errors = FieldErrors()
        var card = try await store.flashcards.create(try #require(fields.creation(&errors)), for: user)
        for day in 0..<20 {
            let review = Review(
                reviewID: store.ids.next(), flashcardID: card.flashcardID, userID: user, rating: .good,
                reviewedAt: Self.now.adding(days: day - 30), createdAt: Self.now)
            card.schedule = card.schedule.applying(review.rating, review.order)
            var item = ReviewGuard(review).item
            item["GSI1PK"] = .s("USER#\(user.text)#REVIEW")
            item["GSI1SK"] = .s("CREATED#\(review.reviewedAt.text)#\(review.reviewID.text)")
            _ = try await table.table.putItem(PutItemRequest(tableName: LexiTable.defaultName, item: item))
        }
        card.isLogByTime = false
        _ = try await table.table.putItem(PutItemRequest(tableName: LexiTable.defaultName, item: card.item))
        return card
    }

    private func id(_ entity: JSONValue, _ name: String) throws -> String { try #require(entity[name]?.stringValue) }
}
