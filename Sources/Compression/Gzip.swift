import Digests

/// Why a compressed body cannot be read.
public enum GzipError: Error, Equatable {
    /// It is not a gzip file of RFC 1952, or breaks off.
    case malformed
    /// The checksum or the length at its end does not go with what it holds.
    case corrupt
    /// It holds more than this many bytes.
    case tooLarge(Int)
}

/// The gzip file format (RFC 1952) around ``Deflate`` and ``Inflate``.
public enum Gzip {
    static let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]

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
        var rest: [UInt8]? = file
        var stream = GunzipStream {
            defer { rest = nil }
            return rest ?? []
        }
        var result: [UInt8] = []
        while true {
            let bytes = try stream.next()
            if bytes.isEmpty { return result }
            guard result.count + bytes.count <= limit else { throw .tooLarge(limit) }
            result += bytes
        }
    }

    static func appendWord(_ word: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
}
