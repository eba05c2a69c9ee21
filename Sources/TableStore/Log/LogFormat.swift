/// The layout of a write-ahead log (sqlite.org/fileformat2.html, section 4.1).
///
/// A header of 32 bytes, then frames: a header of 24 bytes and a page. Every frame carries the header's two salts,
/// which change when the log is begun again from its start, and a checksum that goes on from the frame before.
enum LogFormat {
    /// Bytes of the log's header.
    static let headerSize = 32
    /// Bytes of a frame's header.
    static let frameHeaderSize = 24
    /// The part of a frame's header that its checksum covers: the page's number and the file's size after a commit.
    static let checkedHeaderSize = 8
    /// The first word of a log whose checksums are over little-endian words; with the last bit set: over big-endian
    /// ones.
    static let magic: UInt32 = 0x377f_0682

    /// The header of a log.
    struct Header: Equatable {
        let pageSize: Int
        let bigEndian: Bool
        let salts: UInt64
        let checksum: LogChecksum

        /// Nil when the bytes are not a header, or its own checksum does not hold.
        init?(_ bytes: UnsafeRawBufferPointer) {
            guard bytes.count >= headerSize, let base = bytes.baseAddress else { return nil }
            let magic = base.bigEndianWord(0)
            guard magic & ~1 == LogFormat.magic else { return nil }
            bigEndian = magic & 1 == 1
            pageSize = Int(base.bigEndianWord(8))
            guard pageSize >= 512, pageSize <= 65_536, pageSize & (pageSize - 1) == 0 else { return nil }
            salts = base.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
            let sums = LogFormat.headerSums(bytes)
            checksum = sums.stored
            guard sums.computed == sums.stored else { return nil }
        }
    }

    /// The sums that a log's header says it has, and those that it has; zero for a log without a header.
    static func headerSums(_ bytes: UnsafeRawBufferPointer) -> (stored: LogChecksum, computed: LogChecksum) {
        var computed = LogChecksum()
        guard bytes.count >= headerSize, let base = bytes.baseAddress else { return (computed, computed) }
        computed.add(UnsafeRawBufferPointer(rebasing: bytes[..<24]), bigEndian: base.bigEndianWord(0) & 1 == 1)
        return (LogChecksum(first: base.bigEndianWord(24), second: base.bigEndianWord(28)), computed)
    }

    /// The header of a frame.
    struct FrameHeader {
        let page: UInt32
        /// The file's pages after the commit that ends here; 0 in the middle of a transaction.
        let committedPages: UInt32
        let salts: UInt64
        let checksum: LogChecksum

        @inline(__always)
        init(_ base: UnsafeRawPointer) {
            page = base.bigEndianWord(0)
            committedPages = base.bigEndianWord(4)
            salts = base.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            checksum = LogChecksum(first: base.bigEndianWord(16), second: base.bigEndianWord(20))
        }

        var isCommit: Bool { committedPages != 0 }
    }

    /// The sums after a frame that follows one with `previous`.
    @inline(__always)
    static func sum(
        after previous: LogChecksum, header: UnsafeRawPointer, page: UnsafeRawBufferPointer, bigEndian: Bool
    ) -> LogChecksum {
        var sum = previous
        sum.add(UnsafeRawBufferPointer(start: header, count: checkedHeaderSize), bigEndian: bigEndian)
        sum.add(page, bigEndian: bigEndian)
        return sum
    }
}

extension UnsafeRawPointer {
    /// A word of 32 bits, most significant byte first, as SQLite's files have them.
    @inline(__always)
    func bigEndianWord(_ offset: Int) -> UInt32 {
        UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
