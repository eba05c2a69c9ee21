import Compression
import Digests

/// Writes a zip archive in pieces: sizes and checksums follow each entry (general purpose bit 3), so that no
/// entry waits in memory for its end. Equal entries give equal archives: no times are written.
struct ZipWriter {
    private struct Written {
        let name: [UInt8]
        let checksum: UInt32
        let packedSize: UInt32
        let size: UInt32
        let offset: UInt32
    }

    private var entries: [Written] = []
    private var count = 0
    private var current: (name: [UInt8], checksum: CRC32, size: Int, start: Int, offset: Int, deflate: RawDeflate)?

    /// The bytes that begin an entry.
    mutating func begin(_ name: String) -> [UInt8] {
        let offset = count
        var bytes: [UInt8] = []
        Self.append(0x0403_4b50, 4, to: &bytes)
        // Version 2.0, sizes after the data, deflate, the first day that the format knows.
        for (value, size) in [(20, 2), (8, 2), (8, 2), (0, 2), (0x21, 2), (0, 4), (0, 4), (0, 4)] {
            Self.append(UInt64(value), size, to: &bytes)
        }
        Self.append(UInt64(name.utf8.count), 2, to: &bytes)
        Self.append(0, 2, to: &bytes)
        bytes += name.utf8
        count += bytes.count
        current = (Array(name.utf8), CRC32(), 0, count, offset, RawDeflate())
        return bytes
    }

    /// The bytes for the next piece of the entry.
    mutating func next(_ piece: [UInt8]) -> [UInt8] {
        current?.checksum.update(piece)
        current?.size += piece.count
        let bytes = current?.deflate.next(piece) ?? []
        count += bytes.count
        return bytes
    }

    /// The bytes that end the entry.
    mutating func endEntry() -> [UInt8] {
        guard var entry = current else { return [] }
        current = nil
        var bytes = entry.deflate.end()
        let packed = count + bytes.count - entry.start
        let written = Written(
            name: entry.name, checksum: entry.checksum.value, packedSize: UInt32(clamping: packed),
            size: UInt32(clamping: entry.size), offset: UInt32(clamping: entry.offset))
        entries.append(written)
        for word in [0x0807_4b50, written.checksum, written.packedSize, written.size] {
            Self.append(UInt64(word), 4, to: &bytes)
        }
        count += bytes.count
        return bytes
    }

    /// The directory, which ends the archive.
    mutating func end() -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            Self.append(0x0201_4b50, 4, to: &bytes)
            for (value, size) in [(20, 2), (20, 2), (8, 2), (8, 2), (0, 2), (0x21, 2)] {
                Self.append(UInt64(value), size, to: &bytes)
            }
            for word in [entry.checksum, entry.packedSize, entry.size] { Self.append(UInt64(word), 4, to: &bytes) }
            Self.append(UInt64(entry.name.count), 2, to: &bytes)
            // No extra field and comment, the first disk, no attributes.
            for size in [2, 2, 2, 2, 4] { Self.append(0, size, to: &bytes) }
            Self.append(UInt64(entry.offset), 4, to: &bytes)
            bytes += entry.name
        }
        let size = bytes.count
        Self.append(0x0605_4b50, 4, to: &bytes)
        for value in [0, 0, entries.count, entries.count] { Self.append(UInt64(value), 2, to: &bytes) }
        Self.append(UInt64(size), 4, to: &bytes)
        Self.append(UInt64(count), 4, to: &bytes)
        Self.append(0, 2, to: &bytes)
        return bytes
    }

    private static func append(_ value: UInt64, _ size: Int, to bytes: inout [UInt8]) {
        for shift in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
    }
}
