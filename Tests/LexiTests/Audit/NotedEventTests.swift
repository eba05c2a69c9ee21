import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct NotedEventTests {
    private func actions(_ user: User, _ test: TestStore) async throws -> [AuditNote.Action] {
        try await test.store.audit.entries(of: user.userID, PageRequest()).items.map(\.note.action)
    }

    // The same event of the same actor is noted once in an hour, also by several processes at the same time; another
    // actor's and another event are noted besides, and the next hour begins again.
    @Test func once() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let (boss, other) = (try await test.register("boss"), try await test.register("other"))
            let audit = test.store.audit
            let noted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<4 {
                    let store = test.another(UInt64(number))
                    group.addTask {
                        try await store.audit.noteOnce(
                            .userInspected, of: lan.userID, within: .hour, test.context(boss))
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(noted == 1)
            #expect(try await audit.noteOnce(.userInspected, of: lan.userID, within: .hour, test.context(other)))
            #expect(try await audit.noteOnce(.refusedToUser, of: lan.userID, within: .day, test.context(lan)))
            #expect(try await actions(lan, test).count { $0 == .userInspected } == 2)
            test.clock.advance(seconds: 3_600)
            #expect(try await audit.noteOnce(.userInspected, of: lan.userID, within: .hour, test.context(boss)))
            #expect(try await !audit.noteOnce(.refusedToUser, of: lan.userID, within: .day, test.context(lan)))
            test.clock.advance(seconds: 86_400)
            #expect(try await audit.noteOnce(.refusedToUser, of: lan.userID, within: .day, test.context(lan)))
            #expect(try await actions(lan, test).count { $0 == .refusedToUser } == 2)
        }
    }

    // What is kept, so that an event is noted once, names nobody but whom it is about, and goes with their account;
    // of a closed account nothing is noted.
    @Test func namesNobody() async throws {
        try await TestStore.run { test in
            let (lan, boss) = (try await test.register("lan"), try await test.register("boss"))
            let audit = test.store.audit
            #expect(try await audit.noteOnce(.userInspected, of: lan.userID, within: .hour, test.context(boss)))
            try await test.store.erasure.begin(boss, test.context(boss))
            #expect(try await test.store.erasure.proceed(boss.userID) != nil)
            for line in try await test.everything() { #expect(!line.contains(boss.userID.text), "\(line)") }
            #expect(
                try await test.store.audit.entries(of: lan.userID, PageRequest()).items.first?.note.actor == .formerUser
            )
            try await test.store.erasure.begin(lan, test.context(lan))
            await #expect(throws: RepositoryError.notFound) {
                try await audit.noteOnce(.refusedToUser, of: lan.userID, within: .day, test.context(lan))
            }
            #expect(try await test.store.erasure.proceed(lan.userID) != nil)
            for line in try await test.everything() { #expect(!line.contains(lan.userID.text), "\(line)") }
        }
    }
}
