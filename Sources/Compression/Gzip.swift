import Digests

/// Why a compressed body cannot be read.
public enum GzipError: Error, Equatable {
    /// It is no gzip file of RFC 1952, or breaks off.
    case malformed
    /// The checksum or the length at its end does not go with what it holds.
    case corrupt
    /// It holds more than this many bytes.
    case tooLarge(Int)
}

/// The gzip file format (RFC 1952) around ``Deflate`` and ``Inflate``.
public enum Gzip {
    private static let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
    private static let trailerCount = 8

    /// The compressed form of some bytes, without a name and a time: equal bytes give equal files.
    public static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var result = header
        Deflate.append(bytes, to: &result)
        appendWord(CRC32.checksum(bytes), to: &result)
        appendWord(UInt32(truncatingIfNeeded: bytes.count), to: &result)
        return result
    }

    /// What a file of one or several members holds.
    /// - Parameter limit: bytes beyond which it is refused: a small file can hold very many.
    public static func decompress(_ file: [UInt8], limit: Int) throws(GzipError) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        repeat {
            position = try skipHeader(file, position)
            let start = result.count
            position = try Inflate.append(file, from: position, to: &result, limit: limit)
            guard position + trailerCount <= file.count else { throw .malformed }
            let isWhole =
                word(file, position) == CRC32.checksum(Array(result[start...]))
                && word(file, position + 4) == UInt32(truncatingIfNeeded: result.count - start)
            guard isWhole else { throw .corrupt }
            position += trailerCount
        } while position < file.count
        return result
    }

    private static func skipHeader(_ file: [UInt8], _ start: Int) throws(GzipError) -> Int {
        guard start + header.count <= file.count, file[start] == 0x1f, file[start + 1] == 0x8b, file[start + 2] == 8
        else { throw .malformed }
        let flags = file[start + 3]
        // RFC 1952, section 2.3.1.2: a reserved flag must be refused, since it may say that more fields follow.
        guard flags & 0xe0 == 0 else { throw .malformed }
        var position = start + header.count
        if flags & 4 != 0 {
            guard position + 2 <= file.count else { throw .malformed }
            position += 2 + Int(file[position]) + Int(file[position + 1]) << 8
        }
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            guard position <= file.count, let end = file[position...].firstIndex(of: 0) else { throw .malformed }
            position = end + 1
        }
        if flags & 2 != 0 { position += 2 }
        guard position <= file.count else { throw .malformed }
        return position
    }

    private static func appendWord(_ word: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }

    private static func word(_ bytes: [UInt8], _ position: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[position + $1]) << UInt32(8 * $1) }
    }
}
