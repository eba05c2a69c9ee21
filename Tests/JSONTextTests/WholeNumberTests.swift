import JSONText
import Testing

/// Integers as JSON Schema means them: what has no fractional part, in any spelling.
struct WholeNumberTests {
    @Test(arguments: [
        ("80", 80), ("80.0", 80), ("80.000", 80), ("8e1", 80), ("8E+1", 80), ("0.8e2", 80), ("800e-1", 80), ("-0", 0),
        ("-0.0", 0), ("0e999999999999999999999", 0), ("-1.50e1", -15), ("9223372036854775807", Int.max),
        ("9223372036854775807.0", Int.max), ("-9223372036854775808.0", Int.min), ("1e18", 1_000_000_000_000_000_000),
        ("0.00000000000000000001e20", 1),
    ])
    func wholeNumbers(_ text: String, _ value: Int) throws {
        #expect(try #require(JSONNumber(text: text)).wholeInt == value)
    }

    /// A fraction, and what does not fit, are no integers; an exponent costs nothing whatever it says.
    @Test(arguments: [
        "1.5", "80.01", "1e-1", "9223372036854775808", "-9223372036854775809.0", "1e19", "1e400",
        "1e999999999999999999999",
        "1e-999999999999999999999",
    ])
    func otherNumbers(_ text: String) throws {
        #expect(try #require(JSONNumber(text: text)).wholeInt == nil)
    }
}
