import DynamoModel

/// An exact amount, not negative: up to 12 digits before the point and 12 after it. Sums are exact.
public struct DecimalAmount: Sendable, Hashable, CustomStringConvertible {
    /// Digits before the point, and after it, that an amount of a call may have.
    public static let digits = 12
    /// Nothing.
    public static let zero = DecimalAmount(trusted: .zero)

    let number: DynamoNumber

    init(trusted number: DynamoNumber) { self.number = number }

    /// Reads plain decimal notation: digits, optionally a point and digits.
    public init(_ text: String) throws(InvalidValue) {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isPlain =
            (1...2).contains(parts.count)
            && parts.allSatisfy { part in
                (1...Self.digits).contains(part.count)
                    && part.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            }
        guard isPlain, let number = try? DynamoNumber(text) else {
            throw InvalidValue(
                "must be a decimal number as text, like 0.0125, with at most \(Self.digits) digits on each side")
        }
        self.number = number
    }

    /// The exact sum. Of 10^14 amounts at their largest, the sum still fits.
    public func adding(_ other: DecimalAmount) throws(InvalidValue) -> DecimalAmount {
        do { return DecimalAmount(trusted: try number.adding(other.number)) } catch {
            throw InvalidValue("the sum is too large")
        }
    }

    /// Plain decimal notation without superfluous zeros.
    public var text: String { number.description }
    /// Plain decimal notation without superfluous zeros.
    public var description: String { text }
}
