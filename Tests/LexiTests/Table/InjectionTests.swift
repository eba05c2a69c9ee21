import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct InjectionTests {
    // Identities made of separators, escapes and control characters are apart from all others.
    @Test func identities() async throws {
        try await TestStore.run { test in
            let pairs = [
                ("a", "b#c"), ("a#b", "c"), ("a%23b", "c"), ("a", "b%23c"), ("a\u{0}", "b"), ("a", "\u{0}b"),
                ("é", "x"), ("e\u{301}", "x"),
            ]
            var ids: Set<UserID> = []
            for (number, pair) in pairs.enumerated() {
                var errors = FieldErrors()
                let new = try #require(
                    UserFields().registration(
                        identity: try Identity(issuer: pair.0, subject: pair.1),
                        tokenEmail: try EmailAddress("user\(number)@example.com"), isAdmin: false, &errors))
                ids.insert(try await test.users.register(new).userID)
            }
            #expect(ids.count == pairs.count)
        }
    }

    // A word or prefix with separators, wildcards or control characters reaches no other key.
    @Test(arguments: [
        "#", "%", "%23", "\u{0}", "a\u{0}", "a#", "a%", "\u{301}", "a\u{301}\u{0}", "~", "*", "WORD#", "\r\n",
    ])
    func prefixes(_ prefix: String) async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            for word in ["apple", "a", "and/or"] { _ = try await test.save(word, lan) }
            #expect(try await test.flashcards.list(of: lan.userID, wordPrefix: prefix, PageRequest()).items.isEmpty)
            let learning = try await test.flashcards.list(
                of: lan.userID, maturity: .new, wordPrefix: prefix, PageRequest())
            #expect(learning.items.isEmpty)
        }
    }

    // Letters and their marks are distinguished, and one spelling is as good as the other.
    @Test func combiningMarks() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            for word in ["ma", "má", "mà", "mả", "mã", "mạ"] { _ = try await test.save(word, lan) }
            let found = try await test.flashcards.list(of: lan.userID, wordPrefix: "ma\u{301}", PageRequest())
            #expect(found.items.map(\.word.text) == ["má"])
            await #expect(throws: RepositoryError.self) { try await test.save("MA\u{309}", lan) }
        }
    }

    // A prefix of an address cannot leave its directory, nor match more than it says.
    @Test(arguments: ["la%", "la#", "la\u{0}", "la%23", "##", "%%", "ALL"])
    func emailPrefixes(_ prefix: String) async throws {
        try await TestStore.run { test in
            for name in ["lan", "la.b", "all%a"] { _ = try await test.register(name) }
            let found = try await test.users.list(emailPrefix: prefix, PageRequest()).items.map(\.displayName)
            #expect(found == (prefix == "ALL" ? ["all%a"] : []))
        }
    }

    // A position of another user's list reaches no other partition: it only tells where to go on in one's own.
    @Test func positions() async throws {
        try await TestStore.run { test in
            let (lan, eve) = (try await test.register("lan"), try await test.register("eve"))
            for word in ["a", "b", "c", "d"] {
                test.clock.advance(seconds: 1)
                _ = try await test.save(word, lan)
                _ = try await test.save("e" + word, eve)
            }
            let foreign = try #require(try await test.flashcards.list(of: lan.userID, PageRequest(limit: 2)).next)
            let rest = try await test.flashcards.list(of: eve.userID, PageRequest(position: foreign))
            #expect(rest.items.map(\.word.text) == ["eb", "ea"])
        }
    }
}
