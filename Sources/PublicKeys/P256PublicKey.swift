import Digests

/// A public key on P-256, which verifies signatures of ECDSA with SHA-256 (FIPS 186-5, section 6.4.2): ES256 of RFC
/// 7518.
public struct P256PublicKey: Sendable {
    /// Bytes in a signature: r and s, 32 bytes each (RFC 7518, section 3.4).
    public static let signatureByteCount = 64
    /// Bytes in a coordinate.
    public static let coordinateByteCount = 32

    private let point: P256Curve.Point

    /// A key from the coordinates of its point, 32 bytes each, the most significant first.
    /// - Throws: ``PublicKeyError/notOnCurve``, also for coordinates of another length.
    public init(x: [UInt8], y: [UInt8]) throws(PublicKeyError) {
        guard x.count == Self.coordinateByteCount, y.count == Self.coordinateByteCount,
            let point = P256Curve.shared.point(x: x, y: y)
        else { throw .notOnCurve }
        self.point = point
    }

    /// Whether a signature belongs to a message. One of another length does not, nor one with numbers outside 1 … order
    /// − 1.
    public func isValidSignature(_ signature: [UInt8], for message: UnsafeRawBufferPointer) -> Bool {
        let (field, order) = (P256Curve.shared.field, P256Curve.shared.order)
        guard signature.count == Self.signatureByteCount,
            let r = order.reduced(Modulus.limbs(signature[..<32])), !Modulus.isZero(r),
            let s = order.reduced(Modulus.limbs(signature[32...])), !Modulus.isZero(s)
        else { return false }
        // Fermat: s^(n−2) is the inverse of s.
        let inverse = order.power(order.entered(s), Modulus.plainDifference(order.limbs, [2, 0, 0, 0]))
        let digest = Self.reduce(SHA256.hash(message), order)
        let sum = P256Curve.shared.sum(
            order.left(order.product(order.entered(digest), inverse)),
            order.left(order.product(order.entered(r), inverse)), point)
        guard !sum.isInfinity else { return false }
        // x = X/Z² without a division: r · Z² = X, or the same with r + n where that is still below the field's prime.
        let square = field.product(sum.z, sum.z)
        if field.product(field.entered(r), square) == sum.x { return true }
        guard let next = Self.plainSum(r, order.limbs).flatMap(field.reduced) else { return false }
        return field.product(field.entered(next), square) == sum.x
    }

    /// A digest modulo the order, which is above 2^255, so that one subtraction is enough.
    private static func reduce(_ digest: [UInt8], _ order: Modulus) -> [UInt64] {
        let number = Modulus.limbs(digest[...])
        let padded = number + [UInt64](repeating: 0, count: 4 - number.count)
        return Modulus.isLess(padded, order.limbs) ? padded : Modulus.plainDifference(padded, order.limbs)
    }

    /// The sum, nil when it needs another limb.
    private static func plainSum(_ left: [UInt64], _ right: [UInt64]) -> [UInt64]? {
        var result = left
        var carry: UInt64 = 0
        for index in left.indices {
            let (first, one) = left[index].addingReportingOverflow(right[index])
            let (second, two) = first.addingReportingOverflow(carry)
            result[index] = second
            carry = one || two ? 1 : 0
        }
        return carry == 0 ? result : nil
    }
}
