/// Why a public key is refused.
public enum PublicKeyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// An RSA modulus that is shorter or longer than is taken, with its bits.
    case modulusSize(bits: Int)
    /// An RSA modulus that is even.
    case evenModulus
    /// An RSA exponent that is even, 1, or longer than 64 bits.
    case exponent
    /// A point that does not lie on the curve.
    case notOnCurve
    /// A number of the key is missing, or is not Base64url.
    case malformed
    /// A type or curve that is not taken.
    case unsupported

    /// One sentence.
    public var description: String {
        switch self {
        case .modulusSize(let bits):
            "The RSA modulus has \(bits) bits; \(RSAPublicKey.bitCounts.lowerBound) to \(RSAPublicKey.bitCounts.upperBound) are taken."
        case .evenModulus: "The RSA modulus is even."
        case .exponent: "The RSA exponent must be odd, at least 3 and at most 64 bits long."
        case .notOnCurve: "The point does not lie on the curve P-256."
        case .malformed: "A number of the key is missing or is not Base64url."
        case .unsupported: "Only RSA keys and keys on the curve P-256 are taken."
        }
    }
}
