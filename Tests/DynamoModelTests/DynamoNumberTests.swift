import DynamoModel
import Testing

/// Exact decimal numbers of 38 digits.
@Suite struct DynamoNumberTests {
    // Equal numbers are identical whatever their spelling, and written without superfluous zeros.
    @Test(arguments: [
        ("1", "1"), ("1.0", "1"), ("+001.500", "1.5"), ("-0", "0"), ("0.000", "0"), (".5", "0.5"), ("5.", "5"),
        ("1e2", "100"), ("1E+2", "100"), ("12e-1", "1.2"), ("-1.25e-3", "-0.00125"), ("0e125", "0"), ("0.0e126", "0"),
        ("0e-130", "0"),
        ("00000000000000000000000000000000000000000001", "1"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        ("0.12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678"),
        ("100000000000000000000000000000000000000000", "100000000000000000000000000000000000000000"),
    ])
    func spellings(_ text: String, _ canonical: String) throws {
        let number = try DynamoNumber(text)
        #expect(number.description == canonical)
        #expect(try number == DynamoNumber(canonical))
        #expect(try number.hashValue == DynamoNumber(canonical).hashValue)
    }

    // What is no decimal number is refused, among it what other parsers take.
    @Test(arguments: [
        "", " ", "a", "1a", "0x10", "1e", "1e+", "--1", "+", "-", ".", "1.2.3", "1 ", " 1", "1_000", "NaN", "Infinity",
        "١",
    ])
    func malformed(_ text: String) {
        #expect(throws: DynamoNumberError.malformed(text)) { try DynamoNumber(text) }
    }

    // 38 significant digits, and magnitudes from 1E-130 to 9.99…E+125.
    @Test func limits() throws {
        let nines = String(repeating: "9", count: 38)
        #expect(try DynamoNumber(nines + "e88").magnitude == 125)
        #expect(try DynamoNumber("1e-130").magnitude == -130)
        #expect(try DynamoNumber("-1e-130").description.utf8.count == 133)
        #expect(throws: DynamoNumberError.overflow) { try DynamoNumber("1e126") }
        #expect(throws: DynamoNumberError.overflow) { try DynamoNumber("-" + nines + "e89") }
        #expect(throws: DynamoNumberError.underflow) { try DynamoNumber("1e-131") }
        #expect(throws: DynamoNumberError.tooManyDigits) { try DynamoNumber(nines + "9") }
        #expect(throws: DynamoNumberError.tooManyDigits) {
            try DynamoNumber("1" + String(repeating: "0", count: 38) + "1")
        }
        #expect(try DynamoNumber("1" + String(repeating: "0", count: 37) + ".0").digitCount == 1)
    }

    // An exponent is read in full, as far as 64 bits hold it, and only then held against the range; that of zero, too.
    @Test func exponents() throws {
        for text in ["1e2147483647", "1e2147483648", "1e99999999999", "-1e9223372036854775807", "0e126", "-0e126"] {
            #expect(throws: DynamoNumberError.overflow) { try DynamoNumber(text) }
        }
        for text in ["1e-2147483649", "1e-99999999999", "1e-9223372036854775808", "0e-131", "0.0e-130"] {
            #expect(throws: DynamoNumberError.underflow) { try DynamoNumber(text) }
        }
        for text in ["1e9223372036854775808", "1e-9223372036854775809", "0e99999999999999999999"] {
            #expect(throws: DynamoNumberError.malformed(text)) { try DynamoNumber(text) }
        }
    }

    // Order is by value.
    @Test func order() throws {
        let ascending = [
            "-9.9e125", "-100", "-99.9", "-1", "-1e-130", "0", "1e-130", "0.5", "0.50001", "1", "9", "10", "1e38",
            "9.9e125",
        ]
        let numbers = try ascending.map { try DynamoNumber($0) }
        for (place, one) in numbers.enumerated() {
            for (other, two) in numbers.enumerated() { #expect((one < two) == (place < other)) }
        }
    }

    // Sums and differences are exact, or refused.
    @Test(arguments: [
        ("0.1", "0.2", "0.3", "-0.1"), ("1", "-1", "0", "2"),
        ("1e20", "1e-17", "100000000000000000000.00000000000000001", "99999999999999999999.99999999999999999"),
        ("0", "5", "5", "-5"), ("99", "1", "100", "98"), ("-2.5", "-2.5", "-5", "0"),
    ])
    func arithmetic(_ left: String, _ right: String, _ sum: String, _ difference: String) throws {
        let (one, two) = (try DynamoNumber(left), try DynamoNumber(right))
        #expect(try one.adding(two).description == sum)
        #expect(try one.subtracting(two).description == difference)
        #expect(try two.adding(one).description == sum)
    }

    // A sum that needs more than 38 digits is reported as one that is too large.
    @Test func arithmeticBeyondTheLimits() throws {
        let large = try DynamoNumber("9.9e125")
        #expect(throws: DynamoNumberError.overflow) { try large.adding(large) }
        #expect(throws: DynamoNumberError.overflow) { try large.adding(1) }
        #expect(throws: DynamoNumberError.overflow) { try DynamoNumber("1e38").adding(1) }
        let small = try DynamoNumber("1.1e-130")
        #expect(throws: DynamoNumberError.underflow) { try small.subtracting(DynamoNumber("1e-130")) }
        let nines = try DynamoNumber(String(repeating: "9", count: 38))
        #expect(try nines.adding(1).description == "1" + String(repeating: "0", count: 38))
        #expect(throws: DynamoNumberError.overflow) { try nines.adding(DynamoNumber("0.1")) }
    }

    // Against a slow and simple model: sums of random integers of up to 18 digits at random powers of ten.
    @Test func sumsAgreeWithIntegers() throws {
        var random = Seeded(1)
        for _ in 0..<2_000 {
            let (a, b) = (
                Int.random(in: -(1 << 60)...(1 << 60), using: &random),
                Int.random(in: -(1 << 60)...(1 << 60), using: &random)
            )
            let shift = Int.random(in: -60...60, using: &random)
            let scale: (Int) throws -> DynamoNumber = { value in
                try DynamoNumber(isNegative: value < 0, coefficient: UInt128(value.magnitude), exponent: shift)
            }
            #expect(try scale(a).adding(scale(b)) == scale(a + b))
            #expect(try scale(a).subtracting(scale(b)) == scale(a - b))
            #expect(try (scale(a) < scale(b)) == (a < b))
            #expect(try DynamoNumber(scale(a).description) == scale(a))
        }
    }

    // Integers go in and out without loss; what is no integer or does not fit gives nil.
    @Test func integers() throws {
        for value in [0, 1, -1, 10, -1_000, Int.max, Int.min, Int.max - 1, 1_000_000_000_000_000_000] {
            #expect(DynamoNumber(value).int == value)
            #expect(try DynamoNumber("\(value)") == DynamoNumber(value))
        }
        for text in ["0.5", "9223372036854775808", "-9223372036854775809", "1e19", "1e125", "1e-130"] {
            #expect(try DynamoNumber(text).int == nil)
        }
    }
}
