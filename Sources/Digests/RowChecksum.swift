/// The checksum of stored rows: xxHash64 (XXH64), written from its public specification
/// (Yann Collet, "xxHash fast digest algorithm", version 0.2, doc/xxhash_spec.md of Cyan4973/xxHash).
///
/// It notices accidental damage at the speed of memory; it is not a protection against somebody who forges rows. The
/// values are part of the file format: the algorithm cannot change without a new format version.
public enum RowChecksum {
    /// The checksum of some bytes. A row of several parts is chained: the first part's checksum is the next one's seed.
    public static func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
        bytes.withUnsafeBytes { hash($0, seed: seed) }
    }

    /// The checksum of some bytes. A row of several parts is chained: the first part's checksum is the next one's seed.
    public static func hash(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> UInt64 {
        bytes.withUnsafeBytes { hash($0, seed: seed) }
    }

    /// The checksum of some bytes. A row of several parts is chained: the first part's checksum is the next one's seed.
    public static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        guard let base = bytes.baseAddress else { return avalanche(seed &+ prime5) }
        var offset = 0
        var result = bytes.count >= 32 ? stripes(base, bytes.count, seed, &offset) : seed &+ prime5
        result = result &+ UInt64(bytes.count)
        return avalanche(tail(base, bytes.count, offset, result))
    }

    private static let prime1: UInt64 = 0x9e37_79b1_85eb_ca87
    private static let prime2: UInt64 = 0xc2b2_ae3d_27d4_eb4f
    private static let prime3: UInt64 = 0x1656_67b1_9e37_79f9
    private static let prime4: UInt64 = 0x85eb_ca77_c2b2_ae63
    private static let prime5: UInt64 = 0x27d4_eb2f_1656_67c5

    /// Steps 1 to 3 of the specification: whole stripes of 32 bytes over four accumulators.
    @inline(__always)
    private static func stripes(_ base: UnsafeRawPointer, _ count: Int, _ seed: UInt64, _ offset: inout Int) -> UInt64 {
        var (a, b) = (seed &+ prime1 &+ prime2, seed &+ prime2)
        var (c, d) = (seed, seed &- prime1)
        var position = 0
        while position &+ 32 <= count {
            a = round(a, word(base, position))
            b = round(b, word(base, position &+ 8))
            c = round(c, word(base, position &+ 16))
            d = round(d, word(base, position &+ 24))
            position &+= 32
        }
        offset = position
        var merged = rotate(a, 1) &+ rotate(b, 7) &+ rotate(c, 12) &+ rotate(d, 18)
        merged = merge(merged, a)
        merged = merge(merged, b)
        merged = merge(merged, c)
        return merge(merged, d)
    }

    /// Step 5: the fewer than 32 bytes that remain.
    @inline(__always)
    private static func tail(_ base: UnsafeRawPointer, _ count: Int, _ start: Int, _ value: UInt64) -> UInt64 {
        var (result, offset) = (value, start)
        while offset &+ 8 <= count {
            result = rotate(result ^ round(0, word(base, offset)), 27) &* prime1 &+ prime4
            offset &+= 8
        }
        if offset &+ 4 <= count {
            let half = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            result = rotate(result ^ (UInt64(half) &* prime1), 23) &* prime2 &+ prime3
            offset &+= 4
        }
        while offset < count {
            let byte = base.load(fromByteOffset: offset, as: UInt8.self)
            result = rotate(result ^ (UInt64(byte) &* prime5), 11) &* prime1
            offset &+= 1
        }
        return result
    }

    @inline(__always)
    private static func word(_ base: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always)
    private static func round(_ accumulator: UInt64, _ lane: UInt64) -> UInt64 {
        rotate(accumulator &+ lane &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func merge(_ result: UInt64, _ accumulator: UInt64) -> UInt64 {
        (result ^ round(0, accumulator)) &* prime1 &+ prime4
    }

    @inline(__always)
    private static func avalanche(_ value: UInt64) -> UInt64 {
        var result = (value ^ (value &>> 33)) &* prime2
        result = (result ^ (result &>> 29)) &* prime3
        return result ^ (result &>> 32)
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
        (value &<< count) | (value &>> (64 &- count))
    }
}
