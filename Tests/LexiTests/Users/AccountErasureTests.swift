import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct AccountErasureTests {
    /// A learner with something of every kind, who was also changed by an admin and acted as one.
    private func learner(_ test: TestStore) async throws -> User {
        let boss = try await test.register("boss", isAdmin: true)
        let eve = try await test.register("eve")
        var lan = try await test.register("lan", isAdmin: true)
        var cards: [Flashcard] = []
        for number in 0..<12 { cards.append(try await test.save("secret \(number)", lan)) }
        for card in cards.prefix(5) {
            for day in 0..<8 {
                test.clock.advance(seconds: 3_600 + Int64(day))
                try await test.review(card, .good, lan)
            }
        }
        try await test.flashcards.delete(cards[0].flashcardID, of: lan.userID)
        try await test.flashcards.delete(cards[11].flashcardID, of: lan.userID)
        // What others did to the account, and what the user did as an admin.
        _ = try await test.users.update(lan.userID, asAdmin: try patch { $0.currentLevel = .c1 }, by: boss.userID)
        _ = try await test.users.update(eve.userID, asAdmin: try patch { $0.currentLevel = .b1 }, by: lan.userID)
        var errors = FieldErrors()
        let cafe = try await test.store.scenarios.create(
            try #require(SessionWorld.fields("cafe").creation(&errors)), test.context(lan))
        try await talk(lan, cafe, test)
        lan = try #require(try await test.users.user(lan.userID))
        return lan
    }

    private func patch(_ change: (inout UserPatch) -> Void) throws -> UserPatch {
        var patch = UserPatch()
        change(&patch)
        return patch
    }

    private func talk(_ user: User, _ scenario: Scenario, _ test: TestStore) async throws {
        var fields = SessionFields()
        fields.scenarioID = .set(scenario.scenarioID.text)
        fields.learnerRole = .set("Guest")
        fields.prompt = .set("secret prompt")
        fields.greeting = .set("secret greeting")
        var errors = FieldErrors()
        let new = try #require(fields.start(user: user, scenario: scenario, asService: true, &errors))
        let sessions = test.store.sessions
        let head = try await sessions.start(new).session
        let turns = try (0..<3).map { try SessionWorld.said("secret \($0)") }
        let talked = try await sessions.append(turns, to: head).session
        _ = try await sessions.complete(
            talked, learner: user, scores: SessionWorld.scores(70, feedback: "secret"))
    }

    private func expectNothing(of user: User, _ test: TestStore) async throws {
        for line in try await test.everything() {
            for name in [user.userID.text, user.email.text, "secret", "\"\(user.identity.subject)\""] {
                #expect(!line.contains(name), "\(line)")
            }
        }
    }

    // Every item and every index entry of the user goes; entries in other trails stay, without the name. The address
    // and the identity can be taken again.
    @Test func nothingIsLeft() async throws {
        try await TestStore.run { test in
            let lan = try await learner(test)
            #expect(try await test.everything().contains { $0.contains("secret") })
            try await test.store.erasure.begin(lan, expectedVersion: lan.version, test.context(lan))
            #expect(try await test.store.erasure.proceed(lan.userID) != nil)
            try await expectNothing(of: lan, test)
            let eve = try #require(try await test.users.user(try EmailAddress("eve@example.com")))
            let trail = try await test.store.audit.entries(of: eve.userID, PageRequest()).items
            #expect(trail.map(\.note.action) == [.userChanged, .registered])
            #expect(trail.first?.note.actor == .formerUser)
            let scenario = try await test.store.audit.entries(of: Slug(trusted: "cafe"), PageRequest()).items
            #expect(scenario.map(\.note.actor) == [.formerUser])
            let again = try await test.register("lan")
            #expect(again.userID != lan.userID)
        }
    }

    // That an account was closed and erased stays in the trail of the day: who did it, in which request, and nobody's
    // name. A token from before is noted once, in the same list.
    @Test(arguments: [true, false]) func theTrailOfAnErasure(isDamaged: Bool) async throws {
        try await TestStore.run { test in
            let lan = try await learner(test)
            let now = test.clock.clock.now
            let context = WriteContext(.user(lan.userID), at: now, requestID: Array("request-7".utf8))
            if isDamaged {
                try await test.store.erasure.begin(lan.userID, context)
            } else {
                try await test.store.erasure.begin(lan, context)
            }
            #expect(try await test.store.erasure.proceed(lan.userID) != nil)
            let store = test.another(3)
            let refused = WriteContext(.formerUser, at: now, requestID: Array("request-8".utf8))
            #expect(try await test.store.audit.noteOutdatedToken(of: lan.identity, refused))
            for _ in 0..<2 { #expect(try await !store.audit.noteOutdatedToken(of: lan.identity, refused)) }
            let stranger = try Identity(issuer: "lexi", subject: "stranger")
            #expect(try await !store.audit.noteOutdatedToken(of: stranger, refused))
            let trail = try await test.store.audit.entries(on: LocalDay(utc: now), PageRequest(limit: 100)).items
            let erasures = trail.compactMap { entry in
                if case .ofErasure(let erasure) = entry { erasure } else { nil }
            }
            let found = erasures.sorted { $0.note.auditID.text < $1.note.auditID.text }
            #expect(found.map(\.note.action) == [.accountClosed, .accountErased, .tokenOutdated])
            #expect(found.map(\.note.actor) == [.formerUser, .formerUser, .formerUser])
            #expect(found.map(\.note.requestID) == ["request-7", nil, "request-8"])
            #expect(Set(found.map(\.erasureID)).count == 1)
            try await expectNothing(of: lan, test)
        }
    }

    // Stopped after any number of items, by a failing table too, the erasure goes on where it was, and a server that
    // starts does it.
    @Test(arguments: [1, 7, 40])
    func resuming(_ step: Int) async throws {
        try await TestStore.run { test in
            let lan = try await learner(test)
            try await test.store.erasure.begin(lan, test.context(lan))
            #expect(try await test.store.erasure.proceed(lan.userID, removing: step) == nil)
            test.recorder.fail("batchWriteItem", DynamoDBError(.validation, "broken"), after: 1)
            await #expect(throws: RepositoryError.self) { try await test.store.erasure.proceed(lan.userID) }
            test.recorder.recover()
            for _ in 0..<3 { _ = try await test.another(9).erasure.resume(removing: step) }
            #expect(try await test.another(8).erasure.resume() <= 1)
            try await expectNothing(of: lan, test)
            #expect(try await test.store.erasure.resume() == 0)
            #expect(try await test.store.erasure.proceed(lan.userID) != nil)
        }
    }

    // Nobody writes the data of a closed account, neither with what was read before nor with statistics that a writer
    // handed on.
    @Test func closedAccounts() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            await #expect(throws: RepositoryError.versionMismatch(current: 1)) {
                try await test.store.erasure.begin(lan, expectedVersion: 7, test.context(lan))
            }
            try await test.store.erasure.begin(lan, expectedVersion: 1, test.context(lan))
            let closed = try #require(try await test.users.user(lan.userID))
            #expect(closed.version == lan.version)
            #expect(closed.erasureStartedAt != nil)
            await #expect(throws: RepositoryError.notFound) { try await test.save("pear", lan) }
            await #expect(throws: RepositoryError.notFound) { try await test.another(5).flashcards.delete(card) }
            await #expect(throws: RepositoryError.notFound) { try await test.review(card, .good, lan) }
            try await test.store.erasure.begin(closed, expectedVersion: 1, test.context(lan))
            await #expect(throws: RepositoryError.alreadyRegistered(lan.userID)) { try await test.register("lan") }
            #expect(try await test.store.erasure.proceed(lan.userID) != nil)
            try await expectNothing(of: lan, test)
        }
    }

    // The last active admin cannot leave: deactivated ones and those who are leaving do not count, also when two leave
    // at the same time. The operator can close any account.
    @Test func theLastAdminStays() async throws {
        try await TestStore.run { test in
            let (boss, other) = (
                try await test.register("boss", isAdmin: true), try await test.register("other", isAdmin: true)
            )
            let refusals = await withTaskGroup(of: RepositoryError?.self) { group in
                for admin in [boss, other] {
                    group.addTask {
                        do throws(RepositoryError) {
                            try await test.store.erasure.begin(admin, test.context(admin))
                            return nil
                        } catch { return error }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(refusals.contains(nil) && refusals.contains(.lastAdmin), "\(refusals)")
            let left = try #require(
                try await [test.users.user(boss.userID), test.users.user(other.userID)].compactMap(\.self)
                    .first { $0.erasureStartedAt == nil })
            let third = try await test.register("third", isAdmin: true)
            _ = try await test.users.update(third.userID, asAdmin: try patch { $0.isActive = false }, by: left.userID)
            await #expect(throws: RepositoryError.lastAdmin) {
                try await test.store.erasure.begin(left, test.context(left))
            }
            #expect(try await test.users.user(left.userID) == left)
            try await test.store.erasure.begin(left, WriteContext(.operator, at: test.clock.clock.now))
            #expect(try await test.store.erasure.proceed(left.userID) != nil)
        }
    }

    // Nor is anything written next to it: no entry of the trail, no record of a call. What was kept of calls from
    // before the registration goes, too.
    @Test func nothingBesideClosedAccounts() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let now = test.clock.clock.now
            let calls = test.store.calls
            let before = IdempotentCall.caller(issuer: lan.identity.issuer, subject: lan.identity.subject)
            let registering = IdempotentCall(caller: before, key: "k", fingerprint: "f", at: now)
            try await calls.keep(.result(.user(lan.userID)), of: registering, at: now)
            try await test.store.erasure.begin(lan, test.context(lan))
            let call = IdempotentCall(caller: lan.userID.text, key: "k", fingerprint: "f", at: now)
            for isGone in [false, true] {
                if isGone { #expect(try await test.store.erasure.proceed(lan.userID) != nil) }
                await #expect(throws: RepositoryError.notFound) {
                    try await test.store.audit.note(.userExported, of: lan.userID, test.context(lan))
                }
                await #expect(throws: RepositoryError.notFound) {
                    try await calls.keep(.result(.user(lan.userID)), of: call, at: now)
                }
                await #expect(throws: RepositoryError.notFound) { try await calls.claim(call) }
            }
            try await expectNothing(of: lan, test)
            #expect(try await calls.record(of: registering, at: now) == nil)
        }
    }

    // While others write, the account is closed once, and what they wrote before goes too.
    @Test func concurrentWriters() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            await withTaskGroup { group in
                for writer in 0..<4 {
                    let store = test.another(UInt64(writer))
                    group.addTask {
                        for number in 0..<10 {
                            guard let new = try? TestStore.new("secret \(writer) \(number)") else { return }
                            _ = try? await store.flashcards.create(new, for: lan.userID)
                        }
                    }
                }
                group.addTask { try? await test.store.erasure.begin(lan, test.context(lan)) }
            }
            if let user = try await test.users.user(lan.userID) {
                try await test.store.erasure.begin(user, test.context(lan))
            }
            #expect(try await test.store.erasure.proceed(lan.userID) != nil)
            try await expectNothing(of: lan, test)
        }
    }

    // A new address takes the guard along in the transaction; the old one is free, a taken one refused.
    @Test func changingTheAddress() async throws {
        try await TestStore.run { test in
            let (lan, eve) = (try await test.register("lan"), try await test.register("eve"))
            await #expect(throws: RepositoryError.duplicateEmail) {
                try await test.users.changeEmail(of: lan, to: eve.email)
            }
            let new = try EmailAddress("lan.new@example.com")
            let changed = try await test.users.changeEmail(of: lan, to: new)
            #expect((changed.email, changed.version) == (new, 2))
            #expect(try await test.users.user(new)?.userID == lan.userID)
            #expect(try await test.users.user(lan.email) == nil)
            let found = try await test.users.list(emailPrefix: "lan", PageRequest()).items
            #expect(found.map(\.email.text) == ["lan.new@example.com"])
            let trail = try await test.store.audit.entries(of: lan.userID, PageRequest()).items
            #expect(trail.map(\.note.action).contains(.emailChanged))
            #expect(try await test.users.changeEmail(of: changed, to: new).version == 2)
            _ = try await test.users.register(try test.newUser("new", email: lan.email.text))
        }
    }
}

extension TestStore {
    /// Everything that the table and its indexes hold, as text.
    func everything() async throws -> [String] {
        var lines: [String] = []
        for index in [nil] + TableIndex.allCases.compactMap(\.name) {
            lines += try await allItems(index).map { "\(index ?? "table"): \($0)" }
        }
        return lines
    }

    /// All items of the table or of an index.
    func allItems(_ index: String? = nil) async throws -> [Item] {
        var (items, request) = ([Item](), ScanRequest(tableName: store.table.name, indexName: index))
        repeat {
            let page = try await recorder.table.scan(request)
            items += page.items
            request.exclusiveStartKey = page.lastEvaluatedKey
        } while request.exclusiveStartKey != nil
        return items
    }

    func context(_ user: User) -> WriteContext { WriteContext(.user(user.userID), at: clock.clock.now) }
}
