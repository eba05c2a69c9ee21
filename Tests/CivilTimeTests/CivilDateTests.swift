import CivilTime
import Testing

struct CivilDateTests {
    // Known days, the first and last of eras and leap years among them (numbers by `date -u -d … +%s` over 86,400).
    @Test(arguments: [
        (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017), (1900, 3, 1, -25_508),
        (2026, 11, 21, 20_778), (1, 1, 1, -719_162), (9999, 12, 31, 2_932_896), (0, 3, 1, -719_468),
        (0, 2, 29, -719_469),
    ])
    func known(_ year: Int, _ month: Int, _ day: Int, _ days: Int) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.daysSince1970 == days)
        #expect(CivilDate(daysSince1970: days) == date)
    }

    // Every day of 900 years has one date, and the next day's date is the next.
    @Test func bothWays() throws {
        var before = CivilDate(daysSince1970: -200_001)
        for days in -200_000...130_000 {
            let date = CivilDate(daysSince1970: days)
            guard date.daysSince1970 == days else {
                Issue.record("\(date) is day \(date.daysSince1970), not \(days)")
                return
            }
            let follows =
                date.day == before.day + 1 && date.month == before.month && date.year == before.year
                || date.day == 1 && date.month == before.month + 1 && date.year == before.year
                || date.day == 1 && date.month == 1 && before.month == 12 && date.year == before.year + 1
            guard follows else {
                Issue.record("\(date) follows \(before)")
                return
            }
            before = date
        }
    }

    // Days that no month has are no dates.
    @Test(arguments: [(2026, 2, 29), (1900, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0)])
    func noDates(_ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }
}
