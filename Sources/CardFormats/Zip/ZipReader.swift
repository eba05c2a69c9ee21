import Compression
import Digests

/// Reads a zip archive (PKWARE's APPNOTE 6.3) that is in memory: its directory, and entries by their names.
///
/// Names are compared and never used as paths, so that one with `..` or a leading slash leads nowhere. Entries are
/// decompressed a stretch at a time up to a bound, whatever size they say that they have. Encrypted and split archives,
/// and those of Zip64, which begins at 4 GB, are refused.
struct ZipReader {
    /// What the directory says of an entry.
    struct Entry: Equatable {
        let name: [UInt8]
        let method: Int
        let checksum: UInt32
        let packedSize: Int
        let size: Int
        let offset: Int
        let isEncrypted: Bool
    }

    private static let endSignature: UInt32 = 0x0605_4b50
    private static let directorySignature: UInt32 = 0x0201_4b50
    private static let localSignature: UInt32 = 0x0403_4b50
    private static let endSize = 22
    private static let maximumComment = 0xFFFF

    private let bytes: [UInt8]
    let entries: [Entry]

    /// - Throws: `malformed` when it is not an archive or its directory is damaged, `unsupported`.
    init(_ bytes: [UInt8]) throws(CardFormatError) {
        self.bytes = bytes
        guard let end = Self.end(of: bytes) else { throw .malformed("the file is not a zip archive") }
        let number16 = { (offset: Int) in Int(Self.word(bytes, end + offset) & 0xFFFF) }
        guard number16(4) == 0, number16(6) == 0, number16(8) == number16(10) else {
            throw .unsupported("the archive is split over several files")
        }
        let count = number16(10)
        let (size, start) = (Int(Self.word(bytes, end + 12)), Int(Self.word(bytes, end + 16)))
        guard start != 0xFFFF_FFFF, count != 0xFFFF else { throw .unsupported("the archive is in the form Zip64") }
        guard start + size <= end else { throw .malformed("the directory of the archive is damaged") }
        entries = try Self.directory(bytes, from: start, to: start + size, count: count)
    }

    /// The entry of this name; of several the first.
    func entry(_ name: String) -> Entry? { entries.first { $0.name.elementsEqual(name.utf8) } }

    /// Decompresses an entry and hands its bytes to `take`, a stretch at a time.
    ///
    /// - Parameter limit: bytes beyond which it is refused: a small archive can hold very many.
    /// - Throws: `malformed`, `tooLarge`, `unsupported`, or what `take` throws.
    func read(
        _ entry: Entry, limit: Int, _ take: (ArraySlice<UInt8>) throws(CardFormatError) -> Void
    ) throws(CardFormatError) {
        guard !entry.isEncrypted else { throw .unsupported("the archive is encrypted") }
        let packed = try packedBytes(of: entry)
        var (checksum, count) = (CRC32(), 0)
        func note(_ stretch: ArraySlice<UInt8>) throws(CardFormatError) {
            count += stretch.count
            guard count <= limit else { throw .tooLarge("an entry of the archive holds more than \(limit) bytes") }
            stretch.withUnsafeBytes { checksum.update($0) }
            try take(stretch)
        }
        switch entry.method {
        case 0: try note(packed)
        case 8:
            var rest: ArraySlice<UInt8>? = packed
            var inflate = RawInflate {
                defer { rest = nil }
                return rest.map(Array.init) ?? []
            }
            while true {
                let stretch: ArraySlice<UInt8>
                do { stretch = try inflate.next() } catch { throw .malformed("an entry of the archive is damaged") }
                if stretch.isEmpty { break }
                try note(stretch)
            }
        default: throw .unsupported("the archive is compressed by method \(entry.method)")
        }
        guard checksum.value == entry.checksum, count == entry.size else {
            throw .malformed("an entry of the archive is not what its checksum says")
        }
    }

    /// The compressed bytes of an entry, which lie after a head that says once more how it is called.
    private func packedBytes(of entry: Entry) throws(CardFormatError) -> ArraySlice<UInt8> {
        let head = entry.offset
        guard head + 30 <= bytes.count, Self.word(bytes, head) == Self.localSignature else {
            throw .malformed("an entry of the archive is not where the directory says")
        }
        let start = head + 30 + Int(Self.word(bytes, head + 26) & 0xFFFF) + Int(Self.word(bytes, head + 26) >> 16)
        guard start + entry.packedSize <= bytes.count else { throw .malformed("the archive is cut off") }
        return bytes[start..<start + entry.packedSize]
    }

    // MARK: The directory

    /// Where the record at the end of the archive begins, which a comment may follow.
    private static func end(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= endSize else { return nil }
        var place = bytes.count - endSize
        while place >= 0, bytes.count - endSize - place <= maximumComment {
            if word(bytes, place) == endSignature, place + endSize + (Int(word(bytes, place + 18) >> 16)) == bytes.count
            {
                return place
            }
            place -= 1
        }
        return nil
    }

    private static func directory(
        _ bytes: [UInt8], from start: Int, to end: Int, count: Int
    ) throws(CardFormatError) -> [Entry] {
        var entries: [Entry] = []
        var place = start
        for _ in 0..<count {
            guard place + 46 <= end, word(bytes, place) == directorySignature else {
                throw .malformed("the directory of the archive is damaged")
            }
            let lengths = (Int(word(bytes, place + 28) & 0xFFFF), Int(word(bytes, place + 28) >> 16))
            let name = place + 46
            let next = name + lengths.0 + lengths.1 + Int(word(bytes, place + 32) & 0xFFFF)
            guard next <= end else { throw .malformed("the directory of the archive is damaged") }
            entries.append(
                Entry(
                    name: Array(bytes[name..<name + lengths.0]), method: Int(word(bytes, place + 10) & 0xFFFF),
                    checksum: word(bytes, place + 16), packedSize: Int(word(bytes, place + 20)),
                    size: Int(word(bytes, place + 24)), offset: Int(word(bytes, place + 42)),
                    isEncrypted: word(bytes, place + 8) & 1 == 1))
            place = next
        }
        return entries
    }

    /// Four bytes, the lowest first. The caller has checked that they are there, or that two are.
    private static func word(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        var value: UInt32 = 0
        for index in 0..<4 where place + index < bytes.count {
            value |= UInt32(bytes[place + index]) << UInt32(8 * index)
        }
        return value
    }
}
