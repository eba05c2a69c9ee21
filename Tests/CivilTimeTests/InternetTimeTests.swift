import CivilTime
import Testing

@Suite struct InternetTimeTests {
    @Test func timesAreRead() {
        #expect(InternetTime.seconds("1970-01-01T00:00:00Z") == 0)
        #expect(InternetTime.seconds("2026-05-01T02:30:00+02:30") == InternetTime.seconds("2026-05-01T00:00:00"))
        #expect(InternetTime.seconds("1969-12-31T19:00:00.999-05:00") == 0)
        #expect(InternetTime.seconds("2024-02-29T12:34:56Z") == 1_709_210_096)
    }

    @Test(arguments: [
        "", "2026-05-01", "2026-02-30T00:00:00Z", "2026-05-01T24:00:00Z", "2026-05-01T00:60:00Z",
        "2026-05-01T00:00:00+25:00", "2026-05-01T00:00:00x", "2026-05-01T0-:00:00Z", "+026-05-01T00:00:00Z",
    ])
    func otherTextsAreNot(_ text: String) { #expect(InternetTime.seconds(text) == nil) }

    @Test(arguments: [0.0, -1, 86_399, -86_401, 1_709_210_096, 253_402_300_799])
    func textsAreThoseOfTheMoments(_ seconds: Double) {
        #expect(InternetTime.seconds(InternetTime.text(seconds)) == seconds)
    }
}
