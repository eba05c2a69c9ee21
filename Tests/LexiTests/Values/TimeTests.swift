import CivilTime
import FoundationEssentials
import FoundationInternationalization
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

    // Requests may bring any form of RFC 3339: a moment is the same in each.
    @Test(arguments: [
        ("2026-05-02T10:30:00Z", 0), ("2026-05-02t10:30:00z", 0), ("2026-05-02T10:30:00.000Z", 0),
        ("2026-05-02T10:30:00.999999999999999999Z", 0), ("2026-05-02T10:30:00+00:00", 0),
        ("2026-05-02T10:30:00-00:00", 0),
        ("2026-05-02T17:30:00+07:00", 0), ("2026-05-02T17:30:01.5+07:00", 1), ("2026-05-01T22:15:00-12:15", 0),
        ("2026-05-03T10:29:00+23:59", 0),
    ])
    func momentsOfRFC3339(_ text: String, _ seconds: Int64) throws {
        #expect(Timestamp(rfc3339: text)?.seconds == 1_777_717_800 + seconds)
    }

    // A leap second is the end of a day of UTC, in whatever zone it is written; the rest is no time of RFC 3339.
    @Test func otherFormsOfRFC3339() {
        #expect(Timestamp(rfc3339: "2016-12-31T23:59:60Z")?.text == "2017-01-01T00:00:00Z")
        #expect(Timestamp(rfc3339: "2017-01-01T06:59:60+07:00")?.text == "2017-01-01T00:00:00Z")
        for text in [
            "", "2026-05-02", "2026-05-02T10:30:00", "2026-05-02 10:30:00Z", "2026-05-02T10:30Z",
            "2026-05-02T10:30:00.Z",
            "2026-05-02T10:30:00,5Z", "2026-05-02T10:30:00+0700", "2026-05-02T10:30:00+07", "2026-05-02T10:30:00+24:00",
            "2026-05-02T10:30:00+07:60", "2026-05-02T24:00:00Z", "2026-05-02T10:30:60Z", "2026-02-30T10:30:00Z",
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2026-05-02T10:30:00Zx", "2026-05-02T10:30:00é",
            "2026-05-02T10:30:00.5", "20260502T103000Z",
        ] {
            #expect(Timestamp(rfc3339: text) == nil, "\(text)")
        }
    }

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

    // A part of a day begins when the clocks show its hour: the first time where they show it twice; where they leave
    // it out, with what follows.
    @Test(arguments: [
        ("2026-03-08", 4, "2026-03-08T08:00:00Z"), ("2026-03-08", 2, "2026-03-08T07:00:00Z"),
        ("2026-03-07", 4, "2026-03-07T09:00:00Z"), ("2026-11-01", 4, "2026-11-01T09:00:00Z"),
        ("2026-11-01", 1, "2026-11-01T05:00:00Z"), ("2026-07-01", 23, "2026-07-02T03:00:00Z"),
    ])
    func hoursAreThoseOfTheClocks(day: String, hour: Int, start: String) throws {
        let newYork = try TimeZoneName("America/New_York")
        #expect(newYork.start(of: try #require(LocalDay(day)), hour: hour) == Timestamp(start))
    }

    // In every zone, around every change of its clocks: a day starts with its first second, and the one before belongs
    // to the day before. Zones west of UTC whose clocks jump at midnight started a day an hour early once.
    @Test func daysStartWithThemselves() throws {
        let names = TimeZone.knownTimeZoneIdentifiers
        #expect(names.count > 400)
        let end = Date(timeIntervalSince1970: Double(try #require(Timestamp("2040-01-01T00:00:00Z")).seconds))
        var leftOut: [String] = []
        for name in names {
            let zone = TimeZoneName(trusted: name)
            var change = Date(timeIntervalSince1970: Double(try #require(Timestamp("2000-01-01T00:00:00Z")).seconds))
            let foundation = try #require(TimeZone(identifier: name))
            repeat {
                let middle = zone.day(at: Timestamp(clamping: Int64(change.timeIntervalSince1970)))
                for day in [-1, 0, 1].map({ middle.adding(days: $0) }) {
                    let start = zone.start(of: day)
                    if zone.day(at: start) != day { leftOut.append("\(name) \(day.text)") }
                    #expect(zone.day(at: start) >= day, "\(name) \(day.text)")
                    let before = zone.day(at: start.adding(seconds: -1))
                    #expect(
                        before == day.adding(days: -1)
                            || Self.leftOut.contains("\(name) \(day.adding(days: -1).text)")
                                && before == day.adding(days: -2),
                        "\(name) \(day.text)")
                }
                guard let next = foundation.nextDaylightSavingTimeTransition(after: change), next > change else {
                    break
                }
                change = next
            } while change < end
        }
        #expect(Set(leftOut) == Self.leftOut)
    }

    /// Days that were no day there: two zones moved across the date line.
    private static let leftOut: Set = ["Pacific/Apia 2011-12-30", "Pacific/Fakaofo 2011-12-30"]

    // Names without an area are of IANA's database as well; emulators of phones have GMT.
    @Test(arguments: [
        "GMT", "Singapore", "Japan", "Hongkong", "EST5EDT", "UTC", "Asia/Saigon", "US/Pacific", "Etc/GMT+7",
    ])
    func zonesOfTheDatabase(_ text: String) throws {
        #expect(try TimeZoneName(text).text == text)
    }

    // A zone is one that the system knows by an IANA name.
    @Test(arguments: [
        "asia/ho_chi_minh", "japan", "posixrules", "Factory", "Factory/..", "PST", "SystemV/EST5", "Etc/Unknown",
        "GMT+07:00",
        "", "Nope/Nope", "GMT+7", "+07:00", "../etc/passwd", "Asia/Ho Chi Minh", "Asia/Hà_Nội",
    ])
    func otherZonesAreRefused(_ text: String) {
        #expect(throws: InvalidValue.self) { try TimeZoneName(text) }
    }
}
