import Foundation
import Lexi
import TestSupport
import Testing

@testable import LexiFixtures

@Suite struct FixtureReadingTests {
    /// A time is counted from the day of loading, in UTC.
    @Test func timesAreRelative() throws {
        let day = try #require(LocalDay("2026-03-01"))
        #expect(RelativeTime("-1d 08:15:00")?.moment(loadedOn: day).text == "2026-02-28T08:15:00Z")
        #expect(RelativeTime("+3d 23:59:59")?.moment(loadedOn: day).text == "2026-03-04T23:59:59Z")
        #expect(RelativeTime("-0d 00:00:00")?.moment(loadedOn: day).text == "2026-03-01T00:00:00Z")
    }

    /// What is not of the form is refused.
    @Test(arguments: [
        "", "-1d", "1d 08:15:00", "-d 08:15:00", "-1d 8:15:00", "-1d 24:00:00", "-1d 08:60:00", "-1d 08:15:60",
        "-1d 08:15:00 ", "-1x 08:15:00", "-1d  8:15:00", "-99999999999999999999d 08:15:00", "-١d 08:15:00",
    ])
    func otherTimesAreRefused(text: String) {
        #expect(RelativeTime(text) == nil)
    }

    /// A fault names its file and its place.
    @Test(arguments: [
        ("not json", "users.json at byte 0"), ("{}", "users.json: must hold a list of objects"),
        ("[1]", "users.json at /0: must be an object"),
        (#"[{"subject": 1}]"#, "users.json at /0/subject: must be a text"),
        (#"[{"subject": "x", "user_id": "no ULID"}]"#, "users.json at /0/user_id: is not a valid value"),
    ])
    func faultsSayWhere(text: String, message: String) throws {
        let folder = try TemporaryFolder()
        defer { try? folder.remove() }
        for file in ["scenarios", "users", "flashcards", "reviews", "schedules", "sessions"] {
            let contents = file == "users" ? text : "[]"
            try Data(contents.utf8).write(to: URL(filePath: folder.path).appending(path: "\(file).json"))
        }
        let day = try #require(LocalDay("2026-03-01"))
        let error = #expect(throws: FixtureError.self) { try Fixtures(folder: folder.path, loadedOn: day) }
        #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
    }

    /// A folder without the files is reported by its name.
    @Test func missingFilesAreTold() throws {
        let day = try #require(LocalDay("2026-03-01"))
        let error = #expect(throws: FixtureError.self) { try Fixtures(folder: "nowhere", loadedOn: day) }
        #expect(error?.description == "nowhere/scenarios.json: cannot be read")
    }
}
