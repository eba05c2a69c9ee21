/// The curve P-256 (FIPS 186-5; SP 800-186, section 3.2.1.3): y² = x³ − 3x + b over a prime field.
///
/// Points are in Jacobian coordinates (x = X/Z², y = Y/Z³), their numbers in Montgomery's form; the formulas are those
/// of the Explicit-Formulas Database ("dbl-2001-b", "add-2007-bl").
struct P256Curve: Sendable {
    struct Point: Sendable {
        var x: [UInt64]
        var y: [UInt64]
        /// Zero at infinity.
        var z: [UInt64]

        var isInfinity: Bool { Modulus.isZero(z) }
    }

    static let shared = P256Curve()

    /// The field's prime.
    let field: Modulus
    /// The order of the base point.
    let order: Modulus
    let base: Point
    private let b: [UInt64]
    private let one: [UInt64]

    private init() {
        field = Self.modulus(0xffff_ffff_0000_0001, 0, 0x0000_0000_ffff_ffff, 0xffff_ffff_ffff_ffff)
        order = Self.modulus(
            0xffff_ffff_0000_0000, 0xffff_ffff_ffff_ffff, 0xbce6_faad_a717_9e84, 0xf3b9_cac2_fc63_2551)
        b = field.entered([0x3bce_3c3e_27d2_604b, 0x651d_06b0_cc53_b0f6, 0xb3eb_bd55_7698_86bc, 0x5ac6_35d8_aa3a_93e7])
        one = field.entered([1, 0, 0, 0])
        base = Point(
            x: field.entered([
                0xf4a1_3945_d898_c296, 0x7703_7d81_2deb_33a0, 0xf8bc_e6e5_63a4_40f2, 0x6b17_d1f2_e12c_4247,
            ]),
            y: field.entered([
                0xcbb6_4068_37bf_51f5, 0x2bce_3357_6b31_5ece, 0x8ee7_eb4a_7c0f_9e16, 0x4fe3_42e2_fe1a_7f9b,
            ]), z: one)
    }

    /// A modulus from its limbs, the most significant first. The two of the curve are odd.
    private static func modulus(_ limbs: UInt64...) -> Modulus {
        let bytes = limbs.flatMap { limb in (0..<8).map { UInt8(truncatingIfNeeded: limb &>> UInt64(56 - 8 * $0)) } }
        guard let modulus = Modulus(bytes) else { preconditionFailure("the curve's moduli are odd") }
        return modulus
    }

    /// The point with these coordinates (32 bytes each at most, the most significant first); nil when it does not lie
    /// on the curve.
    func point(x: [UInt8], y: [UInt8]) -> Point? {
        guard let x = field.reduced(Modulus.limbs(x[...])), let y = field.reduced(Modulus.limbs(y[...])) else {
            return nil
        }
        let point = Point(x: field.entered(x), y: field.entered(y), z: one)
        let cube = field.product(field.product(point.x, point.x), point.x)
        let right = field.sum(field.difference(cube, times(3, point.x)), b)
        return field.product(point.y, point.y) == right ? point : nil
    }

    /// first · base + second · point, both factors read together from the top ("Shamir's trick").
    func sum(_ first: [UInt64], _ second: [UInt64], _ point: Point) -> Point {
        let both = added(base, point)
        var result = Point(x: one, y: one, z: [0, 0, 0, 0])
        for bit in (0..<256).reversed() {
            result = doubled(result)
            switch (Self.bit(bit, of: first), Self.bit(bit, of: second)) {
            case (true, true): result = added(result, both)
            case (true, false): result = added(result, base)
            case (false, true): result = added(result, point)
            case (false, false): break
            }
        }
        return result
    }

    private static func bit(_ index: Int, of number: [UInt64]) -> Bool {
        number[index / 64] &>> UInt64(index % 64) & 1 == 1
    }

    private func times(_ factor: Int, _ number: [UInt64]) -> [UInt64] {
        (1..<factor).reduce(number) { sum, _ in field.sum(sum, number) }
    }

    private func doubled(_ point: Point) -> Point {
        guard !point.isInfinity else { return point }
        let delta = field.product(point.z, point.z)
        let gamma = field.product(point.y, point.y)
        let beta = field.product(point.x, gamma)
        let alpha = times(3, field.product(field.difference(point.x, delta), field.sum(point.x, delta)))
        let x = field.difference(field.product(alpha, alpha), times(8, beta))
        let sum = field.sum(point.y, point.z)
        let z = field.difference(field.difference(field.product(sum, sum), gamma), delta)
        let y = field.difference(
            field.product(alpha, field.difference(times(4, beta), x)), times(8, field.product(gamma, gamma)))
        return Point(x: x, y: y, z: z)
    }

    private func added(_ left: Point, _ right: Point) -> Point {
        if left.isInfinity { return right }
        if right.isInfinity { return left }
        let leftZ = field.product(left.z, left.z)
        let rightZ = field.product(right.z, right.z)
        let u1 = field.product(left.x, rightZ)
        let u2 = field.product(right.x, leftZ)
        let s1 = field.product(field.product(left.y, right.z), rightZ)
        let s2 = field.product(field.product(right.y, left.z), leftZ)
        let h = field.difference(u2, u1)
        let r = times(2, field.difference(s2, s1))
        guard !Modulus.isZero(h) else {
            return Modulus.isZero(r) ? doubled(left) : Point(x: one, y: one, z: [0, 0, 0, 0])
        }
        let twice = field.sum(h, h)
        let i = field.product(twice, twice)
        let j = field.product(h, i)
        let v = field.product(u1, i)
        let x = field.difference(field.difference(field.product(r, r), j), times(2, v))
        let y = field.difference(
            field.product(r, field.difference(v, x)), times(2, field.product(s1, j)))
        let sum = field.sum(left.z, right.z)
        let z = field.product(field.difference(field.difference(field.product(sum, sum), leftZ), rightZ), h)
        return Point(x: x, y: y, z: z)
    }
}
