import CivilTime
import HTTPText
import Testing

@Suite struct HTTPDateTests {
    // The example of RFC 9110, section 5.6.7; the first and the last second of a day; leap days; before 1970.
    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ])
    func bothWays(seconds: Int, text: String) {
        #expect(Timestamp(clamping: seconds).httpDate == text)
        #expect(Timestamp(httpDate: Array(text.utf8)[...])?.seconds == Int64(seconds))
        // A slice has places of its own.
        #expect(Timestamp(httpDate: Array("Date: \(text)".utf8)[6...])?.seconds == Int64(seconds))
    }

    // Other forms, old ones too, and times that there are not.
    @Test(arguments: [
        "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 30 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:60 GMT", "Sun, 06 Nov 1994 08-49-37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
    ])
    func otherForms(text: String) {
        #expect(Timestamp(httpDate: Array(text.utf8)[...]) == nil)
    }
}
