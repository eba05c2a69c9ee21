/// What the index of a write-ahead log (`-shm`) says of the log, before SQLite begins a new index.
///
/// SQLite writes the index's head after the sync of each commit. So when the head is whole and its salts are the log's,
/// as many frames as it counts **were** in the log and on disk: a log that holds fewer is damaged. The index outlives a
/// killed process; a power cut takes it mostly.
struct LogIndexFile: Equatable {
    /// The log's frames up to its last commit.
    let frames: Int
    /// How many of them are in the database file. It was synced afterwards when they are all of them; SQLite leaves the
    /// sync out when frames were added while it copied.
    let copied: Int
    let salts: UInt64

    /// Bytes of one copy of the head: there are two, so that one is whole when the process ends in the middle of the
    /// other.
    private static let headSize = 48
    private static let checkedSize = 40
    /// Both heads, and what checkpoints note after them.
    private static let size = 136

    /// The head at a path; nil without a file, and when neither of its two heads is whole.
    static func read(_ path: String) -> LogIndexFile? {
        guard let bytes = PlainFile.prefix(of: path, count: size), bytes.count == size else { return nil }
        return bytes.withUnsafeBytes { bytes in
            let heads = [0, headSize].compactMap { start in
                parse(UnsafeRawBufferPointer(rebasing: bytes[start..<start + headSize]), bytes)
            }
            return heads.max { $0.frames < $1.frames }
        }
    }

    private static func parse(_ head: UnsafeRawBufferPointer, _ all: UnsafeRawBufferPointer) -> LogIndexFile? {
        func word(_ offset: Int) -> UInt32 { head.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }
        var sum = LogChecksum()
        // The machine's own order: the index never leaves it.
        sum.add(UnsafeRawBufferPointer(rebasing: head[..<checkedSize]), bigEndian: 1.bigEndian == 1)
        guard head[12] != 0, sum == LogChecksum(first: word(40), second: word(44)) else { return nil }
        return LogIndexFile(
            frames: Int(word(16)), copied: Int(all.loadUnaligned(fromByteOffset: 2 * headSize, as: UInt32.self)),
            salts: head.loadUnaligned(fromByteOffset: 32, as: UInt64.self))
    }
}
