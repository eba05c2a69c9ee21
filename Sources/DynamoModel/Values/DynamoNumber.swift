/// DynamoDB's Number: an exact decimal of up to 38 significant digits, never binary floating point.
///
/// Magnitudes run from 1E-130 to 9.9999999999999999999999999999999999999E+125, and zero. The value is held normalised
/// (no trailing zeros in the coefficient), so that numbers that are equal are identical, whatever their spelling was.
/// Source: Amazon DynamoDB Developer Guide, "Supported data types", Number.
public struct DynamoNumber: Sendable, Hashable {
    /// The largest number of significant digits.
    public static let maximumDigits = 38
    /// The largest power of ten of a number's first digit.
    public static let maximumMagnitude = 125
    /// The smallest power of ten of a number's first digit.
    public static let minimumMagnitude = -130

    /// Zero.
    public static let zero = DynamoNumber(normalised: false, coefficient: 0, exponent: 0)

    /// Whether the number is below zero.
    public let isNegative: Bool
    /// The power of ten that the coefficient is multiplied by.
    public let exponent: Int16
    // Two words instead of a UInt128 keep the alignment, and with it every attribute value, small.
    private let high: UInt64
    private let low: UInt64

    /// The significant digits as an integer, at most 38 of them, not ending in 0 (except zero itself).
    public var coefficient: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// The power of ten of the first digit: 2 for 123, -1 for 0.5; 0 for zero.
    public var magnitude: Int { coefficient == 0 ? 0 : Int(exponent) + Self.digitCount(coefficient) - 1 }

    /// How many significant digits the number has; 1 for zero.
    public var digitCount: Int { coefficient == 0 ? 1 : Self.digitCount(coefficient) }

    private init(normalised isNegative: Bool, coefficient: UInt128, exponent: Int) {
        self.isNegative = isNegative
        self.exponent = Int16(exponent)
        self.high = UInt64(coefficient >> 64)
        self.low = UInt64(truncatingIfNeeded: coefficient)
    }

    /// The number `±coefficient × 10^exponent`.
    ///
    /// - Throws: ``DynamoNumberError`` when it has more than 38 significant digits or lies outside the range.
    public init(isNegative: Bool = false, coefficient: UInt128, exponent: Int = 0) throws(DynamoNumberError) {
        guard coefficient != 0 else {
            self = .zero
            return
        }
        var digits = coefficient
        var power = exponent
        while digits % 10 == 0 {
            digits /= 10
            power += 1
        }
        let count = Self.digitCount(digits)
        guard count <= Self.maximumDigits else { throw .tooManyDigits }
        guard power + count - 1 <= Self.maximumMagnitude else { throw .overflow }
        guard power + count - 1 >= Self.minimumMagnitude else { throw .underflow }
        self.init(normalised: isNegative, coefficient: digits, exponent: power)
    }

    /// The number with an integer's value: every `Int` fits.
    public init(_ value: Int) {
        var digits = UInt128(value.magnitude)
        var power = 0
        while digits != 0, digits % 10 == 0 {
            digits /= 10
            power += 1
        }
        self.init(normalised: value < 0, coefficient: digits, exponent: power)
    }

    /// The value as an integer, or nil when it has a fraction or does not fit.
    public var int: Int? {
        if exponent < 0 || exponent > 18 { return coefficient == 0 ? 0 : nil }
        let (scaled, overflow) = coefficient.multipliedReportingOverflow(by: Self.powersOfTen[Int(exponent)])
        guard !overflow, scaled <= UInt128(Int.max) + (isNegative ? 1 : 0) else { return nil }
        return isNegative ? Int(truncatingIfNeeded: 0 &- scaled) : Int(scaled)
    }

    /// 10^0 … 10^38.
    static let powersOfTen: [UInt128] = {
        var powers: [UInt128] = [1]
        for _ in 0..<maximumDigits { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()

    static func digitCount(_ value: UInt128) -> Int {
        // A number's length in bits bounds its length in digits from below: log10(2) ≈ 1233 / 4096.
        let bits = 128 - value.leadingZeroBitCount
        let guess = (bits * 1233) >> 12
        return guess <= maximumDigits && value >= powersOfTen[guess] ? guess + 1 : guess
    }
}

extension DynamoNumber: Comparable {
    /// Numeric order.
    public static func < (left: DynamoNumber, right: DynamoNumber) -> Bool { left.compare(with: right) < 0 }

    /// Three-way numeric comparison: negative, zero or positive.
    public func compare(with other: DynamoNumber) -> Int {
        let sign = self.sign
        if sign != other.sign { return sign - other.sign }
        if sign == 0 { return 0 }
        return sign * compareMagnitude(with: other)
    }

    private var sign: Int { coefficient == 0 ? 0 : isNegative ? -1 : 1 }

    private func compareMagnitude(with other: DynamoNumber) -> Int {
        let (mine, theirs) = (magnitude, other.magnitude)
        if mine != theirs { return mine - theirs }
        // Both have the same first power of ten: filled up to 38 digits, the coefficients compare as integers.
        let left = coefficient * Self.powersOfTen[Self.maximumDigits - digitCount]
        let right = other.coefficient * Self.powersOfTen[Self.maximumDigits - other.digitCount]
        return left == right ? 0 : left < right ? -1 : 1
    }
}

// MARK: - Arithmetic

extension DynamoNumber {
    /// The number with its sign turned.
    public var negated: DynamoNumber {
        coefficient == 0
            ? self : DynamoNumber(normalised: !isNegative, coefficient: coefficient, exponent: Int(exponent))
    }

    /// The exact sum.
    ///
    /// - Throws: ``DynamoNumberError/overflow`` when the exact sum has more than 38 digits (the service has the words
    ///   of a number that is too large for both) or is too large, ``DynamoNumberError/underflow`` when it is too small.
    ///   Source: ScyllaDB's test `test_update_expression_plus_imprecise`, which was held against DynamoDB.
    public func adding(_ other: DynamoNumber) throws(DynamoNumberError) -> DynamoNumber {
        do throws(DynamoNumberError) {
            return try exactSum(other)
        } catch {
            throw error == .tooManyDigits ? .overflow : error
        }
    }

    private func exactSum(_ other: DynamoNumber) throws(DynamoNumberError) -> DynamoNumber {
        if coefficient == 0 { return other }
        if other.coefficient == 0 { return self }
        let (upper, lower) = exponent >= other.exponent ? (self, other) : (other, self)
        let shift = Int(upper.exponent) - Int(lower.exponent)
        // With a shift, the exact sum ends in the lower number's last digit, which is not 0: what does not fit 128 bits
        // (39 digits) has more than 38 significant digits.
        guard shift <= Self.maximumDigits else { throw .tooManyDigits }
        let (aligned, overflow) = upper.coefficient.multipliedReportingOverflow(by: Self.powersOfTen[shift])
        guard !overflow else { throw .tooManyDigits }
        if upper.isNegative == lower.isNegative {
            let (sum, overflow) = aligned.addingReportingOverflow(lower.coefficient)
            guard !overflow else { throw .tooManyDigits }
            return try DynamoNumber(isNegative: isNegative, coefficient: sum, exponent: Int(lower.exponent))
        }
        let upperIsLarger = aligned >= lower.coefficient
        return try DynamoNumber(
            isNegative: upperIsLarger ? upper.isNegative : lower.isNegative,
            coefficient: upperIsLarger ? aligned - lower.coefficient : lower.coefficient - aligned,
            exponent: Int(lower.exponent))
    }

    /// The exact difference.
    ///
    /// - Throws: as ``adding(_:)``.
    public func subtracting(_ other: DynamoNumber) throws(DynamoNumberError) -> DynamoNumber {
        try adding(other.negated)
    }
}

// MARK: - Text

extension DynamoNumber: CustomStringConvertible {
    /// Reads `[+-]digits[.digits][e[+-]digits]`, as DynamoDB takes it: leading and trailing zeros do not count.
    ///
    /// - Throws: ``DynamoNumberError``. An exponent that does not fit 64 bits is `malformed`; zero that is written with
    ///   an exponent must have it within the range, too (`0e126` is an overflow). Source:
    ///   paritysuite/dynamodb-conformance, `tests/tier3/limits/numberExponent.test.ts`, captured in October 2026.
    public init(_ text: String) throws(DynamoNumberError) {
        let parsed: Result<DynamoNumber, DynamoNumberError> = text.withBytes { bytes in
            var parser = DynamoNumberParser(bytes: bytes)
            return Result { () throws(DynamoNumberError) in try parser.parse(text) }
        }
        self = try parsed.get()
    }

    /// Plain decimal notation without superfluous zeros, as DynamoDB answers: `-12.5`, `100`, `0.001`.
    public var description: String {
        if high == 0, exponent == 0 { return (isNegative ? "-" : "") + String(low) }
        let digits = String(coefficient)
        let power = Int(exponent)
        var text = isNegative ? "-" : ""
        if power >= 0 {
            text += digits
            text += String(repeating: "0", count: power)
        } else if digits.utf8.count > -power {
            let point = digits.utf8.index(digits.startIndex, offsetBy: digits.utf8.count + power)
            text += digits[..<point]
            text += "."
            text += digits[point...]
        } else {
            text += "0."
            text += String(repeating: "0", count: -power - digits.utf8.count)
            text += digits
        }
        return text
    }
}

extension DynamoNumber: ExpressibleByIntegerLiteral {
    /// The number with a literal's value.
    public init(integerLiteral value: Int) { self.init(value) }
}

/// One pass over the bytes of a number.
private struct DynamoNumberParser {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0
    var coefficient: UInt128 = 0
    var power = 0
    /// Zeros seen after a significant digit that count only when another digit follows.
    var pendingZeros = 0
    var significantDigits = 0
    var tooManyDigits = false

    /// Exponents beyond this are out of range whatever the digits say: a request of 16 MB holds fewer.
    static let exponentBound = 1 << 30

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func parse(_ text: String) throws(DynamoNumberError) -> DynamoNumber {
        let negative = takeSign()
        let whole = takeDigits(afterPoint: false)
        var fraction = 0
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            fraction = takeDigits(afterPoint: true)
        }
        guard whole + fraction > 0 else { throw .malformed(text) }
        var exponent: Int?
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            guard let value = takeExponent() else { throw .malformed(text) }
            exponent = value
        }
        guard index == bytes.count else { throw .malformed(text) }
        guard !tooManyDigits else { throw .tooManyDigits }
        if coefficient == 0, let exponent { try Self.checkZero(power + exponent) }
        return try DynamoNumber(
            isNegative: negative, coefficient: coefficient, exponent: power + pendingZeros + (exponent ?? 0))
    }

    private static func checkZero(_ magnitude: Int) throws(DynamoNumberError) {
        if magnitude > DynamoNumber.maximumMagnitude { throw .overflow }
        if magnitude < DynamoNumber.minimumMagnitude { throw .underflow }
    }

    private mutating func takeSign() -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") else {
            return false
        }
        index += 1
        return bytes[index - 1] == UInt8(ascii: "-")
    }

    /// Takes a run of digits and says how many there were.
    private mutating func takeDigits(afterPoint: Bool) -> Int {
        let start = index
        while index < bytes.count, case let digit = bytes[index] &- UInt8(ascii: "0"), digit <= 9 {
            if afterPoint { power -= 1 }
            take(digit)
            index += 1
        }
        return index - start
    }

    private mutating func take(_ digit: UInt8) {
        if digit == 0 {
            if significantDigits > 0 { pendingZeros += 1 }
            return
        }
        guard significantDigits + pendingZeros + 1 <= DynamoNumber.maximumDigits else {
            tooManyDigits = true
            return
        }
        coefficient = coefficient * DynamoNumber.powersOfTen[pendingZeros + 1] + UInt128(digit)
        significantDigits += pendingZeros + 1
        pendingZeros = 0
    }

    /// The exponent, brought within ``exponentBound``; nil when there is none or 64 bits do not hold it.
    private mutating func takeExponent() -> Int? {
        let sign = takeSign() ? -1 : 1
        let start = index
        var value = 0
        while index < bytes.count, case let digit = bytes[index] &- UInt8(ascii: "0"), digit <= 9 {
            let (shifted, isTooLong) = value.multipliedReportingOverflow(by: 10)
            let (next, isTooLarge) = shifted.addingReportingOverflow(sign * Int(digit))
            guard !isTooLong, !isTooLarge else { return nil }
            value = next
            index += 1
        }
        guard index > start else { return nil }
        return min(max(value, -Self.exponentBound), Self.exponentBound)
    }
}
