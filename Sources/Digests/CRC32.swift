/// CRC-32 of IEEE 802.3 (reflected polynomial 0xEDB88320), as gzip and DynamoDB's header `x-amz-crc32` use it.
///
/// Sixteen bytes a step with sixteen tables (after "slicing-by-8", M. Kounavis and F. Berry, 2005). Each step waits for
/// the one before; of long messages four parts are summed side by side, which the processor does at once, and joined.
public struct CRC32: Sendable {
    private var register: UInt32 = 0xffff_ffff

    /// Starts an empty message.
    public init() {}

    /// The checksum of everything that was appended.
    public var value: UInt32 { ~register }

    /// The checksum of a whole message.
    public static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { checksum($0) }
    }

    /// The checksum of a whole message.
    public static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var crc = CRC32()
        crc.update(bytes)
        return crc.value
    }

    /// Appends bytes to the message.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Appends bytes to the message.
    public mutating func update(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Appends bytes to the message.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        let start = register
        register = crcTables.withUnsafeBufferPointer { tables in
            guard let tables = tables.baseAddress else { return start }
            return Self.advance(start, base, bytes.count, tables)
        }
    }

    private static func advance(
        _ start: UInt32, _ base: UnsafeRawPointer, _ count: Int, _ tables: UnsafePointer<UInt32>
    ) -> UInt32 {
        var crc = start
        var offset = 0
        while offset &+ 4 &* lane <= count {
            crc = advanceLanes(crc, base + offset, tables)
            offset &+= 4 &* lane
        }
        while offset &+ 16 <= count {
            crc = step(crc, base + offset, tables)
            offset &+= 16
        }
        while offset < count {
            let byte = base.load(fromByteOffset: offset, as: UInt8.self)
            crc = entry(tables, 0, UInt64(crc) ^ UInt64(byte)) ^ (crc &>> 8)
            offset &+= 1
        }
        return crc
    }

    /// Bytes of each of the parts that are summed side by side; a multiple of a step.
    private static let lane = 1024

    /// Appends four parts, one after the other.
    private static func advanceLanes(
        _ start: UInt32, _ base: UnsafeRawPointer, _ tables: UnsafePointer<UInt32>
    ) -> UInt32 {
        var (first, second, third, fourth) = (start, UInt32(0), UInt32(0), UInt32(0))
        var offset = 0
        while offset < lane {
            first = step(first, base + offset, tables)
            second = step(second, base + (offset &+ lane), tables)
            third = step(third, base + (offset &+ 2 &* lane), tables)
            fourth = step(fourth, base + (offset &+ 3 &* lane), tables)
            offset &+= 16
        }
        // A remainder moves over a part of zeros by a multiplication, and the part's own is added.
        let two = product(first, laneOfZeros) ^ second
        let three = product(two, laneOfZeros) ^ third
        return product(three, laneOfZeros) ^ fourth
    }

    /// Appends sixteen bytes.
    @inline(__always)
    private static func step(
        _ crc: UInt32, _ base: UnsafeRawPointer, _ tables: UnsafePointer<UInt32>
    ) -> UInt32 {
        let first = UInt64(littleEndian: base.loadUnaligned(as: UInt64.self)) ^ UInt64(crc)
        let second = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        return remainder(of: first, tables + 8 * 256) ^ remainder(of: second, tables)
    }

    /// The product of two polynomials modulo the CRC's; the highest bit is the power zero.
    private static func product(_ left: UInt32, _ right: UInt32) -> UInt32 {
        var (result, power) = (UInt32(0), right)
        for bit in stride(from: 31, through: 0, by: -1) {
            if left >> UInt32(bit) & 1 == 1 { result ^= power }
            power = power & 1 == 1 ? power >> 1 ^ 0xedb8_8320 : power >> 1
        }
        return result
    }

    /// What a remainder is multiplied by when the bytes of a lane, all zero, are appended: x to the power of their
    /// bits.
    private static let laneOfZeros: UInt32 = {
        // The power zero is the highest bit, x the one below; squaring ten times makes x⁸ into x to the power of 8,192.
        var power: UInt32 = 1 << 23
        var bytes = 1
        while bytes < lane {
            power = product(power, power)
            bytes *= 2
        }
        return power
    }()

    /// What eight bytes add; the tables begin with the one of the last byte.
    @inline(__always)
    private static func remainder(of word: UInt64, _ tables: UnsafePointer<UInt32>) -> UInt32 {
        let low =
            entry(tables, 7, word) ^ entry(tables, 6, word &>> 8) ^ entry(tables, 5, word &>> 16)
            ^ entry(tables, 4, word &>> 24)
        let high =
            entry(tables, 3, word &>> 32) ^ entry(tables, 2, word &>> 40) ^ entry(tables, 1, word &>> 48)
            ^ entry(tables, 0, word &>> 56)
        return low ^ high
    }

    @inline(__always)
    private static func entry(_ tables: UnsafePointer<UInt32>, _ table: Int, _ word: UInt64) -> UInt32 {
        tables[table &* 256 &+ Int(truncatingIfNeeded: word & 0xff)]
    }
}

/// Sixteen tables of 256: table n holds the remainder of a byte that n zero bytes follow.
private let crcTables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 16 * 256)
    for byte in 0..<256 {
        var remainder = UInt32(byte)
        for _ in 0..<8 {
            remainder = (remainder & 1) == 0 ? remainder >> 1 : (remainder >> 1) ^ 0xedb8_8320
        }
        tables[byte] = remainder
    }
    for index in 256..<tables.count {
        let shorter = tables[index - 256]
        tables[index] = tables[Int(shorter & 0xff)] ^ (shorter >> 8)
    }
    return tables
}()
