import DynamoModel
import Foundation
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct BudgetTests {
    // Reads stay within the units that their patterns declare, for the case that they declare; CostTests measures the
    // others, too.
    @Test func reads() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            var session = Samples.session()
            (session.userID, session.totalTurns) = (lan.userID, 40)
            try await test.put(session)
            var cards: [Flashcard] = []
            for number in 0..<100 {
                test.clock.advance(seconds: 1)
                let source = number < 20 ? TurnReference(sessionID: session.sessionID, turnIndex: number) : nil
                cards.append(try await test.save("word number \(number)", lan, from: source))
            }
            for number in 0..<25 { try await test.review(cards[number], .good, lan) }
            let id = lan.userID
            let page = PageRequest()
            let now = test.clock.clock.now
            try await test.expect(AccessPatterns.profile) { _ = try await test.users.profile(id) }
            try await test.expect(AccessPatterns.user) { _ = try await test.users.user(id) }
            try await test.expect(AccessPatterns.statistics) { _ = try await test.users.statistics(id) }
            try await test.expect(AccessPatterns.identity) { _ = try await test.users.userID(lan.identity) }
            try await test.expect(AccessPatterns.erasedIdentity) { _ = try await test.users.erasure(of: lan.identity) }
            try await test.expect(AccessPatterns.email, and: AccessPatterns.user) {
                _ = try await test.users.user(lan.email)
            }
            try await test.expect(AccessPatterns.word, and: AccessPatterns.flashcard) {
                _ = try await test.flashcards.find(cards[0].word, of: id)
            }
            try await test.expect(AccessPatterns.wordPrefix) {
                let found = try await test.flashcards.list(of: id, wordPrefix: "wo", page).items
                #expect(found.count == 20)
            }
            try await test.expect(AccessPatterns.flashcard) {
                _ = try await test.flashcards.get(cards[0].flashcardID, of: id)
            }
            try await test.expect(AccessPatterns.flashcards) {
                let found = try await test.flashcards.list(of: id, page).items
                #expect(found.count == 20)
            }
            try await test.expect(AccessPatterns.due) {
                let found = try await test.flashcards.due(of: id, page).items
                #expect(found.count == 20)
            }
            // Of the 100 cards, 25 are not due before tomorrow: the forecast counts the others.
            try await test.expect(AccessPatterns.forecast) {
                let forecast = try await test.flashcards.forecast(of: lan, days: 7, at: now)
                #expect(forecast.due == 75)
                #expect(forecast.days.map(\.cards) == [75, 25, 0, 0, 0, 0, 0])
            }
            #expect(test.recorder.notes.calls == ["query"])
            // Nothing is due yet: the units are those of the same 100 keys.
            try await test.expect(AccessPatterns.forecast) {
                let forecast = try await test.flashcards.forecast(of: lan, days: 7, at: TestStore.start)
                #expect(forecast.due == 0)
                #expect(forecast.days.map(\.cards) == [75, 25, 0, 0, 0, 0, 0])
            }
            try await test.expect(AccessPatterns.maturity) {
                let found = try await test.flashcards.list(of: id, maturity: .learning, page).items
                #expect(found.count == 20)
            }
            try await test.expect(AccessPatterns.cardsOfSession) {
                let found = try await test.flashcards.saved(from: session.sessionID)
                #expect(found.count == 20)
            }
        }
    }

    // A year of activity, a log of 100 reviews and a page of 100 changes stay within their budgets.
    @Test func longReads() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            for day in 0..<100 {
                test.clock.advance(seconds: 86_400)
                try await test.review(card, day % 9 == 0 ? .forgot : .good, lan)
            }
            let today = lan.timeZone.day(at: test.clock.clock.now)
            for day in 100..<365 {
                try await test.put(
                    ActivityDay(userID: lan.userID, day: today.adding(days: -day), reviews: 12, sessions: 1))
            }
            for number in 0..<99 { _ = try await test.save("word \(number)", lan) }
            let statistics = try await test.users.statistics(lan.userID)
            try await test.expect(AccessPatterns.activity, and: AccessPatterns.statistics) {
                let days = try await test.users.activity(
                    lan.userID, from: today.adding(days: -364), to: today, statistics)
                #expect(days.count == 365)
            }
            try await test.expect(AccessPatterns.reviewLog, and: AccessPatterns.flashcard) {
                _ = try await test.reviews.list(of: card.flashcardID, of: lan.userID, PageRequest())
            }
            try await test.expect(AccessPatterns.changes) {
                let rows = try await test.feed(lan.userID)
                #expect(rows.count == 101)
            }
            #expect(try await test.users.statistics(lan.userID).currentStreak == 100)
        }
    }

    // Lists of users stay within the budget of a shard, times the shards, and of the entities that are read.
    @Test func listsOfUsers() async throws {
        try await TestStore.run { test in
            for number in 0..<60 { _ = try await test.register("user\(number)") }
            let page = PageRequest()
            try await test.expect(AccessPatterns.users) { _ = try await test.users.list(page) }
            try await test.expect(AccessPatterns.userCount) {
                let count = try await test.users.count()
                #expect(count == 60)
            }
            try await test.expect(AccessPatterns.usersByRole) { _ = try await test.users.list(role: .learner, page) }
            try await test.expect(AccessPatterns.usersByStatus) { _ = try await test.users.list(isActive: true, page) }
            try await test.expect(AccessPatterns.usersByEmail) {
                let found = try await test.users.list(emailPrefix: "us", page).items
                #expect(found.count == 20)
            }
        }
    }

    // The writes of every day stay within the units that their patterns declare. CostTests measures the others.
    @Test func writes() async throws {
        try await TestStore.run { test in
            let admin = try await test.register("admin", isAdmin: true)
            var goal = UserPatch()
            goal.learningGoal = "Travel"
            let patch = goal
            var rights = UserPatch()
            rights.role = .admin
            let promotion = rights
            var lan = admin
            try await test.expectWrites(AccessPatterns.register) { lan = try await test.register("lan") }
            try await test.expectWrites(AccessPatterns.editUser) { _ = try await test.users.update(lan.userID, patch) }
            try await test.expectWrites(AccessPatterns.changeUser) {
                _ = try await test.users.update(lan.userID, asAdmin: promotion, by: admin.userID)
            }
            var card = try await test.save("pear", lan)
            try await test.expectWrites(AccessPatterns.createFlashcard) { card = try await test.save("apple", lan) }
            try await test.expectWrites(AccessPatterns.appendReview) { try await test.review(card, .good, lan) }
            try await test.expectWrites(AccessPatterns.editFlashcard) {
                _ = try await test.flashcards.update(
                    card.flashcardID, of: lan.userID, try TestStore.patch { $0["word"] = .set("plum") })
            }
            try await test.expectWrites(AccessPatterns.noteEvent) {
                _ = try await test.store.audit.noteOnce(
                    .userInspected, of: lan.userID, within: .hour, test.context(admin))
            }
            try await test.expectWrites(AccessPatterns.deleteFlashcard) {
                try await test.flashcards.delete(card.flashcardID, of: lan.userID)
            }
            let learner = try #require(try await test.users.user(lan.userID))
            try await test.expectWrites(AccessPatterns.closeAccount) {
                try await test.store.erasure.begin(learner, test.context(learner))
            }
            #expect(try await test.store.erasure.proceed(lan.userID) != nil)
            try await test.expectWrites(AccessPatterns.noteOutdatedToken) {
                _ = try await test.store.audit.noteOutdatedToken(of: lan.identity, test.context(admin))
            }
        }
    }
}

extension TestStore {
    func put(_ entity: some ItemConvertible) async throws {
        _ = try await recorder.table.putItem(PutItemRequest(tableName: store.table.name, item: entity.item))
    }

    /// Runs a read and holds its units against the budgets of the patterns that it uses.
    func expect(
        _ pattern: some RegisteredPattern, and other: (any RegisteredPattern)? = nil,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Void
    ) async throws {
        recorder.reset()
        try await body()
        let used = recorder.notes.units
        let budget = pattern.budget.read + (other?.budget.read ?? 0)
        let cost = "\(pattern.access.number) \(pattern.access.name): \(used.read) of \(budget)"
        #expect(used.read > 0 && used.read <= budget, "\(cost)", sourceLocation: sourceLocation)
        #expect(used.write == 0, "\(cost)", sourceLocation: sourceLocation)
        if let path = ProcessInfo.processInfo.environment["LEXI_SHOW_UNITS"] { print(path, cost) }
    }

    /// Runs a write and holds its units against the pattern's budget.
    func expectWrites(
        _ pattern: AccessPattern, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async throws {
        recorder.reset()
        try await body()
        let used = recorder.notes.units
        let cost = "\(pattern.number) \(pattern.name): \(used.write) of \(pattern.budget.write)"
        #expect(used.write > 0 && used.write <= pattern.budget.write, "\(cost)", sourceLocation: sourceLocation)
        if let path = ProcessInfo.processInfo.environment["LEXI_SHOW_UNITS"] { print(path, cost) }
    }
}
