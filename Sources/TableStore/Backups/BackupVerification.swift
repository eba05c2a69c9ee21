/// The verification of a backup's file, some blocks at a time, so that a file of any size holds up nobody for long: all
/// blocks are sound, and the last one is the end.
package struct BackupVerification: Sendable {
    private let path: String
    private var offset = BackupFile.magic.count
    private var checksum: UInt64 = 0
    /// The kind of the last block.
    private var last: UInt8?
    /// What the backup says of itself; set after the first step.
    package private(set) var header: BackupHeader?
    /// Where the names are; set when all blocks are verified.
    package private(set) var names: BackupFile.Place?

    /// Bytes that a step reads: about a millisecond's work.
    private static let bytesPerStep = 1 << 20

    /// Nothing of a file is verified yet.
    package init(_ path: String) { self.path = path }

    /// Verifies the next blocks.
    ///
    /// - Returns: whether these were the last ones.
    /// - Throws: when the file cannot be read, a block is damaged, or the end is missing.
    package mutating func step() throws(BackupFault) -> Bool {
        var file = try BackupFile(path: path, from: offset, after: checksum)
        if header == nil { header = try file.header() }
        let limit = file.offset + Self.bytesPerStep
        while file.offset < limit {
            let place = BackupFile.Place(offset: file.offset, checksum: file.checksum)
            guard let kind = try file.skipBlock() else {
                guard last == BackupBlock.Kind.end.rawValue, names != nil else {
                    throw .damaged(path: path, offset: file.offset)
                }
                return true
            }
            guard last != BackupBlock.Kind.end.rawValue else { throw .damaged(path: path, offset: file.offset) }
            if kind == BackupBlock.Kind.names.rawValue { names = place }
            last = kind
        }
        (offset, checksum) = (file.offset, file.checksum)
        return false
    }
}
