import Glibc

/// A file that is read from its start to its end.
final class FileInput {
    static let pieceSize = 256 * 1024

    /// The file as messages name it.
    let name: String
    /// What the last call of the system that failed said; reading ends there.
    private(set) var failure: String?
    /// Whether the task was cancelled while there was nothing to read; reading ends there, too.
    private(set) var isStopped = false
    /// How many bytes were read.
    private(set) var count = 0
    private let descriptor: Int32
    private let ownsDescriptor: Bool

    /// Opens a file; `-` is standard input.
    init(_ path: String) throws(TransferError) {
        guard path != "-" else {
            (name, descriptor, ownsDescriptor) = ("standard input", STDIN_FILENO, false)
            return
        }
        (name, ownsDescriptor) = (path, true)
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, reason: systemFault()) }
    }

    deinit { if ownsDescriptor { close(descriptor) } }

    /// The next piece; empty at the end.
    func next() -> [UInt8] {
        guard failure == nil else { return [] }
        while !isStopped {
            guard isReady() else { continue }
            var received = 0
            let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, initialized in
                received = read(descriptor, buffer.baseAddress, buffer.count)
                initialized = max(received, 0)
            }
            if received < 0 {
                if errno == EINTR { continue }
                failure = systemFault()
            }
            count += piece.count
            return piece
        }
        return []
    }

    /// How long is waited for a pipe before the task is checked, in milliseconds.
    private static let lookPause: Int32 = 100

    /// Whether a read would not wait. A file is always ready; the writer of a pipe may take any time.
    private func isReady() -> Bool {
        var asked = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let count = poll(&asked, 1, Self.lookPause)
        // The read itself reports any fault other than a signal.
        if count > 0 || count < 0 && errno != EINTR { return true }
        isStopped = Task.isCancelled
        return false
    }
}

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

/// Writes all of some bytes.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(TransferError) {
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes {
            Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw .file(path: path, reason: systemFault()) }
        written += count
    }
}

/// Writes all of some bytes to a pipe or a terminal, whose reader may be slow or stuck: other tasks go on meanwhile.
/// - Throws: ``TransferError/stopped`` when the task is cancelled.
func writeAll(_ bytes: [UInt8], toStream descriptor: Int32, _ name: String) async throws(TransferError) {
    // A pipe that is ready takes PIPE_BUF bytes (pipe(7)) without waiting.
    let (piece, pause) = (4096, Int32(20))
    var rest = bytes[...]
    while !rest.isEmpty {
        guard !Task.isCancelled else { throw .stopped }
        var asked = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        let count = poll(&asked, 1, pause)
        if count < 0, errno != EINTR { throw .file(path: name, reason: systemFault()) }
        guard count > 0 else {
            await Task.yield()
            continue
        }
        try writeAll(Array(rest.prefix(piece)), to: descriptor, name)
        rest = rest.dropFirst(piece)
    }
}

/// What the last call of the system that failed says.
func systemFault() -> String { String(cString: strerror(errno)) }

/// The kind of a path.
enum PathKind {
    case none
    case file
    case folder
    /// A pipe or a device, which can be read once and never be replaced.
    case stream

    init(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            self = .none
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        default: self = .stream
        }
    }
}
