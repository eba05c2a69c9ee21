import Glibc

/// A file that appears under its name when it is whole and on disk, and not before.
package final class DurableFile {
    private let path: String
    private let draft: String
    private var descriptor: Int32

    /// Opens a draft next to the place of the file.
    package init(_ path: String, mode: mode_t = 0o600) throws(TransferError) {
        self.path = path
        draft = "\(path).\(getpid()).part"
        unlink(draft)
        descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .file(path: path, reason: systemFault()) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(draft)
    }

    /// Appends to the draft.
    package func write(_ bytes: [UInt8]) throws(TransferError) { try writeAll(bytes, to: descriptor, path) }

    /// Gives the file its name. Without this call, the draft is removed.
    package func publish() throws(TransferError) {
        guard fsync(descriptor) == 0, rename(draft, path) == 0 else { throw .file(path: path, reason: systemFault()) }
        close(descriptor)
        descriptor = -1
        let cut = path.lastIndex(of: "/")
        let folder = open(cut.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".", O_RDONLY | O_DIRECTORY)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}
