import Digests

/// Makes bytes again of which one is not what was written: each byte is tried with each other value until the checksum
/// fits. With 64 bits of checksum that does not happen by chance.
enum ByteMending {
    /// Bytes that are hashed at most for one row: about a second's work.
    private static let mostHashed = 1 << 31
    private static let everyChange = [UInt8](1...255)
    private static let everyBit = (0..<8).map { UInt8(1) << $0 }

    /// The bytes with the change that makes them fit; nil when there is no such change, or the bytes are too many to
    /// try. Of many bytes only single bits are tried.
    ///
    /// - Parameters:
    ///   - rest: how many bytes are hashed besides, each time.
    ///   - fits: whether these are the bytes that were written.
    static func mended(_ bytes: [UInt8], rest: Int = 0, _ fits: (UnsafeRawBufferPointer) -> Bool) -> [UInt8]? {
        let once = bytes.count * (bytes.count + rest)
        guard let changes = [everyChange, everyBit].first(where: { $0.count * once <= mostHashed }) else { return nil }
        return mended(bytes, changes, fits)
    }

    /// The bytes with the one bit turned that makes them fit; nil when there is no such bit.
    static func mended(bitOf bytes: [UInt8], _ fits: (UnsafeRawBufferPointer) -> Bool) -> [UInt8]? {
        mended(bytes, everyBit, fits)
    }

    private static func mended(
        _ bytes: [UInt8], _ changes: [UInt8], _ fits: (UnsafeRawBufferPointer) -> Bool
    ) -> [UInt8]? {
        var bytes = bytes
        let found = bytes.withUnsafeMutableBytes { bytes in
            bytes.indices.contains { place in
                let right = bytes[place]
                for change in changes {
                    bytes[place] = right ^ change
                    if fits(UnsafeRawBufferPointer(bytes)) { return true }
                }
                bytes[place] = right
                return false
            }
        }
        return found ? bytes : nil
    }

    /// The number with one byte changed that fits.
    static func mended(_ number: Int, _ fits: (Int) -> Bool) -> Int? {
        for place in 0..<8 {
            for change in everyChange {
                let candidate = number ^ Int(truncatingIfNeeded: UInt64(change) << (8 * place))
                if fits(candidate) { return candidate }
            }
        }
        return nil
    }

    /// Whether two checksums differ in one byte: then the checksum itself is what is damaged.
    static func isOneByteApart(_ one: Int, _ other: Int) -> Bool {
        let difference = UInt64(bitPattern: Int64(one ^ other))
        return difference != 0 && difference.leadingZeroBitCount / 8 + difference.trailingZeroBitCount / 8 == 7
    }

    /// The key that a row of a table's items was written with; nil when more than one byte of it is damaged.
    static func mended(keyOf row: [UInt8], _ key: [UInt8]) -> [UInt8]? {
        guard row.count > ItemCodec.checksumSize else { return nil }
        return row.withUnsafeBytes { row in
            let body = UnsafeRawBufferPointer(rebasing: row[..<(row.count - ItemCodec.checksumSize)])
            let stored = UInt64(littleEndian: row.loadUnaligned(fromByteOffset: body.count, as: UInt64.self))
            return mended(key, rest: body.count) { RowChecksum.hash(body, seed: RowChecksum.hash($0)) == stored }
        }
    }

    /// A row of a table's items, or of `tables`, as it was written; nil when more than one byte of it is damaged.
    ///
    /// - Parameter key: what its checksum begins with.
    static func mended(row: [UInt8], key: UnsafeRawBufferPointer) -> [UInt8]? {
        guard row.count > ItemCodec.checksumSize else { return nil }
        let seed = RowChecksum.hash(key)
        return mended(row) { row in
            let body = UnsafeRawBufferPointer(rebasing: row[..<(row.count - ItemCodec.checksumSize)])
            let stored = row.loadUnaligned(fromByteOffset: body.count, as: UInt64.self)
            return RowChecksum.hash(body, seed: seed) == UInt64(littleEndian: stored)
        }
    }
}
