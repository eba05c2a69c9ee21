import Digests

/// An RSA public key, which verifies signatures of RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2.2): RS256 of
/// RFC 7518.
///
/// The encoded message is made again and compared as a whole, as the RFC says: padding is not parsed, so that it cannot
/// be forged.
public struct RSAPublicKey: Sendable {
    /// The sizes that are taken, in bits: RFC 7518, section 3.3, asks for at least 2048, and the upper end bounds what
    /// a key can cost.
    public static let bitCounts = 2048...8192

    private let modulus: Modulus
    private let exponent: UInt64

    /// A key from its modulus and exponent, the most significant byte first.
    /// - Throws: ``PublicKeyError`` when the size is not one of ``bitCounts``, or a number cannot be one of a key.
    public init(modulus: [UInt8], exponent: [UInt8]) throws(PublicKeyError) {
        guard modulus.count <= Self.bitCounts.upperBound / 8 + 8 else {
            throw .modulusSize(bits: modulus.count * 8)
        }
        guard let last = modulus.last, last & 1 == 1 else { throw .evenModulus }
        guard let number = Modulus(modulus), Self.bitCounts.contains(number.bitCount) else {
            throw .modulusSize(bits: Modulus(modulus)?.bitCount ?? 0)
        }
        let limbs = Modulus.limbs(exponent[...])
        guard limbs.count == 1, limbs[0] & 1 == 1, limbs[0] >= 3 else { throw .exponent }
        self.modulus = number
        self.exponent = limbs[0]
    }

    /// The bits of the modulus.
    public var bitCount: Int { modulus.bitCount }

    private var byteCount: Int { (modulus.bitCount + 7) / 8 }

    /// Whether a signature belongs to a message. A signature of another length than the modulus, or not below it, does
    /// not.
    public func isValidSignature(_ signature: [UInt8], for message: UnsafeRawBufferPointer) -> Bool {
        guard signature.count == byteCount, let number = modulus.reduced(Modulus.limbs(signature[...])) else {
            return false
        }
        let power = modulus.left(modulus.power(modulus.entered(number), [exponent]))
        return Modulus.bytes(power, count: byteCount) == encoded(SHA256.hash(message))
    }

    /// EMSA-PKCS1-v1_5 (RFC 8017, section 9.2).
    private func encoded(_ digest: [UInt8]) -> [UInt8] {
        let tail = Self.digestInfo + digest
        return [0, 1] + [UInt8](repeating: 0xff, count: byteCount - tail.count - 3) + [0] + tail
    }

    /// The DER of DigestInfo for SHA-256, up to the digest (RFC 8017, section 9.2, note 1).
    private static let digestInfo: [UInt8] = [
        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04,
        0x20,
    ]
}
