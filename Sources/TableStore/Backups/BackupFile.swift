import Digests
import DynamoModel
import Glibc

/// A backup's file as it is read: its blocks one after the other, each verified.
///
///     file = "LEXIBKP" version(1) block…
///
/// The first block is the header, the last one the end; see ``BackupBlock``.
package struct BackupFile: ~Copyable {
    /// What every backup begins with; the last byte is the version of the form.
    static let magic: [UInt8] = Array("LEXIBKP".utf8) + [1]

    let path: String
    private let descriptor: Int32
    /// Where the next block begins.
    private(set) var offset = magic.count
    /// The checksum of the block before.
    private(set) var checksum: UInt64 = 0

    /// Opens a file for reading.
    ///
    /// - Parameters:
    ///   - offset: where an earlier reader came to, with the checksum that it had then.
    init(path: String, from offset: Int = magic.count, after checksum: UInt64 = 0) throws(BackupFault) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path: path, what: "cannot be opened: \(PlainFile.error)") }
        (self.offset, self.checksum) = (offset, checksum)
        let start = try Self.bytes(Self.magic.count, at: 0, descriptor, path)
        guard start == Self.magic else { throw .foreign(path: path) }
    }

    deinit { close(descriptor) }

    private static func bytes(
        _ count: Int, at offset: Int, _ descriptor: Int32, _ path: String
    ) throws(BackupFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let read = bytes.withUnsafeMutableBytes { PlainFile.fill($0, descriptor, at: offset) }
        guard read >= 0 else { throw .system(path: path, what: "cannot be read: \(PlainFile.error)") }
        return read == count ? bytes : Array(bytes.prefix(read))
    }

    /// The next block as its bytes, verified; nil at the end of the file.
    private mutating func nextBytes() throws(BackupFault) -> (head: [UInt8], body: [UInt8])? {
        let head = try Self.bytes(BackupBlock.headSize, at: offset, descriptor, path)
        if head.isEmpty { return nil }
        guard let size = BackupBlock.size(head: head) else { throw .damaged(path: path, offset: offset) }
        let body = try Self.bytes(size, at: offset + head.count, descriptor, path)
        guard body.count == size, let checksum = BackupBlock.checksum(head: head, body: body, after: checksum) else {
            throw .damaged(path: path, offset: offset)
        }
        offset += head.count + size
        self.checksum = checksum
        return (head, body)
    }

    /// Verifies the next block, and goes on after it.
    ///
    /// - Returns: its kind; nil at the end of the file.
    mutating func skipBlock() throws(BackupFault) -> UInt8? { try nextBytes()?.head[0] }

    /// The next block; nil at the end of the file.
    mutating func next() throws(BackupFault) -> BackupBlock? {
        let start = offset
        guard let (head, body) = try nextBytes() else { return nil }
        guard let block = BackupBlock(head: head, body: body) else { throw .damaged(path: path, offset: start) }
        return block
    }

    /// The first block's header.
    mutating func header() throws(BackupFault) -> BackupHeader {
        guard let block = try next(), block.kind == .header, let header = Self.header(of: block) else {
            throw .damaged(path: path, offset: Self.magic.count)
        }
        return header
    }

    private static let headerKey: KeyBytes = Array("backup".utf8)

    /// The block of a header.
    static func block(of header: BackupHeader) -> BackupBlock {
        let item = header.stored
        return BackupBlock(.header, ItemCodec.encode(item, size: item.itemSize, key: headerKey, names: nil))
    }

    private static func header(of block: BackupBlock) -> BackupHeader? {
        block.payload.withUnsafeBytes { row in
            headerKey.withUnsafeBytes { key in
                guard let stored = try? StoredItem(row: row, key: key), let item = try? stored.item(names: nil) else {
                    return nil
                }
                return BackupHeader(stored: item)
            }
        }
    }
}

extension BackupFile {
    /// What a backup says of itself.
    package static func header(of path: String) throws(BackupFault) -> BackupHeader {
        var file = try BackupFile(path: path)
        return try file.header()
    }

    /// Where a block lies, with the checksum of the block before it.
    package struct Place: Sendable, Equatable {
        let offset: Int
        let checksum: UInt64
    }

    /// Verifies all blocks, and that the last one is the end, in one go.
    ///
    /// - Returns: what the backup says of itself, and where its names are.
    private static func verify(_ path: String) throws(BackupFault) -> BackupVerification {
        var verification = BackupVerification(path)
        while try !verification.step() {}
        return verification
    }

    /// The names that the numbers in the rows of a whole backup stand for.
    ///
    /// - Parameter known: where they are; nil to look for them.
    static func names(of path: String, at known: Place?) throws(BackupFault) -> [String?] {
        var found = known
        if found == nil { found = try verify(path).names }
        guard let place = found else { throw .damaged(path: path, offset: magic.count) }
        var file = try BackupFile(path: path, from: place.offset, after: place.checksum)
        guard let block = try file.next(), block.kind == .names, let names = names(in: block) else {
            throw .damaged(path: path, offset: place.offset)
        }
        return names
    }

    private static func names(in block: BackupBlock) -> [String?]? {
        guard let entries = BackupRows.entries(block.payload[...]) else { return nil }
        return entries.map { $0.row.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// The block of names by their numbers; nil where one is not known.
    static func block(of names: [String?]) -> BackupBlock {
        var rows = BackupRows()
        for name in names { rows.add([], name.map { Array($0.utf8) }) }
        return BackupBlock(.names, rows.bytes)
    }
}
