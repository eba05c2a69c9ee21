/// Exponential and logarithm out of additions, multiplications and divisions only, which IEEE 754 rounds alike on every
/// machine: those of a machine's library may differ in the last bit, and then cards would not be folded alike
/// everywhere. Their relative error is some 1e-15.
enum ExactMath {
    /// ln 2 in two parts, the first with so few bits that its products with exponents are exact (as in fdlibm).
    private static let ln2High = 0x1.62e42feep-1
    private static let ln2Low = 0x1.a39ef35793c76p-33
    /// Terms of the series for arguments up to ln 2 / 2: the next would be less than 1e-17.
    private static let exponentialTerms = 14
    /// Terms of the series for arguments up to 0.172: the next would be less than 1e-18.
    private static let logarithmTerms = 12

    /// e to the power x; 0 or infinity where the result has no normal form.
    static func exp(_ x: Double) -> Double {
        guard x > -708 else { return 0 }
        guard x < 709 else { return .infinity }
        let exponent = (x / (ln2High + ln2Low)).rounded()
        let rest = (x - exponent * ln2High) - exponent * ln2Low
        var sum = 1.0
        for term in stride(from: exponentialTerms, to: 0, by: -1) { sum = 1 + sum * rest / Double(term) }
        return Double(sign: .plus, exponent: Int(exponent), significand: sum)
    }

    /// The natural logarithm of a positive number.
    static func ln(_ x: Double) -> Double {
        var (exponent, significand) = (Double(x.exponent), x.significand)
        if significand > 1.4142135623730951 { (exponent, significand) = (exponent + 1, significand / 2) }
        // ln m = 2 artanh((m - 1) / (m + 1)).
        let ratio = (significand - 1) / (significand + 1)
        let square = ratio * ratio
        var sum = 0.0
        for term in stride(from: logarithmTerms, through: 0, by: -1) { sum = sum * square + 1 / Double(2 * term + 1) }
        return exponent * ln2High + (2 * ratio * sum + exponent * ln2Low)
    }

    /// A positive number to a power.
    static func power(_ base: Double, _ exponent: Double) -> Double { exp(exponent * ln(base)) }
}
