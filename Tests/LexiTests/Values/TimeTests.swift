import CivilTime
import Testing

@testable import Lexi

@Suite struct TimeTests {
    // A time is exactly RFC 3339 in whole seconds with Z, and reads back as it was written.
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:59Z", 951_868_799), ("2026-05-02T10:30:00Z", 1_777_717_800),
        ("1969-12-31T23:59:59Z", -1), ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func textsAndSeconds(_ text: String, _ seconds: Int64) {
        #expect(Timestamp(text)?.seconds == seconds)
        #expect(Timestamp(clamping: seconds).text == text)
    }

    // Other spellings and days that no month has are refused.
    @Test(arguments: [
        "", "2026-05-02", "2026-05-02T10:30:00", "2026-05-02T10:30:00.0Z", "2026-05-02t10:30:00Z",
        "2026-05-02T10:30:00+00:00", "2026-02-29T10:30:00Z", "2026-13-01T10:30:00Z", "2026-05-02T24:00:00Z",
        "2026-05-02T10:60:00Z", "2026-05-02T10:30:60Z", "0000-05-02T10:30:00Z", "+026-05-02T10:30:00Z",
        "2026-05-02T10:30: 0Z", "2026-05-02T10:30:0٣Z",
    ])
    func otherTextsAreRefused(_ text: String) { #expect(Timestamp(text) == nil) }

    // Every day of four centuries follows the one before, and its text reads back.
    @Test func theCalendarHasNoGaps() {
        for number in -146_097...146_097 {
            let day = LocalDay(clamping: number)
            let date = day.civil
            #expect(LocalDay(year: date.year, month: date.month, day: date.day) == day)
        }
        #expect(LocalDay("2100-02-29") == nil)
        #expect(LocalDay("2000-02-29")?.adding(days: 1).text == "2000-03-01")
        #expect(LocalDay.minimum.text == "0001-01-01")
        #expect(LocalDay.maximum.text == "9999-12-31")
    }

    // What goes over the ends of the calendar stays at its ends.
    @Test func timesAreClamped() {
        #expect(Timestamp.maximum.adding(days: 1) == .maximum)
        #expect(Timestamp.minimum.adding(seconds: .min) == .minimum)
        #expect(Timestamp.maximum.adding(seconds: .max) == .maximum)
    }

    // The same moment is another day elsewhere, and a day starts when it does there, also where clocks change.
    @Test func daysAreThoseOfTheZone() throws {
        let moment = try #require(Timestamp("2026-05-02T17:30:00Z"))
        #expect(TimeZoneName.standard.day(at: moment).text == "2026-05-03")
        #expect(TimeZoneName.utc.day(at: moment).text == "2026-05-02")
        let newYork = try TimeZoneName("America/New_York")
        for text in ["2026-03-08", "2026-03-09", "2026-11-01", "2026-11-02"] {
            let day = try #require(LocalDay(text))
            let start = newYork.start(of: day)
            #expect(newYork.day(at: start) == day)
            #expect(newYork.day(at: start.adding(seconds: -1)) == day.adding(days: -1))
        }
    }

    // A zone is one that the system knows by an IANA name.
    @Test(arguments: ["", "Nope/Nope", "GMT+7", "+07:00", "../etc/passwd", "Asia/Ho Chi Minh", "Asia/Hà_Nội"])
    func otherZonesAreRefused(_ text: String) {
        #expect(throws: InvalidValue.self) { try TimeZoneName(text) }
    }
}
