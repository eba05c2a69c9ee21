import DynamoModel
import Glibc

/// A backup's file while it is written: blocks are appended to `ID.partial`, which gets its name when it is whole, on
/// the disk and verified.
///
/// What was written survives the end of the process: ``init(resuming:)`` goes on after the last whole block.
package final class BackupDraft {
    private let path: String
    private let descriptor: Int32
    private var offset: Int
    private var checksum: UInt64
    private var unsynced = 0
    /// Up to where the file certainly is on the disk.
    private var synced = 0
    private let sync: @Sendable (Int32) -> Int32
    package let header: BackupHeader
    /// The key of the last row that was written.
    private(set) var lastKey: KeyBytes?
    /// Whether the rows are complete.
    private(set) var hasAllRows = false
    /// The change that was taken back last.
    private(set) var lastSequence: Int?

    /// Bytes that are written between two syncs: so much is written again after a power cut, and so long at most the
    /// disk is kept from others.
    private static let bytesBetweenSyncs = 1 << 20
    private static let mode: mode_t = 0o600
    package static let suffix = ".partial"

    /// Begins a file, which must not be there.
    ///
    /// - Parameter sync: how a file is brought onto the disk; tests let it fail.
    package init(
        _ header: BackupHeader, path: String, sync: @escaping @Sendable (Int32) -> Int32 = { fdatasync($0) }
    ) throws(BackupFault) {
        (self.path, self.header, self.sync) = (path, header, sync)
        descriptor = open(path + Self.suffix, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, Self.mode)
        (offset, checksum) = (0, 0)
        guard descriptor >= 0 else { throw .system(path: path, what: "cannot be made: \(PlainFile.error)") }
        try write(BackupFile.magic)
        try append(BackupFile.block(of: header))
        try synchronize()
        guard PlainFile.synchronize(PlainFile.folder(of: path)) else {
            throw .system(path: path, what: "cannot be made: \(PlainFile.error)")
        }
    }

    /// Goes on with a file that another process left: what follows its last whole block is cut off.
    ///
    /// - Parameter path: without ``suffix``.
    package init(
        resuming path: String, sync: @escaping @Sendable (Int32) -> Int32 = { fdatasync($0) }
    ) throws(BackupFault) {
        (self.path, self.sync) = (path, sync)
        var file = try BackupFile(path: path + Self.suffix)
        header = try file.header()
        descriptor = open(path + Self.suffix, O_RDWR | O_CLOEXEC)
        (offset, checksum) = (file.offset, file.checksum)
        // The header was synced before the backup was answered; of what follows nothing is known.
        synced = file.offset
        guard descriptor >= 0 else { throw .system(path: path, what: "cannot be opened: \(PlainFile.error)") }
        while let block = try Self.sound(&file) {
            guard note(block) else { break }
            (offset, checksum) = (file.offset, file.checksum)
        }
        guard ftruncate(descriptor, off_t(offset)) == 0 else {
            throw .system(path: path, what: "cannot be cut: \(PlainFile.error)")
        }
    }

    deinit { close(descriptor) }

    /// The next block; nil at the end, and where the file was cut or is damaged: from there on it is written again.
    private static func sound(_ file: inout BackupFile) throws(BackupFault) -> BackupBlock? {
        do throws(BackupFault) { return try file.next() } catch {
            if case .damaged = error { return nil }
            throw error
        }
    }

    /// Takes note of how far a block brings the backup; false for what is written again.
    private func note(_ block: BackupBlock) -> Bool {
        switch block.kind {
        case .rows: lastKey = BackupRows.entries(block.payload[...])?.last?.key
        case .undo:
            hasAllRows = true
            lastSequence = Self.sequence(of: block)
        case .header: return true
        case .names, .end: return false
        }
        return true
    }

    // MARK: Writing

    private func write(_ bytes: [UInt8]) throws(BackupFault) {
        guard PlainFile.write(bytes[...], descriptor, at: offset) else {
            throw .system(path: path, what: "cannot be written: \(PlainFile.error)")
        }
        offset += bytes.count
        unsynced += bytes.count
    }

    private func append(_ block: BackupBlock) throws(BackupFault) {
        let (bytes, checksum) = block.encoded(after: checksum)
        let start = offset
        do throws(BackupFault) {
            try write(bytes)
        } catch {
            // A part of the block may be in the file: the next try begins where it did.
            offset = start
            throw error
        }
        self.checksum = checksum
        if unsynced >= Self.bytesBetweenSyncs { try synchronize() }
    }

    /// Brings the file onto the disk.
    ///
    /// - Throws: when that fails. The system may count as written what it could not write, so that the next sync would
    ///   succeed: what was not synced is cut off, and written again.
    private func synchronize() throws(BackupFault) {
        guard sync(descriptor) == 0 else {
            let reason = PlainFile.error
            if synced == 0 || ftruncate(descriptor, off_t(synced)) != 0 { unlink(path + Self.suffix) }
            throw .system(path: path, what: "cannot be synced: \(reason)")
        }
        unsynced = 0
        synced = offset
    }

    /// Appends rows in the order of their keys; an empty list says that these are all.
    func append(rows: [(key: KeyBytes, row: [UInt8])]) throws(BackupFault) {
        guard let last = rows.last else {
            hasAllRows = true
            return
        }
        var payload = BackupRows()
        for (key, row) in rows { payload.add(key, row) }
        try append(BackupBlock(.rows, payload.bytes))
        lastKey = last.key
    }

    /// Appends what changes replaced, the latest first.
    func append(undoing changes: [RecordedChange]) throws(BackupFault) {
        guard let last = changes.last else { return }
        var payload: [UInt8] = []
        BackupRows.append(last.sequence, to: &payload)
        var rows = BackupRows()
        for change in changes { rows.add(change.key, change.old) }
        try append(BackupBlock(.undo, payload + rows.bytes))
        lastSequence = last.sequence
    }

    private static func sequence(of block: BackupBlock) -> Int? {
        block.payload.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            return reader.number()
        }
    }

    /// The entries of an undo block; nil when it is none.
    static func undone(in block: BackupBlock) -> [BackupRows.Entry]? {
        let start = block.payload.withUnsafeBytes { bytes -> Int? in
            var decoder = ItemDecoder(bytes)
            return decoder.varint() == nil ? nil : decoder.offset
        }
        return start.flatMap { BackupRows.entries(block.payload[$0...]) }
    }

    /// Completes the file and syncs it.
    ///
    /// - Returns: the verification of it, which nothing has been done of.
    func complete(names: [String?]) throws(BackupFault) -> BackupVerification {
        try append(BackupFile.block(of: names))
        try append(BackupBlock(.end, []))
        try synchronize()
        return BackupVerification(path + Self.suffix)
    }

    /// Gives the file its name, when it is complete and verified.
    ///
    /// - Returns: its size in bytes.
    func publish() throws(BackupFault) -> Int {
        guard rename(path + Self.suffix, path) == 0, PlainFile.synchronize(PlainFile.folder(of: path)) else {
            throw .system(path: path, what: "cannot get its name: \(PlainFile.error)")
        }
        return offset
    }
}
