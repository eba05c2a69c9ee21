import DynamoModel
import Foundation
import Lexi
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import LexiFixtures
@testable import TableStore

/// What is left of a user in the files of a table after the account was erased.
@Suite struct ErasureOnFileTests {
    /// The names of the erased user are in the files before, and in none of them after a day, for which the table's
    /// stream shows its changes; others' are.
    @Test func noFileNamesTheUser() async throws {
        try await TemporaryFolder.with { folder in
            let clock = SteppedClock()
            var options = TableEngine.Options()
            options.clock = { clock.now }
            options.steadyClock = { clock.now }
            let engine = try TableEngine.open(path: folder.file("tables.db"), options: options)
            _ = try await engine.createTable(TableDefinition.lexiApp())
            while try await engine.describeTable(tableName: "LexiApp").tableStatus != .active { await Task.yield() }
            let fixtures = try Fixtures(folder: FixtureLoaderTests.folder, loadedOn: FixtureLoaderTests.day)
            try await FixtureLoader(
                fixtures, into: engine, tableName: "LexiApp", issuer: "lexi", random: .seeded(7)
            ).load()
            let store = LexiStore(database: engine)
            let linh = try #require(try await store.users.user(try Identity(issuer: "lexi", subject: "fixture-linh")))
            let bao = try #require(try await store.users.user(try Identity(issuer: "lexi", subject: "fixture-bao")))
            let names = [linh.userID.text, linh.email.text, linh.identity.subject, linh.displayName]
            for name in names { #expect(try Self.places(of: name, in: folder) != [], "\(name)") }
            try await store.erasure.begin(linh, WriteContext(.user(linh.userID), at: store.clock.now))
            #expect(try await store.erasure.proceed(linh.userID) != nil)
            clock.advance(by: 25 * 3_600)
            try await waitFor("the stream to let go of what it has shown") { () -> Bool? in
                clock.advance(by: 0.5)
                let isEmpty = try await engine.store.write { (writer) throws(EngineFault) in
                    for table in writer.state.catalog.byId.keys
                    where try !writer.connection.allChanges(of: table).isEmpty { return false }
                    return true
                }
                return isEmpty ? true : nil
            }
            await engine.close()
            for name in names { #expect(try Self.places(of: name, in: folder) == [], "\(name)") }
            #expect(try Self.places(of: bao.email.text, in: folder) != [])
        }
    }

    /// The files that hold a text, whatever for.
    private static func places(of text: String, in folder: TemporaryFolder) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.filter { name in
            let bytes = try Data(contentsOf: URL(filePath: folder.file(name)))
            return bytes.range(of: Data(text.utf8)) != nil
        }
    }
}
