/// CRC-32 of IEEE 802.3 (reflected polynomial 0xEDB88320), as gzip and DynamoDB's header `x-amz-crc32` use it.
///
/// Sixteen bytes a step with sixteen tables (after "slicing-by-8", M. Kounavis and F. Berry, 2005).
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
        while offset &+ 16 <= count {
            let first = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) ^ UInt64(crc)
            let second = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self))
            crc = remainder(of: first, tables + 8 * 256) ^ remainder(of: second, tables)
            offset &+= 16
        }
        while offset < count {
            let byte = base.load(fromByteOffset: offset, as: UInt8.self)
            crc = entry(tables, 0, UInt64(crc) ^ UInt64(byte)) ^ (crc &>> 8)
            offset &+= 1
        }
        return crc
    }

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
