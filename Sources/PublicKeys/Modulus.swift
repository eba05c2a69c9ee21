/// An odd modulus, and arithmetic on the numbers below it in Montgomery's form (Montgomery 1985; the method "CIOS" of
/// Koç, Acar and Kaliski 1996): a number a stands as a · 2^(64 · count) mod n.
///
/// Numbers are limbs of 64 bits, the least significant first, as many as the modulus has. It verifies signatures, where
/// nothing is secret, so that its time may depend on the numbers.
struct Modulus: Sendable {
    /// The modulus.
    let limbs: [UInt64]
    /// The bits of the modulus, without leading zeros.
    let bitCount: Int
    /// −1 / n mod 2^64.
    private let inverse: UInt64
    /// 2^(128 · count) mod n: what brings a number into Montgomery's form.
    private let square: [UInt64]

    /// A modulus from its bytes, the most significant first; nil unless it is odd and at least 3.
    init?(_ bytes: [UInt8]) {
        let limbs = Self.limbs(bytes[...])
        guard let low = limbs.first, low & 1 == 1, limbs != [1] else { return nil }
        self.limbs = limbs
        bitCount = limbs.count * 64 - limbs[limbs.count - 1].leadingZeroBitCount
        // Newton's iteration doubles the number of right bits each time; an odd number is its own inverse modulo 8.
        var inverse = low
        for _ in 0..<5 { inverse = inverse &* (2 &- low &* inverse) }
        self.inverse = 0 &- inverse
        var power = [1] + [UInt64](repeating: 0, count: limbs.count - 1)
        for _ in 0..<128 * limbs.count { power = Self.doubled(power, below: limbs) }
        square = power
    }

    /// The limbs of a number that is given as bytes, the most significant first, without leading zero limbs.
    static func limbs(_ bytes: ArraySlice<UInt8>) -> [UInt64] {
        var limbs: [UInt64] = []
        limbs.reserveCapacity(bytes.count / 8 + 1)
        var end = bytes.endIndex
        while end > bytes.startIndex {
            let start = max(bytes.startIndex, end - 8)
            limbs.append(bytes[start..<end].reduce(0) { $0 &<< 8 | UInt64($1) })
            end = start
        }
        while limbs.last == 0 { limbs.removeLast() }
        return limbs
    }

    /// The bytes of a number, the most significant first.
    static func bytes(_ limbs: [UInt64], count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        for index in 0..<count where index / 8 < limbs.count {
            bytes[count - 1 - index] = UInt8(truncatingIfNeeded: limbs[index / 8] &>> UInt64(8 * (index % 8)))
        }
        return bytes
    }

    /// A number in as many limbs as the modulus has; nil when it is not below the modulus.
    func reduced(_ number: [UInt64]) -> [UInt64]? {
        guard number.count <= limbs.count else { return nil }
        let padded = number + [UInt64](repeating: 0, count: limbs.count - number.count)
        return Self.isLess(padded, limbs) ? padded : nil
    }

    /// A number in Montgomery's form.
    func entered(_ number: [UInt64]) -> [UInt64] { product(number, square) }

    /// A number, out of Montgomery's form.
    func left(_ number: [UInt64]) -> [UInt64] {
        product(number, [1] + [UInt64](repeating: 0, count: limbs.count - 1))
    }

    /// a · b, all in Montgomery's form.
    func product(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        let count = limbs.count
        return [UInt64](unsafeUninitializedCapacity: count + 2) { sum, used in
            sum.initialize(repeating: 0)
            left.withUnsafeBufferPointer { left in
                limbs.withUnsafeBufferPointer { limbs in
                    for digit in right { Self.step(sum, left, digit, limbs, inverse) }
                    Self.subtractOnce(sum, limbs)
                }
            }
            used = count
        }
    }

    /// sum = (sum + left · digit + m · n) / 2^64 with the m that makes the division exact.
    @inline(__always)
    private static func step(
        _ sum: UnsafeMutableBufferPointer<UInt64>, _ left: UnsafeBufferPointer<UInt64>, _ digit: UInt64,
        _ limbs: UnsafeBufferPointer<UInt64>, _ inverse: UInt64
    ) {
        let count = limbs.count
        var carry: UInt64 = 0
        for index in 0..<count { (carry, sum[index]) = add(left[index], digit, sum[index], carry) }
        let (top, overflow) = sum[count].addingReportingOverflow(carry)
        sum[count] = top
        sum[count + 1] = overflow ? 1 : 0
        let factor = sum[0] &* inverse
        (carry, _) = add(factor, limbs[0], sum[0], 0)
        for index in 1..<max(count, 1) { (carry, sum[index - 1]) = add(factor, limbs[index], sum[index], carry) }
        let (last, more) = sum[count].addingReportingOverflow(carry)
        sum[count - 1] = last
        sum[count] = sum[count + 1] &+ (more ? 1 : 0)
    }

    /// left · right + first + second, which has two limbs at most.
    @inline(__always)
    private static func add(
        _ left: UInt64, _ right: UInt64, _ first: UInt64, _ second: UInt64
    ) -> (high: UInt64, low: UInt64) {
        let product = left.multipliedFullWidth(by: right)
        let (one, carry) = product.low.addingReportingOverflow(first)
        let (two, again) = one.addingReportingOverflow(second)
        return (product.high &+ (carry ? 1 : 0) &+ (again ? 1 : 0), two)
    }

    /// Brings a sum that is below twice the modulus below it.
    private static func subtractOnce(
        _ sum: UnsafeMutableBufferPointer<UInt64>, _ limbs: UnsafeBufferPointer<UInt64>
    ) {
        if sum[limbs.count] == 0 {
            var index = limbs.count - 1
            while index > 0, sum[index] == limbs[index] { index -= 1 }
            if sum[index] < limbs[index] { return }
        }
        var borrow: UInt64 = 0
        for index in limbs.indices {
            let (first, one) = sum[index].subtractingReportingOverflow(limbs[index])
            let (second, two) = first.subtractingReportingOverflow(borrow)
            sum[index] = second
            borrow = one || two ? 1 : 0
        }
    }

    // MARK: In either form

    /// left + right mod n.
    func sum(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        var sum = [UInt64](repeating: 0, count: limbs.count + 1)
        var carry: UInt64 = 0
        for index in limbs.indices {
            let (first, one) = left[index].addingReportingOverflow(right[index])
            let (second, two) = first.addingReportingOverflow(carry)
            sum[index] = second
            carry = one || two ? 1 : 0
        }
        sum[limbs.count] = carry
        sum.withUnsafeMutableBufferPointer { sum in limbs.withUnsafeBufferPointer { Self.subtractOnce(sum, $0) } }
        sum.removeLast()
        return sum
    }

    /// left − right mod n.
    func difference(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        Self.isZero(right) ? left : sum(left, Self.plainDifference(limbs, right))
    }

    /// base^exponent in Montgomery's form, the exponent's bits read from the top.
    func power(_ base: [UInt64], _ exponent: [UInt64]) -> [UInt64] {
        var result: [UInt64]?
        for limb in exponent.reversed() {
            for bit in (0..<64).reversed() {
                if let present = result { result = product(present, present) }
                guard limb &>> UInt64(bit) & 1 == 1 else { continue }
                result = result.map { product($0, base) } ?? base
            }
        }
        return result ?? entered([1] + [UInt64](repeating: 0, count: limbs.count - 1))
    }

    static func isZero(_ number: [UInt64]) -> Bool { number.allSatisfy { $0 == 0 } }

    /// Compares numbers of equally many limbs.
    static func isLess(_ left: [UInt64], _ right: [UInt64]) -> Bool {
        for index in left.indices.reversed() where left[index] != right[index] { return left[index] < right[index] }
        return false
    }

    /// left − right, where left is not less.
    static func plainDifference(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        var result = left
        var borrow: UInt64 = 0
        for index in left.indices {
            let (first, one) = left[index].subtractingReportingOverflow(right[index])
            let (second, two) = first.subtractingReportingOverflow(borrow)
            result[index] = second
            borrow = one || two ? 1 : 0
        }
        return result
    }

    private static func doubled(_ number: [UInt64], below limbs: [UInt64]) -> [UInt64] {
        var result = number
        var carry: UInt64 = 0
        for index in number.indices {
            result[index] = number[index] &<< 1 | carry
            carry = number[index] &>> 63
        }
        return carry == 1 || !isLess(result, limbs) ? plainDifference(result, limbs) : result
    }
}
