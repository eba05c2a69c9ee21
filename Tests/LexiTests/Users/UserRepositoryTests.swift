import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct UserRepositoryTests {
    // Who registers is found by identity, by address and by id, with statistics at zero and a first row in the feed.
    @Test func registering() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            #expect(lan.version == 1)
            #expect(lan.displayName == "lan")
            #expect(try await test.users.user(lan.identity) == lan)
            #expect(try await test.users.user(try EmailAddress("LAN@example.com")) == lan)
            #expect(try await test.users.user(lan.userID) == lan)
            let profile = try await test.users.profile(lan.userID)
            #expect(profile.user == lan)
            #expect(profile.statistics == .initial(userID: lan.userID, feedPosition: lan.feedPosition))
            let feed = try await test.feed(lan.userID)
            #expect(feed.map(\.kind) == [.user])
            #expect(feed.map(\.position) == [lan.feedPosition])
            #expect(try await test.users.user(try Identity(issuer: "lexi", subject: "eve")) == nil)
        }
    }

    // An identity registers once and an address belongs to one user; what is refused leaves nothing behind.
    @Test func registeringTwice() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            await #expect(throws: RepositoryError.alreadyRegistered(lan.userID)) { try await test.register("lan") }
            let eve = try test.newUser("eve", email: "lan@example.com")
            await #expect(throws: RepositoryError.duplicateEmail) { try await test.users.register(eve) }
            #expect(try await test.users.user(eve.identity) == nil)
            #expect(try await test.items("USER#\(lan.userID.text)").count == 4)
        }
    }

    // Of many at once with the same identity, one registers.
    @Test func registeringAtOnce() async throws {
        try await TestStore.run { test in
            let wins = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 { group.addTask { (try? await test.register("lan")) != nil } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(wins == 1)
            let users = try await test.users.list(PageRequest())
            #expect(users.items.count == 1)
        }
    }

    // A change raises the version; one that expects another version changes nothing.
    @Test func changing() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            test.clock.advance(seconds: 60)
            var fields = UserFields()
            fields.displayName = .set("Lan Nguyễn")
            fields.currentLevel = .set("B1")
            var errors = FieldErrors()
            let patch = try #require(fields.profilePatch(&errors))
            let changed = try await test.users.update(lan.userID, patch, expectedVersion: 1)
            #expect(changed.version == 2)
            #expect(changed.displayName == "Lan Nguyễn")
            #expect(changed.currentLevel == .b1)
            #expect(changed.targetLevel == .b2)
            #expect(changed.updatedAt == lan.updatedAt.adding(seconds: 60))
            #expect(changed.createdAt == lan.createdAt)
            #expect(try await test.users.user(lan.userID) == changed)
            await #expect(throws: RepositoryError.versionMismatch(current: 2)) {
                try await test.users.update(lan.userID, patch, expectedVersion: 1)
            }
            #expect(try await test.users.update(lan.userID, UserPatch()) == changed)
            let feed = try await test.feed(lan.userID)
            #expect(feed.map(\.position.sequence) == [2])
            await #expect(throws: RepositoryError.notFound) {
                try await test.users.update(Samples.userID, patch)
            }
        }
    }

    // Many changes at once, from two processes, are all made: none is lost.
    @Test func changingAtOnce() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let other = test.another(8)
            var promote = UserPatch()
            promote.learningGoal = "x"
            let patch = promote
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    let users = number % 2 == 0 ? test.users : other.users
                    group.addTask { _ = try await users.update(lan.userID, patch) }
                }
                try await group.waitForAll()
            }
            #expect(try await test.users.user(lan.userID)?.version == 21)
            #expect(try await test.users.statistics(lan.userID).feedPosition.sequence == 21)
            #expect(try await test.feed(lan.userID).count == 1)
        }
    }

    // An admin's change stands in the user's audit trail, by field names and with the new role and activity, and moves
    // the user in the lists by role and status.
    @Test func changingAsAdmin() async throws {
        try await TestStore.run { test in
            let admin = try await test.register("admin", isAdmin: true)
            let lan = try await test.register("lan")
            var fields = UserFields()
            fields.role = .set("ADMIN")
            fields.isActive = .set(false)
            var errors = FieldErrors()
            let patch = try #require(fields.adminPatch(&errors))
            let changed = try await test.users.update(lan.userID, asAdmin: patch, by: admin.userID)
            #expect(changed.role == .admin && !changed.isActive)
            let trail = try await test.items("USER#\(lan.userID.text)").compactMap { try? AuditEntry(item: $0) }
            #expect(trail.map(\.note.action) == [.registered, .userChanged])
            #expect(trail.map(\.note.actor) == [.user(lan.userID), .user(admin.userID)])
            #expect(trail.last?.note.subject == "role=ADMIN is_active=false")
            let page = PageRequest()
            #expect(
                try await test.users.list(role: .admin, page).items.map(\.userID) == [
                    lan.userID, admin.userID,
                ])
            #expect(try await test.users.list(role: .learner, page).items.isEmpty)
            #expect(try await test.users.list(isActive: false, page).items == [changed])
            #expect(try await test.users.list(isActive: true, page).items == [admin])
        }
    }

    // Admins take no rights from themselves, and of admins who demote each other at the same time one is left.
    @Test func adminsRemain() async throws {
        try await TestStore.run { test in
            var fields = UserFields()
            fields.role = .set("LEARNER")
            var errors = FieldErrors()
            let demotion = try #require(fields.adminPatch(&errors))
            let admins = [try await test.register("a", isAdmin: true), try await test.register("b", isAdmin: true)]
            await #expect(throws: RepositoryError.ownRights) {
                _ = try await test.users.update(admins[0].userID, asAdmin: demotion, by: admins[0].userID)
            }
            var levels = UserFields()
            levels.currentLevel = .set("C2")
            let own = try #require(levels.adminPatch(&errors))
            #expect(
                try await test.users.update(admins[0].userID, asAdmin: own, by: admins[0].userID).currentLevel == .c2)
            for _ in 0..<10 {
                let now = try await [test.users.user(admins[0].userID), test.users.user(admins[1].userID)].compactMap(
                    \.self)
                let refusals = await withTaskGroup(of: RepositoryError?.self) { group in
                    for (admin, other) in [(now[0], now[1]), (now[1], now[0])] {
                        group.addTask {
                            do throws(RepositoryError) {
                                let context = WriteContext(.user(admin.userID), at: test.clock.clock.now)
                                _ = try await test.users.administrate(other, demotion, by: admin, context)
                                return nil
                            } catch { return error }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(Set(refusals.map { $0.map(String.init(describing:)) }).count == 2, "\(refusals)")
                #expect(refusals.contains(.notAdmin) && refusals.contains(nil))
                let after = try await [test.users.user(admins[0].userID), test.users.user(admins[1].userID)].compactMap(
                    \.self)
                #expect(after.count { $0.role == .admin } == 1)
                // The operator makes the other one an admin again.
                let demoted = try #require(after.first { $0.role != .admin })
                var back = UserFields()
                back.role = .set("ADMIN")
                let promotion = try #require(back.adminPatch(&errors))
                _ = try await test.users.administrate(
                    demoted, promotion, WriteContext(.operator, at: test.clock.clock.now))
            }
        }
    }

    // An admin who has closed the own account takes no rights from the one who is left, whatever was read before.
    @Test func closedAdminsHaveNoRights() async throws {
        try await TestStore.run { test in
            let admins = [try await test.register("a", isAdmin: true), try await test.register("b", isAdmin: true)]
            var fields = UserFields()
            fields.isActive = .set(false)
            var errors = FieldErrors()
            let patch = try #require(fields.adminPatch(&errors))
            let context = test.context(admins[0])
            try await test.store.erasure.begin(admins[0], context)
            let closed = try #require(try await test.users.user(admins[0].userID))
            for acting in [admins[0], closed] {
                await #expect(throws: RepositoryError.notAdmin) {
                    _ = try await test.users.administrate(admins[1], patch, by: acting, context)
                }
            }
            #expect(try await test.users.user(admins[1].userID) == admins[1])
        }
    }

    // The directory is merged from its shards: the newest first, page by page, each user once.
    @Test func listing() async throws {
        try await TestStore.run { test in
            var expected: [UserID] = []
            for number in 0..<40 {
                expected.insert(try await test.register("user\(number)").userID, at: 0)
                if number % 3 == 0 { test.clock.advance(seconds: 1) }
            }
            var found: [UserID] = []
            var position: Position?
            repeat {
                let page = try await test.users.list(PageRequest(limit: 7, position: position))
                #expect(page.items.count <= 7)
                found += page.items.map(\.userID)
                position = page.next.flatMap { Position(bytes: $0.bytes) }
            } while position != nil
            #expect(found == expected)
            let foreign = PageRequest(position: Position([.end]))
            await #expect(throws: RepositoryError.badPosition) { try await test.users.list(foreign) }
        }
    }

    // The directory of addresses finds those that begin so, A–Z, in the addresses' normal form.
    @Test func listingByEmail() async throws {
        try await TestStore.run { test in
            for name in ["lana", "lan", "lam", "lb", "é%a", "e\u{301}%b"] { _ = try await test.register(name) }
            let page = PageRequest()
            #expect(try await test.users.list(emailPrefix: "LAn", page).items.map(\.displayName) == ["lan", "lana"])
            #expect(
                try await test.users.list(emailPrefix: "la", page).items.map(\.displayName) == ["lam", "lan", "lana"])
            #expect(try await test.users.list(emailPrefix: "e\u{301}%", page).items.count == 2)
            #expect(try await test.users.list(emailPrefix: "zz", page).items.isEmpty)
            let first = try await test.users.list(emailPrefix: "la", PageRequest(limit: 2))
            let rest = try await test.users.list(emailPrefix: "la", PageRequest(limit: 2, position: first.next))
            #expect(rest.items.map(\.displayName) == ["lana"])
            #expect(rest.next == nil)
            await #expect(throws: RepositoryError.self) { try await test.users.list(emailPrefix: "l", page) }
        }
    }
}

extension Page: Equatable where Element: Equatable {
    /// Whether both hold the same elements and go on at the same place.
    public static func == (left: Page, right: Page) -> Bool { left.items == right.items && left.next == right.next }
}
