import Compression
import Digests

/// A part of a backup's file.
///
///     block   = kind(1) flags(1) 0 0 size(4) plain size(4) checksum(8) payload(size)
///
/// All numbers are little endian. The payload is compressed (gzip) when bit 0 of the flags is set. The checksum is that
/// of the head before it and of the payload, with the checksum of the block before as seed: a block that is changed,
/// missing or in another place is noticed.
struct BackupBlock {
    /// What is in a block. The numbers are written into files: none is ever used for something else.
    enum Kind: UInt8 {
        /// The header, as a row of an item.
        case header = 1
        /// Rows of the table in the order of their keys: as they were, or later.
        case rows = 2
        /// What rows were before later changes, the latest change first.
        case undo = 3
        /// The names that numbers in rows stand for.
        case names = 4
        /// The end: how many blocks of each kind there are.
        case end = 5
    }

    static let headSize = 20
    private static let sizeOffset = 4
    private static let plainSizeOffset = 8
    private static let checksumOffset = 12
    private static let compressed: UInt8 = 1
    /// No block holds more: what says so is damage.
    static let mostBytes = 1 << 26

    let kind: Kind
    let payload: [UInt8]

    /// The bytes of the block.
    ///
    /// - Parameter before: the checksum of the block before; 0 for the first.
    func encoded(after before: UInt64) -> (bytes: [UInt8], checksum: UInt64) {
        let packed = Gzip.compress(payload)
        let isSmaller = packed.count < payload.count
        let body = isSmaller ? packed : payload
        var head = [kind.rawValue, isSmaller ? Self.compressed : 0, 0, 0]
        head.append(word: UInt32(body.count))
        head.append(word: UInt32(payload.count))
        let checksum = RowChecksum.hash(body, seed: RowChecksum.hash(head, seed: before))
        withUnsafeBytes(of: checksum.littleEndian) { head.append(contentsOf: $0) }
        return (head + body, checksum)
    }

    /// The size of the payload that a head is of; nil when it is none.
    static func size(head: [UInt8]) -> Int? {
        guard head.count == headSize, Kind(rawValue: head[0]) != nil else { return nil }
        let size = head.word(at: sizeOffset)
        return size <= mostBytes && head.word(at: plainSizeOffset) <= mostBytes ? size : nil
    }

    /// The checksum that a block has when it is what was written; nil when it is not.
    static func checksum(head: [UInt8], body: [UInt8], after before: UInt64) -> UInt64? {
        let checksum = RowChecksum.hash(body, seed: RowChecksum.hash(Array(head[..<checksumOffset]), seed: before))
        let stored = head.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: checksumOffset, as: UInt64.self) }
        return checksum == UInt64(littleEndian: stored) ? checksum : nil
    }

    /// The block of verified bytes; nil when it cannot be unpacked.
    init?(head: [UInt8], body: [UInt8]) {
        guard let kind = Kind(rawValue: head[0]) else { return nil }
        self.kind = kind
        guard head[1] & Self.compressed != 0 else {
            payload = body
            return
        }
        let size = head.word(at: Self.plainSizeOffset)
        guard let plain = try? Gzip.decompress(body, limit: size), plain.count == size else { return nil }
        payload = plain
    }

    init(_ kind: Kind, _ payload: [UInt8]) {
        self.kind = kind
        self.payload = payload
    }
}

extension [UInt8] {
    fileprivate mutating func append(word: UInt32) {
        Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0) }
    }

    fileprivate func word(at offset: Int) -> Int {
        Int(UInt32(littleEndian: withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }))
    }
}
