import CivilTime
import Testing

/// The forms of a moment besides that of fixed width, which `TimeTests` of the domain cover.
@Suite struct TimestampTests {
    // As other programs write them: an offset may lack its colon, but not be missing.
    @Test(
        arguments: [
            ("1970-01-01T00:00:10Z", 10), ("1970-01-01T01:00:00.123+01:00", 0), ("1970-01-01T00:00:00-0030", 1800),
            ("1969-12-31T19:00:00.999-05:00", 0), ("2024-02-29T12:34:56z", 1_709_210_096),
            ("1970-01-01", nil), ("1970-02-30T00:00:00Z", nil), ("1970-01-01T00:00:00", nil),
            ("1970-01-01T00:00:00.Z", nil), ("2026-05-01T24:00:00Z", nil), ("2026-05-01T00:60:00Z", nil),
            ("2026-05-01T00:00:00+25:00", nil), ("2026-05-01T00:00:00+2500", nil), ("2026-05-01T00:00:00+250", nil),
            ("2026-05-01T0-:00:00Z", nil), ("+026-05-01T00:00:00Z", nil), ("", nil),
        ] as [(String, Int64?)])
    func extended(_ text: String, _ seconds: Int64?) { #expect(Timestamp(iso8601: text)?.seconds == seconds) }

    @Test(arguments: [
        ("20150830T123600Z", 1_440_938_160), ("19691231T235959Z", -1), ("99991231T235959Z", 253_402_300_799),
        ("00010101T000000Z", -62_135_596_800),
    ])
    func basic(_ text: String, _ seconds: Int64) {
        #expect(Timestamp(basic: text)?.seconds == seconds)
        #expect(Timestamp(clamping: seconds).basicText == text)
        #expect(Timestamp(clamping: seconds).basicDay == text.prefix(8))
    }

    @Test(arguments: [
        "", "20150830", "20150830T1236000", "20150230T123600Z", "20150830T243600Z", "2015083 T123600Z",
        "20150830t123600Z", "20150830T123600Zx",
    ])
    func otherTextsAreNotBasic(_ text: String) { #expect(Timestamp(basic: text) == nil) }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000"), (1_777_717_230_007, "2026-05-02T10:20:30.007"),
        (-1, "1969-12-31T23:59:59.999"), (86_399_999, "1970-01-01T23:59:59.999"),
    ])
    func milliseconds(_ milliseconds: Int, _ text: String) {
        #expect(Timestamp.text(milliseconds: milliseconds) == text)
    }

    // A `Double` of a moment names its millisecond, whichever side it lies on.
    @Test func millisecondsOfSeconds() {
        for milliseconds in [0, 1, 999, 1_700_000_000_001, 1_700_000_000_999, -1_500] {
            #expect(Timestamp.milliseconds(Double(milliseconds) / 1000) == milliseconds)
        }
        #expect(Timestamp.milliseconds(1e300) == 1_000_000_000_000_000)
        #expect(Timestamp.milliseconds(-.infinity) == -1_000_000_000_000_000)
    }

    @Test(
        arguments: [
            (0.9, 0), (-0.1, -1), (1e300, 253_402_300_799), (-.infinity, -62_135_596_800),
            (.nan, -62_135_596_800),
        ] as [(Double, Int64)])
    func secondsOfAnySize(_ seconds: Double, _ whole: Int64) {
        #expect(Timestamp(roundingDown: seconds).seconds == whole)
    }
}
