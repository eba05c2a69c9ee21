import DynamoModel
import TestSupport
import Testing

@testable import Lexi

/// The erasure of accounts whose items are damaged, lost, or of a newer program: whatever one of them holds, nothing
/// that names the user is left.
@Suite(.tables) struct DamagedErasureTests {
    /// What happens to an item.
    enum Damage: String, CaseIterable {
        /// Nothing is left except the keys.
        case lost
        /// The item is gone.
        case gone
        /// Its attributes have values of another type; it stays in the indexes.
        case changed
        /// A newer program wrote it.
        case newer

        func applied(to item: Item) -> Item? {
            var damaged = item
            switch self {
            case .lost: damaged = ItemKey(item)?.item ?? item
            case .gone: return nil
            case .changed:
                for (name, _) in item where !name.hasPrefix("GSI") && name != "PK" && name != "SK" {
                    damaged[name] = 7
                }
            case .newer: damaged[TableAttribute.version] = 99
            }
            return damaged
        }
    }

    /// A learner with an item of every kind that an account has, who also acted as an admin.
    private func learner(_ name: String, _ test: TestStore) async throws -> User {
        // Named so that no name is a part of the other.
        let other = String(name.reversed())
        let eve = try await test.register("eve\(other)", isAdmin: true)
        let lan = try await test.register(name, isAdmin: true)
        var fields = FlashcardFields()
        fields["word"] = .set("reviewed")
        fields["translation_vi"] = .set("dịch")
        fields.tags = .set(["tag"])
        var errors = FieldErrors()
        let card = try await test.flashcards.create(try #require(fields.creation(&errors)), for: lan.userID)
        for _ in 0..<2 {
            test.clock.advance(seconds: 90_000)
            try await test.review(card, .good, lan)
        }
        _ = try await test.save("new", lan)
        try await test.flashcards.delete(try await test.save("deleted", lan).flashcardID, of: lan.userID)
        var patch = UserPatch()
        patch.currentLevel = .b1
        _ = try await test.users.update(eve.userID, asAdmin: patch, by: lan.userID)
        let cafe = try await test.store.scenarios.create(
            try #require(SessionWorld.fields("cafe-\(other)").creation(&errors)), test.context(lan))
        try await talk(lan, cafe, test)
        return try #require(try await test.users.user(lan.userID))
    }

    private func talk(_ user: User, _ scenario: Scenario, _ test: TestStore) async throws {
        var fields = SessionFields()
        fields.scenarioID = .set(scenario.scenarioID.text)
        fields.learnerRole = .set("Guest")
        fields.prompt = .set("prompt")
        var errors = FieldErrors()
        let new = try #require(fields.start(user: user, scenario: scenario, asService: true, &errors))
        let sessions = test.store.sessions
        let head = try await sessions.start(new).session
        let talked = try await sessions.append([try SessionWorld.said("hello")], to: head).session
        _ = try await sessions.complete(talked, learner: user, scores: SessionWorld.scores(70, feedback: "fine"))
    }

    /// The items that name a user, by their kinds.
    private func items(of user: User, _ test: TestStore) async throws -> [Item] {
        let found = try await test.allItems().filter { item in
            [user.userID.text, user.email.text, user.identity.subject].contains { "\(item)".contains($0) }
        }
        func rank(_ item: Item) -> String { "\(ItemKind(of: item)?.rawValue ?? "") \(item["SK"]?.string ?? "")" }
        return found.sorted { rank($0) < rank($1) }
    }

    private func replace(_ item: Item, by other: Item?, _ test: TestStore) async throws {
        let (table, name) = (test.recorder.table, test.store.table.name)
        if let other { _ = try await table.putItem(PutItemRequest(tableName: name, item: other)) }
        guard other == nil, let key = ItemKey(item) else { return }
        _ = try await table.deleteItem(DeleteItemRequest(tableName: name, key: key.item))
    }

    private func erase(_ user: User, _ test: TestStore) async throws -> ErasedAccount? {
        try await test.store.erasure.begin(user.userID, WriteContext(.operator, at: test.clock.clock.now))
        return try await test.store.erasure.proceed(user.userID)
    }

    // Each item of an account in turn is damaged in each way: the account is erased, and nothing is left of it.
    @Test(arguments: Damage.allCases) func anyItem(_ damage: Damage) async throws {
        try await TestStore.run { test in
            let count = try await items(of: try await learner("first", test), test).count
            #expect(count > 20)
            for number in 0..<count {
                let lan = try await learner("lan\(number)x", test)
                let item = try await items(of: lan, test)[number]
                let kind = try #require(ItemKind(of: item))
                try await replace(item, by: damage.applied(to: item), test)
                if damage == .newer, kind == .statistics || kind == .user {
                    await #expect(throws: RepositoryError.self, "\(kind)") { try await erase(lan, test) }
                    continue
                }
                let erased = try #require(try await erase(lan, test), "\(kind)")
                let namesNobody = kind == .user && damage != .newer
                #expect(erased.unknown == (namesNobody ? ErasedAccount.Guard.allCases : []), "\(kind)")
                let left = try await items(of: lan, test)
                #expect(left.count == (namesNobody ? 2 : 0), "\(kind) \(left)")
            }
        }
    }

    // What a damaged profile no longer names is found by the address that an operator gives, and else when somebody
    // registers with it.
    @Test func guardsOfLostProfiles() async throws {
        try await TestStore.run { test in
            for (name, isNamed) in [("ann", false), ("abe", true)] {
                let lan = try await learner(name, test)
                try await replace(lan.item, by: Damage.lost.applied(to: lan.item), test)
                #expect(try await erase(lan, test)?.unknown == [.address, .identity])
                if isNamed {
                    #expect(try await test.users.userID(lan.email) == lan.userID)
                    let context = WriteContext(.operator, at: test.clock.clock.now)
                    try await test.store.erasure.begin(lan.userID, address: lan.email, context)
                    let erased = try await test.store.erasure.proceed(lan.userID, address: lan.email)
                    #expect(erased?.unknown == [.identity])
                    #expect(try await test.users.userID(lan.email) == nil)
                }
                let again = try await test.register(name)
                #expect(again.userID != lan.userID)
                #expect(try await test.everything().allSatisfy { !$0.contains(lan.userID.text) })
            }
            // Guards of a user who is there stay.
            let eve = try await test.register("eve")
            await #expect(throws: RepositoryError.alreadyRegistered(eve.userID)) { try await test.register("eve") }
            await #expect(throws: RepositoryError.duplicateEmail) {
                try await test.users.register(try test.newUser("mallory", email: eve.email.text))
            }
        }
    }

    // While anything is left of an account without a profile, its address leads to it and cannot be taken.
    @Test func guardsOfLostProfilesWithItems() async throws {
        try await TestStore.run { test in
            let lan = try await learner("lan", test)
            for item in [lan.item, try await test.users.statistics(lan.userID).item] {
                try await replace(item, by: nil, test)
            }
            await #expect(throws: RepositoryError.alreadyRegistered(lan.userID)) { try await test.register("lan") }
            #expect(try await test.users.userID(lan.email) == lan.userID)
            let context = WriteContext(.operator, at: test.clock.clock.now)
            try await test.store.erasure.begin(lan.userID, address: lan.email, context)
            _ = try await test.store.erasure.proceed(lan.userID, address: lan.email)
            let again = try await test.register("lan")
            #expect(again.userID != lan.userID)
        }
    }

    // A card that neither its row nor an index leads to is found by the guard of its word; stopped in between, too.
    @Test(arguments: [1, 1_000], [Damage.lost, .gone])
    func rowAndCardDamaged(_ step: Int, _ damage: Damage) async throws {
        try await TestStore.run { test in
            let lan = try await learner("lan", test)
            let card = try #require(try await test.flashcards.list(of: lan.userID, PageRequest()).items.first)
            let row = try #require(
                try await test.items("USER#\(lan.userID.text)").first {
                    $0["entity_id"]?.string == card.flashcardID.text
                })
            for item in [card.item, row] { try await replace(item, by: damage.applied(to: item), test) }
            try await test.store.erasure.begin(lan, test.context(lan))
            var steps = 0
            while try await test.another(UInt64(steps)).erasure.proceed(lan.userID, removing: step) == nil {
                steps += 1
                try #require(steps < 1_000)
            }
            #expect(try await test.everything().allSatisfy { !$0.contains(card.flashcardID.text) })
            #expect(try await items(of: lan, test).isEmpty)
        }
    }

    // Damaged accounts that are being erased keep no others at a start, and are erased then.
    @Test func starting() async throws {
        try await TestStore.run { test in
            let names = ["a", "b", "c", "d"]
            for name in names {
                let user = try await test.register(name)
                _ = try await test.save("word", user)
                try await test.store.erasure.begin(user, test.context(user))
                guard name == "a" || name == "c" else { continue }
                for item in try await test.items("USER#\(user.userID.text)")
                where [.feedRow, .statistics].contains(ItemKind(of: item)) {
                    try await replace(item, by: Damage.changed.applied(to: item), test)
                }
            }
            #expect(try await test.another(3).erasure.resume() == 4)
            for name in names {
                #expect(try await test.users.user(try EmailAddress("\(name)@example.com")) == nil)
            }
        }
    }

    // A user whose statistics are lost is erased as others are: when the version is the one that the caller knows.
    @Test func lostStatistics() async throws {
        try await TestStore.run { test in
            let lan = try await learner("lan", test)
            let statistics = try await test.users.statistics(lan.userID)
            try await replace(statistics.item, by: nil, test)
            await #expect(throws: RepositoryError.versionMismatch(current: lan.version)) {
                try await test.store.erasure.begin(lan, expectedVersion: 99, test.context(lan))
            }
            try await test.store.erasure.begin(lan, expectedVersion: lan.version, test.context(lan))
            #expect(try await test.users.user(lan.userID)?.erasureStartedAt != nil)
            #expect(try await test.another(5).erasure.resume() == 1)
            #expect(try await items(of: lan, test).isEmpty)
            await #expect(throws: RepositoryError.notFound) { _ = try await erase(lan, test) }
        }
    }

    // The last admin stays, also when their statistics are lost; with another admin they can go.
    @Test func lostStatisticsOfLastAdmin() async throws {
        try await TestStore.run { test in
            let boss = try await test.register("boss", isAdmin: true)
            let statistics = try await test.users.statistics(boss.userID)
            try await replace(statistics.item, by: nil, test)
            await #expect(throws: RepositoryError.lastAdmin) {
                try await test.store.erasure.begin(boss, test.context(boss))
            }
            #expect(try await test.users.user(boss.userID) == boss)
            _ = try await test.register("other", isAdmin: true)
            try await test.store.erasure.begin(boss, test.context(boss))
            #expect(try await test.store.erasure.proceed(boss.userID) != nil)
            #expect(try await items(of: boss, test).isEmpty)
        }
    }

    // An admin whose item cannot be read does not count, and keeps no others.
    @Test(arguments: [Damage.changed, .newer]) func damagedAdmin(_ damage: Damage) async throws {
        try await TestStore.run { test in
            let boss = try await test.register("boss", isAdmin: true)
            let damaged = try await test.register("damaged", isAdmin: true)
            try await replace(damaged.item, by: damage.applied(to: damaged.item), test)
            await #expect(throws: RepositoryError.lastAdmin) {
                try await test.store.erasure.begin(boss, test.context(boss))
            }
            _ = try await test.register("other", isAdmin: true)
            try await test.store.erasure.begin(boss, test.context(boss))
            #expect(try await test.store.erasure.proceed(boss.userID) != nil)
        }
    }

    // Damaged statistics of one user keep no other's deleted cards.
    @Test func tidyingBesideDamage() async throws {
        try await TestStore.run { test in
            for name in ["a", "b", "c"] {
                let user = try await test.register(name)
                let card = try await test.save("word", user)
                test.clock.advance(seconds: 60)
                try await test.review(card, .good, user)
                test.recorder.fail("batchWriteItem", DynamoDBError(.throttling, "busy"), times: 20)
                try? await test.flashcards.delete(card.flashcardID, of: user.userID)
                test.recorder.recover()
                #expect(try await !test.items("FLASHCARD#\(card.flashcardID.text)").isEmpty)
                guard name == "b" else { continue }
                let item = try await test.users.statistics(user.userID).item
                try await replace(item, by: Damage.changed.applied(to: item), test)
            }
            await #expect(throws: RepositoryError.self) { try await test.another(3).removeDeletedLogs() }
            let reviews = try await test.allItems().filter { ItemKind(of: $0) == .loggedReview }
            #expect(reviews.count == 1)
        }
    }
}
